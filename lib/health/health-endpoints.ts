import { HealthCheck } from './health-check';
import { Rejection } from '../props/rejection';
import { checkShape, checkShapes, instance, required, text } from '../props/shape';

/** Two paths for two questions. */
export interface SeparateEndpoints {
  /** Answers as long as the process itself works. Must not touch a database, a cache or another service. */
  readonly liveness: string;
  /** Answers while the process can serve users. */
  readonly readiness: string;
}

/** Two checks for two questions, where paths alone will not do. */
export interface SeparateChecks {
  /** Passes as long as the process itself works. Must not touch a database, a cache or another service. */
  readonly liveness: HealthCheck;
  /** Passes while the process can serve users. */
  readonly readiness: HealthCheck;
  /**
   * Passes once the process has booted. Never make it depend on another service: it kills.
   *
   * @default - the liveness check
   */
  readonly startup?: HealthCheck;
}

/** Why one endpoint answers both questions. */
export interface SharedReason {
  /** The reason, for the next reader. It becomes an annotation of the pod. */
  readonly because: string;
}

const A_CHECK = instance(HealthCheck, "HealthCheck.http('/health/')");

/**
 * What the kubelet asks. Liveness (is the process beyond help?) and readiness (can it serve users now?) are different
 * questions with different consequences, so there is no way to give both the same endpoint by accident.
 */
export class HealthEndpoints {
  /**
   * A path for each question.
   *
   * @throws when both are the same path
   */
  public static separate(endpoints: SeparateEndpoints): HealthEndpoints {
    checkShapes('separate endpoints', endpoints, { liveness: required(text('/health/')), readiness: required(text('/ready/')) });
    return HealthEndpoints.checks({
      liveness: HealthCheck.http(endpoints.liveness),
      readiness: HealthCheck.http(endpoints.readiness),
    });
  }

  /**
   * A check for each question, of any kind.
   *
   * @throws when both ask the same
   */
  public static checks(checks: SeparateChecks): HealthEndpoints {
    checkShapes('separate checks', checks, { liveness: required(A_CHECK), readiness: required(A_CHECK), startup: A_CHECK });
    const endpoints = new HealthEndpoints(checks.readiness, checks.liveness, checks.startup ?? checks.liveness);
    endpoints._mustDiffer();
    return endpoints;
  }

  /** Readiness alone: nothing but the process's own exit restarts the container. */
  public static readinessOnly(path: string): HealthEndpoints {
    return new HealthEndpoints(HealthCheck.http(path));
  }

  /** Liveness alone, for a process that nobody sends requests to: a queue worker, a scheduler. */
  public static livenessOnly(check: HealthCheck): HealthEndpoints {
    checkShape('the liveness check', check, required(A_CHECK));
    return new HealthEndpoints(undefined, check, check);
  }

  /**
   * One path for both questions. Liveness then acts strictly later than readiness, and the reason is kept as an
   * annotation.
   *
   * @throws when no reason is given
   */
  public static shared(path: string, reason: SharedReason): HealthEndpoints {
    checkShapes('HealthEndpoints.shared with the reason', reason, { because: required(text('the vendor image has no other endpoint')) });
    if (!reason.because.trim()) {
      throw new Rejection(
        'HealthEndpoints.shared with an empty reason',
        'the next reader has to know why one endpoint answers two questions',
        "say it: { because: 'the vendor image has no other endpoint' }",
      );
    }
    const check = HealthCheck.http(path);
    return new HealthEndpoints(check, check, check, reason.because.trim());
  }

  /** May users be sent here? */
  public readonly readiness?: HealthCheck;
  /** Is the process beyond help? */
  public readonly liveness?: HealthCheck;
  /** Has the process booted? */
  public readonly startup?: HealthCheck;
  /** Why liveness and readiness are one check, where they are. */
  public readonly because?: string;

  private constructor(readiness?: HealthCheck, liveness?: HealthCheck, startup?: HealthCheck, because?: string) {
    this.readiness = readiness;
    this.liveness = liveness;
    this.startup = startup;
    this.because = because;
  }

  /**
   * @param servedPort what a check without a port asks, where that is known
   * @throws when liveness and readiness ask the same and no reason was given
   * @internal
   */
  public _mustDiffer(servedPort?: number): void {
    if (this.because === undefined && this.readiness && this.liveness?.asksTheSameAs(this.readiness, servedPort)) {
      throw new Rejection(
        `liveness = readiness = ${this.liveness.explain()}`,
        'whatever makes the pod unready would also restart it, a database outage among them',
        "give readiness an endpoint of its own, or say why one must do with HealthEndpoints.shared(path, { because: '…' })",
      );
    }
  }
}
