import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { servedWorkloads } from '../../synthesis/served-workloads';
import { Rejection } from '../../props/rejection';
import type { WorkloadSelection } from '../workload-selection';
import { Walk } from './walk';

/** What a mixin is for. */
export interface Concern {
  /** The mixin, as its author wrote it. */
  readonly mixin: string;
  /** What it works on, in the singular, for who wonders why there is none. */
  readonly looksFor: string;
  readonly fits: (construct: IConstruct) => construct is ApiObject;
  /** Whether it is about one application, so that a second workload is one too many. */
  readonly single?: boolean;
}

/**
 * The workloads that a mixin touches. `.with(…)` asks for each construct beneath the one it is said to, one after the other; that is
 * how it is known what else could have been meant, and that nothing was found.
 */
export class Targets {
  private walk?: Walk;
  private applied = 0;

  public constructor(
    private readonly concern: Concern,
    private readonly selection: WorkloadSelection = {},
  ) {}

  public supports(construct: IConstruct): boolean {
    const walk = this.walkAt(construct);
    walk.step();
    return this.concern.fits(construct) && this.chosen(walk).has(construct);
  }

  /** @throws when several workloads could be meant */
  public applyTo(construct: IConstruct, apply: (workload: ApiObject) => void): void {
    if (!this.concern.fits(construct)) {
      return;
    }
    const { walk } = this;
    if (walk?.covers(construct)) {
      const chosen = this.chosen(walk);
      if (this.concern.single && chosen.size > 1) {
        throw this.ambiguity(walk, [...chosen]);
      }
      walk.found();
    }
    this.applied++;
    apply(construct);
  }

  private walkAt(construct: IConstruct): Walk {
    if (this.walk?.expects(construct)) {
      return this.walk;
    }
    const walk = new Walk(construct);
    this.walk = walk;
    construct.node.addValidation({ validate: () => (this.foundNothing(walk) ? [this.nothing(walk).message] : []) });
    return walk;
  }

  /** The workloads that are meant; of several only where all of them are, or where nobody can tell. */
  private chosen(walk: Walk): ReadonlySet<ApiObject> {
    return (walk.chosen ??= new Set(this.choose(walk)));
  }

  private choose(walk: Walk): readonly ApiObject[] {
    const fitting = walk.constructs.filter(this.concern.fits);
    const { workload } = this.selection;
    if (workload !== undefined) {
      return fitting.filter(({ kind, metadata }) => workload === metadata.name || workload === `${kind}/${metadata.name}`);
    }
    if (!this.concern.single || fitting.length < 2) {
      return fitting;
    }
    const served = servedWorkloads(fitting);
    return served.length ? served : fitting;
  }

  /** A single construct that was asked about may have been a question; only of a mixin that never found anything it was the task. */
  private foundNothing(walk: Walk): boolean {
    return !this.selection.allowNone && walk.ended && !walk.foundAny && (walk.constructs.length > 1 || this.applied === 0);
  }

  private ambiguity(walk: Walk, chosen: readonly ApiObject[]): Rejection {
    return new Rejection(
      `${this.concern.mixin} on '${walk.path}'`,
      `it is about one application, and could mean ${named(chosen)}`,
      `say which: { workload: '${chosen[0].metadata.name}' }`,
    );
  }

  private nothing(walk: Walk): Rejection {
    const { mixin, looksFor, fits } = this.concern;
    const { workload } = this.selection;
    const fitting = walk.constructs.filter(fits);
    const given = `${mixin} on '${walk.path}'`;
    return workload !== undefined && fitting.length
      ? new Rejection(
          given,
          `there is no workload '${workload}', only ${named(fitting)}`,
          `say one of them: { workload: '${nameOf(fitting[0])}' }`,
        )
      : new Rejection(
          given,
          `there is no ${looksFor}${walk.objects.length ? `, only ${named(walk.objects)}` : ''}`,
          'apply it where one is, or allow that there is none: { allowNone: true }',
        );
  }
}

function nameOf({ metadata }: ApiObject): string {
  return metadata.name ?? '';
}

function named(objects: readonly ApiObject[]): string {
  const names = objects.slice(0, 8).map((object) => `${object.kind} ${nameOf(object)}`);
  return [...names, ...(objects.length > names.length ? [`${objects.length - names.length} more`] : [])].join(', ');
}
