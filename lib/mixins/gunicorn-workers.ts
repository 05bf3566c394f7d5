import { ApiObject } from 'cdk8s';
import type { Duration } from 'cdk8s';
import type { IConstruct, IMixin } from 'constructs';
import { GunicornConfig } from './gunicorn-config';
import { IpFamily } from './ip-family';
import { limitsOf } from './private/container-limits';
import { gunicornConfigMap } from './private/gunicorn-config-map';
import { steeredByEnvironment, steeredByFile } from './private/gunicorn-container';
import type { SettingsFile, Steering } from './private/gunicorn-container';
import { GUNICORN_WORKERS } from './private/shapes';
import { Targets } from './private/targets';
import type { WorkloadSelection } from './workload-selection';
import { amend, AmendmentRank, companionOf } from '../synthesis/amendment';
import type { Amended } from '../synthesis/amendment';
import type { Json } from '../synthesis/json';
import { isServingWorkload, mapTemplate, pickedContainer, SERVING_WORKLOAD, templateOf } from '../synthesis/pod-template';
import { gunicornSettings } from '../workers/gunicorn-settings';
import type { WorkerPlan } from '../workers/worker-plan';
import { WorkerPolicy } from '../workers/worker-policy';
import { checkPort } from '../props/port';
import { Rejection } from '../props/rejection';
import { checkShapes } from '../props/shape';

/** How many workers, and how they come to know. */
export interface GunicornWorkersProps extends WorkloadSelection {
  /**
   * Decides from the container's own limits, read at synthesis.
   *
   * @default WorkerPolicy.fit()
   */
  readonly policy?: WorkerPolicy;
  /**
   * A plan that was made already, instead of a policy.
   *
   * @default - `policy` makes one
   */
  readonly plan?: WorkerPlan;
  /**
   * How long the slowest healthy request takes; not together with `plan`, which knows it.
   *
   * @default - 60 s; for sync workers their timeout
   */
  readonly slowestRequest?: Duration;
  /**
   * The port to bind.
   *
   * @default - the first TCP port that the container declares
   */
  readonly port?: number;
  /**
   * The addresses that the cluster gives its pods.
   *
   * @default IpFamily.IPV4
   */
  readonly ipFamily?: IpFamily;
  /**
   * Where gunicorn finds the settings.
   *
   * @default GunicornConfig.environment()
   */
  readonly config?: GunicornConfig;
  /**
   * Where the workers share their Prometheus metrics (`PROMETHEUS_MULTIPROC_DIR`), wiped at start. Needs a
   * configuration file: numbers of processes that are gone would be scraped for ever.
   *
   * @default - nowhere
   */
  readonly metricsDirectory?: string;
  /**
   * The container that runs gunicorn.
   *
   * @default - the one that `kubectl` would pick: the annotated default container, or the first
   */
  readonly container?: string;
}

/** What the amendment of a workload comes to besides the workload. */
interface Outcome {
  readonly plan: WorkerPlan;
  /** What the settings file holds, where there is one. */
  readonly contents?: string;
}

/**
 * A worker pool that fits its container, on any workload whose image runs gunicorn: `PORT`, the bind address, the number
 * and kind of workers and their times go in as environment, or as a configuration file. It is about one application, as
 * `HealthChecks` is.
 */
export class GunicornWorkers implements IMixin {
  private readonly key: string;
  private readonly targets: Targets;

  /**
   * @throws when both a policy and a plan are given, or metrics are to be shared without a file to wipe them
   */
  public constructor(private readonly props: GunicornWorkersProps = {}) {
    checkShapes('GunicornWorkers', props, GUNICORN_WORKERS);
    if (props.plan && (props.policy ?? props.slowestRequest)) {
      throw new Rejection('a worker plan beside a policy', 'the plan has been made already', 'give one of the two');
    }
    if (props.metricsDirectory !== undefined && !props.config?.path) {
      throw new Rejection(
        `metricsDirectory '${props.metricsDirectory}' with settings in the environment`,
        'the directory has to be wiped at start, which takes a configuration file',
        "use { config: GunicornConfig.file('/app/gunicorn.conf.py') }",
      );
    }
    checkPort('port', props.port);
    this.targets = new Targets({ mixin: 'GunicornWorkers', fits: isServingWorkload, looksFor: SERVING_WORKLOAD, single: true }, props);
    this.key = `GunicornWorkers ${props.container ?? ''}`;
  }

  /** Workloads that keep running. */
  public supports(construct: IConstruct): boolean {
    return this.targets.supports(construct);
  }

  /** Puts the settings on the container, at synthesis. */
  public applyTo(construct: IConstruct): void {
    this.targets.applyTo(construct, (workload) => {
      const file = this.fileFor(workload);
      amend(workload, { key: this.key, rank: AmendmentRank.WORKERS, apply: (object) => this.steer(object, file) });
    });
  }

  /**
   * The plan for a workload that this was applied to, from what it is now: the arithmetic, what was assumed, what to mind.
   *
   * @param workload the workload, or its API object
   * @throws when the mixin was not applied to it, or no plan can fit
   */
  public planOf(workload: IConstruct): WorkerPlan {
    const object = ApiObject.of(workload);
    const outcome = companionOf(object, this.key) as Outcome | undefined;
    if (!outcome) {
      throw new Rejection(
        `the worker plan of '${object.node.path}'`,
        'these workers were not applied to it',
        'apply them first: .with(workers)',
      );
    }
    return outcome.plan;
  }

  private fileFor(workload: ApiObject): SettingsFile | undefined {
    const { config, container, metricsDirectory } = this.props;
    if (config?.path === undefined) {
      return undefined;
    }
    const configMap = gunicornConfigMap(workload, container, () => (companionOf(workload, this.key) as Outcome).contents!);
    return { path: config.path, configMap: configMap.name, metricsDirectory };
  }

  private steer(object: Json, file?: SettingsFile): Amended {
    const template = templateOf(object);
    const { plan, steering } = this.steeringFor(pickedContainer(template, this.props.container, 'gunicorn workers'), template.spec);
    if (!file) {
      const outcome: Outcome = { plan };
      return { object: mapTemplate(object, () => steeredByEnvironment(template, steering)), companion: outcome };
    }
    const steered = steeredByFile(template, steering, file);
    const outcome: Outcome = { plan, contents: steered.contents };
    return { object: mapTemplate(object, () => steered.template), companion: outcome };
  }

  private steeringFor(container: Json, spec: Json): { plan: WorkerPlan; steering: Steering } {
    const port: number | undefined =
      this.props.port ?? container.ports?.find((one: Json) => (one.protocol ?? 'TCP') === 'TCP')?.containerPort;
    if (port === undefined) {
      throw new Rejection(
        `gunicorn workers for container '${container.name}' without a port`,
        'the container declares no TCP port to bind',
        'say which one: { port: 8080 }',
      );
    }
    const plan = this.props.plan ?? this.planFor(container, spec);
    const host = (this.props.ipFamily ?? IpFamily.IPV4) === IpFamily.IPV4 ? '0.0.0.0' : '[::]';
    const settings = gunicornSettings(plan, [`${host}:${port}`], this.props.config?.path !== undefined);
    return { plan, steering: { container: this.props.container, port, workers: plan.workers, settings } };
  }

  private planFor(container: Json, spec: Json): WorkerPlan {
    return (this.props.policy ?? WorkerPolicy.fit())._planFor({
      ...limitsOf(container, spec),
      slowestRequest: this.props.slowestRequest?.toSeconds({ integral: false }),
    });
  }
}
