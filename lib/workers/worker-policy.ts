import { checkPool } from './pool-numbers';
import type { LimitNumbers, PoolNumbers } from './pool-numbers';
import { cappedAt, exactly, fitted, planPool } from './pool-plan';
import type { WorkerCount } from './pool-plan';
import type { WorkerClass } from './worker-class';
import { limitNumbersOf, numbersOf } from './worker-options';
import type { ContainerLimits, FitOptions, WorkerOptions } from './worker-options';
import { WorkerPlan } from './worker-plan';

/** Decides how many workers a container runs, from what the container may use and never from the CPUs of the node. */
export class WorkerPolicy {
  /**
   * As many as CPU, memory and database connections allow: a sync pool gets 2 × CPUs + 1, any other one per CPU and at
   * least two; all of it within 80 % of the memory limit under load.
   */
  public static fit(options: FitOptions = {}): WorkerPolicy {
    return new WorkerPolicy(options, fitted(options.maxWorkers));
  }

  /**
   * `min(cap, 2 × CPUs + 1)`, the formula that cured the incident, over the CPUs of the container instead of the node's.
   *
   * @param cap never more than this
   */
  public static capped(cap: number, options: WorkerOptions = {}): WorkerPolicy {
    return new WorkerPolicy(options, cappedAt(cap));
  }

  /**
   * Exactly this many.
   *
   * @param workers number of worker processes
   */
  public static fixed(workers: number, options: WorkerOptions = {}): WorkerPolicy {
    return new WorkerPolicy(options, exactly(workers));
  }

  /** Kind of worker. */
  public readonly workerClass: WorkerClass;
  /**
   * Whether somebody said the class, or what only one class has.
   *
   * @internal
   */
  public readonly _classIsStated: boolean;
  private readonly options: PoolNumbers;

  private constructor(
    options: WorkerOptions,
    private readonly count: WorkerCount,
  ) {
    this.options = numbersOf(options);
    this.workerClass = this.options.workerClass;
    this._classIsStated = options.workerClass !== undefined || options.threads !== undefined || options.sharedQueue === true;
    checkPool(this.options);
  }

  /**
   * The plan for a container.
   *
   * @throws when it cannot fit: a limit below one worker, more weight than the limit, a recycled single worker
   */
  public plan(limits: ContainerLimits): WorkerPlan {
    return this._planFor(limitNumbersOf(limits));
  }

  /** @internal */
  public _planFor(limits: LimitNumbers): WorkerPlan {
    const numbers = planPool(this.options, this.count, limits);
    if (this._classIsStated) {
      return WorkerPlan._of(numbers, true);
    }
    // `worker_class_str` of `gunicorn/config.py`: its default becomes gthread where there are threads; any other class ignores them.
    const assumption = `the worker class is the image's own: planned for ${this.workerClass}, which ${numbers.threads} threads make of gunicorn's default`;
    return WorkerPlan._of({ ...numbers, assumptions: [...numbers.assumptions, assumption] }, false);
  }
}
