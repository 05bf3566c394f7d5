import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';

/** One `.with(…)`: the constructs beneath the one it was said to, in the order in which it asks about them. */
export class Walk {
  public readonly constructs: readonly IConstruct[];
  public foundAny = false;
  /** The workloads that are meant, once somebody has chosen. */
  public chosen?: ReadonlySet<ApiObject>;
  private asked = 0;

  public constructor(private readonly root: IConstruct) {
    this.constructs = root.node.findAll();
  }

  public get path(): string {
    return this.root.node.path || 'the app';
  }

  public get objects(): readonly ApiObject[] {
    return this.constructs.filter((construct): construct is ApiObject => ApiObject.isApiObject(construct));
  }

  /** Whether every construct was asked about; not when somebody asked about one of them only. */
  public get ended(): boolean {
    return this.asked === this.constructs.length;
  }

  public expects(construct: IConstruct): boolean {
    return this.constructs[this.asked] === construct;
  }

  public covers(construct: IConstruct): boolean {
    return this.constructs.includes(construct);
  }

  public step(): void {
    this.asked++;
  }

  public found(): void {
    this.foundAny = true;
  }
}
