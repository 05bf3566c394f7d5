import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { ApiObject, Lazy } from 'cdk8s';
import type { Duration } from 'cdk8s';
import type { IConstruct, IMixin } from 'constructs';
import { GunicornCarrier } from './gunicorn-carrier';
import { amend, AmendmentRank } from '../synthesis/amendment';
import type { Json } from '../synthesis/json';
import { limitsOf } from './private/container-limits';
import { CONF_VOLUME, METRICS_VOLUME, setOnce } from '../synthesis/environment';
import { annotate, isServingWorkload, mapContainer, mapPodSpec, mapTemplate, withItem } from '../synthesis/pod-template';
import { commandArguments, configurationFile, gunicornSettings } from '../workers/gunicorn-settings';
import type { GunicornSetting } from '../workers/gunicorn-settings';
import { METRICS_DIRECTORY_HEAD } from '../workers/metrics-directory';
import type { WorkerPlan } from '../workers/worker-plan';
import { WorkerPolicy } from '../workers/worker-policy';
import { checkPort } from '../props/port';
import { Rejection } from '../props/rejection';

/** The addresses that the cluster gives its pods. */
export enum IpFamily {
  /** IPv4 only: gunicorn binds `0.0.0.0`. */
  IPV4 = 'IPv4',
  /** IPv6, or both: gunicorn binds `[::]`, which on Linux answers IPv4 as well. */
  IPV6 = 'IPv6',
  /** Both. */
  DUAL_STACK = 'dual-stack',
}

/** How many workers, and how they come to know. */
export interface GunicornWorkersProps {
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
   * How the settings reach gunicorn.
   *
   * @default GunicornCarrier.environment()
   */
  readonly carrier?: GunicornCarrier;
  /**
   * Where the workers share their Prometheus metrics (`PROMETHEUS_MULTIPROC_DIR`), wiped at start. Needs a file as
   * carrier: numbers of processes that are gone would be scraped for ever.
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

/** Environment variables that carry the plan; a value of the user's own would contradict it. */
export const GUNICORN_VARIABLES = ['PORT', 'GUNICORN_CMD_ARGS', 'WEB_CONCURRENCY'] as const;

const FILE_NAME = 'gunicorn.conf.py';
/** A few kilobytes for each metric of each process. */
const METRICS_SIZE = '64Mi';
const HASH_ANNOTATION = 'probewise.dev/gunicorn-conf';
/** What each ConfigMap holds, as its workload rendered it last. */
const FILES = new WeakMap<ApiObject, string>();
/** The container that reads each ConfigMap, as it was named. */
const READERS = new WeakMap<IConstruct, string | undefined>();

/**
 * A worker pool that fits its container, on any workload whose image runs gunicorn: `PORT`, the bind address, the number
 * and kind of workers and their times go in as environment, or as a configuration file.
 */
export class GunicornWorkers implements IMixin {
  private readonly plans = new WeakMap<ApiObject, WorkerPlan>();

  /**
   * @throws when both a policy and a plan are given, or metrics are to be shared without a file to wipe them
   */
  public constructor(private readonly props: GunicornWorkersProps = {}) {
    if (props.plan && (props.policy ?? props.slowestRequest)) {
      throw new Rejection('a worker plan beside a policy', 'the plan has been made already', 'give one of the two');
    }
    if (props.metricsDirectory !== undefined && !props.carrier?.path) {
      throw new Rejection(
        `metricsDirectory '${props.metricsDirectory}' with settings in the environment`,
        'the directory has to be wiped at start, which takes a configuration file',
        "use { carrier: GunicornCarrier.file('/app/gunicorn.conf.py') }",
      );
    }
    checkPort('port', props.port);
  }

  /** Workloads that keep running. */
  public supports(construct: IConstruct): boolean {
    return isServingWorkload(construct);
  }

  /** Puts the settings on the container, at synthesis. */
  public applyTo(construct: IConstruct): void {
    if (!isServingWorkload(construct)) {
      return;
    }
    const { container, carrier } = this.props;
    const file = carrier?.path ? this.configMapFor(construct) : undefined;
    amend(construct, {
      key: `GunicornWorkers ${container ?? ''}`,
      rank: AmendmentRank.WORKERS,
      apply: (object) => mapTemplate(object, (template) => this.addTo(construct, template, file)),
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
    object.toJson();
    const plan = this.plans.get(object);
    if (!plan) {
      throw new Rejection(
        `the worker plan of '${object.node.path}'`,
        'these workers were not applied to it',
        'apply them first: .with(workers)',
      );
    }
    return plan;
  }

  private addTo(workload: ApiObject, template: Json, configMap?: ApiObject): Json {
    let contents = '';
    const { carrier, container: name, metricsDirectory } = this.props;
    const steered = mapContainer(template, name, 'gunicorn workers', (container, spec) => {
      const { plan, port, list } = this.settingsFor(container, spec);
      this.plans.set(workload, plan);
      const variables = { PORT: String(port), WEB_CONCURRENCY: String(plan.workers) };
      if (!configMap) {
        return setOnce(container, { ...variables, GUNICORN_CMD_ARGS: commandArguments(list) });
      }
      contents = this.fileOf(list);
      const mounts: Json[] = [
        { name: CONF_VOLUME, mountPath: carrier!.path, subPath: FILE_NAME, readOnly: true },
        ...(metricsDirectory ? [{ name: METRICS_VOLUME, mountPath: metricsDirectory }] : []),
      ];
      return {
        ...setOnce(container, { ...variables, ...(metricsDirectory && { PROMETHEUS_MULTIPROC_DIR: metricsDirectory }) }, [
          'GUNICORN_CMD_ARGS',
        ]),
        volumeMounts: mounts.reduce<Json[]>((mounted, mount) => withOwn(mounted, mount, 'mountPath'), container.volumeMounts),
      };
    });
    if (!configMap) {
      return steered;
    }
    const volumes: Json[] = [
      { name: CONF_VOLUME, configMap: { name: configMap.name, items: [{ key: FILE_NAME, path: FILE_NAME }] } },
      ...(metricsDirectory ? [{ name: METRICS_VOLUME, emptyDir: { sizeLimit: METRICS_SIZE } }] : []),
    ];
    FILES.set(configMap, contents);
    // A change of the file alone would leave the pods as they are.
    return mapPodSpec(
      annotate(steered, { [HASH_ANNOTATION]: createHash('sha256').update(contents).digest('hex').slice(0, 16) }),
      (spec) => ({ ...spec, volumes: volumes.reduce<Json[]>((list, volume) => withOwn(list, volume, 'name'), spec.volumes) }),
    );
  }

  private fileOf(settings: readonly GunicornSetting[]): string {
    return (this.props.metricsDirectory ? METRICS_DIRECTORY_HEAD : '') + configurationFile(settings);
  }

  private settingsFor(container: Json, spec: Json): { plan: WorkerPlan; port: number; list: GunicornSetting[] } {
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
    return { plan, port, list: gunicornSettings(plan, [`${host}:${port}`]) };
  }

  private planFor(container: Json, spec: Json): WorkerPlan {
    return (this.props.policy ?? WorkerPolicy.fit())._planFor({
      ...limitsOf(container, spec),
      slowestRequest: this.props.slowestRequest?.toSeconds({ integral: false }),
    });
  }

  /** Rendered with the workload, so that both speak of the same plan. Beside it: a pod mounts only what is in its namespace. */
  private configMapFor(workload: ApiObject): ApiObject {
    const id = 'gunicorn-conf';
    const existing = workload.node.tryFindChild(id);
    if (existing && READERS.get(existing) !== this.props.container) {
      throw new Rejection(
        `a gunicorn configuration file for container '${this.props.container ?? '(first)'}'`,
        'another container of the pod has one already',
        'use GunicornCarrier.environment() for one of them',
      );
    }
    if (existing) {
      return existing as ApiObject;
    }
    const { namespace } = workload.metadata;
    const map: ApiObject = new ApiObject(workload, id, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      ...(namespace && { metadata: { namespace } }),
      data: { [FILE_NAME]: Lazy.any({ produce: () => workload.toJson() && FILES.get(map) }) },
    });
    READERS.set(map, this.props.container);
    return map;
  }
}

/**
 * The list with a mount or a volume of ours.
 *
 * @throws when something else is in its place: gunicorn would read that, and the plan would be lost without a word
 */
function withOwn(list: Json[] | undefined, item: Json, key: 'mountPath' | 'name'): Json[] {
  const rival = list?.find((one) => one[key] === item[key]);
  if (rival && !isDeepStrictEqual(rival, item)) {
    throw new Rejection(
      key === 'name' ? `a volume '${item.name}'` : `a mount at '${item.mountPath}'`,
      'the plan needs its place',
      'remove it, or give it another name or path',
    );
  }
  return withItem(list, item, key);
}
