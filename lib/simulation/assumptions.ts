import type { PoolSettings } from './pool/pool-settings';
import { meanOf, type Arrivals, type ServiceTime } from './traffic/load';
import type { Workload } from '../manifest/workload';

/** What the manifests cannot say about the world, as a user states it. Times in seconds. */
export interface ScenarioOptions {
  /** @default - what an autoscaler leaves at least, else `spec.replicas` */
  readonly replicas?: number;
  /**
   * From the start of the container until its workers serve.
   *
   * @default 5
   */
  readonly boot?: number;
  /**
   * The part of it that a start-up script takes: nobody listens yet, and a worker that is replaced later does without it.
   *
   * @default 0
   */
  readonly script?: number;
  /**
   * Requests a second, over all pods.
   *
   * @default - half a request in service for each CPU that the pods can use; none where no Service for users leads to them
   */
  readonly load?: number;
  /**
   * When they come: independent of each other, or at the same distance.
   *
   * @default 'random'
   */
  readonly arrivals?: Arrivals;
  /**
   * Requests that come at the same moment beside them, 10 s after the pods are ready.
   *
   * @default 0
   */
  readonly burst?: number;
  /**
   * Mean time of a request on an idle process.
   *
   * @default 0.1
   */
  readonly serviceTime?: number;
  /**
   * Several times instead of a mean, each with its share of the requests: 95 % take 20 ms, 5 % take 2 s.
   *
   * @default - times that are spread exponentially around `serviceTime`
   */
  readonly serviceTimes?: readonly ServiceTime[];
  /**
   * The part of a request that is computing, 0 to 1.
   *
   * @default 0.3
   */
  readonly cpuShare?: number;
  /** @default 30 */
  readonly clientTimeout?: number;
  /**
   * After which a request gives up on a dependency that hangs.
   *
   * @default 13
   */
  readonly dependencyPatience?: number;
  /**
   * For which a dependency hangs before a health endpoint says so that answers from the last result of a check in the background, and
   * never waits.
   *
   * @default - health endpoints ask the dependency themselves, and wait
   */
  readonly dependencyNoticed?: number;
  /**
   * From a change of readiness until ingress and nodes act on it.
   *
   * @default 1
   */
  readonly propagation?: number;
  /**
   * The longest wait before a restart: the kubelet's `crashLoopBackOff.maxContainerRestartPeriod`.
   *
   * @default 300
   */
  readonly longestBackOff?: number;
  /**
   * KiB that a request leaves behind in its worker, in `memory-squeeze`.
   *
   * @default 64
   */
  readonly leak?: number;
  /**
   * Whether the kernel kills one process that is over the limit, and not the whole container: the kubelet's
   * `singleProcessOOMKill`, and every node with cgroup v1 or a kubelet before 1.28.
   *
   * @default false
   */
  readonly singleProcessOOMKill?: boolean;
  /** @default 1 */
  readonly seed?: number;
  /** Keeps what happened to the first pod. */
  readonly trace?: boolean;
}

/** Where a value comes from. */
export interface Assumption {
  readonly name: string;
  readonly value: number | string;
  /** `option`, `manifest`, `annotation`, `default`. */
  readonly origin: string;
}

/** Everything that a simulation takes for given. */
export interface Assumptions
  extends
    Required<Omit<ScenarioOptions, 'trace' | 'dependencyNoticed' | 'serviceTimes'>>,
    Pick<ScenarioOptions, 'dependencyNoticed' | 'serviceTimes'> {
  readonly list: readonly Assumption[];
}

/**
 * Annotations of the pod template that state what the manifests cannot: `probewise.dev/boot-seconds: "40"`. That of the constructs,
 * `probewise.dev/starts-within`, is none of them: it bounds the boot, and a boot that takes all of it is what `slow-boot` is for.
 */
const ANNOTATIONS = {
  boot: 'probewise.dev/boot-seconds',
  load: 'probewise.dev/requests-per-second',
  serviceTime: 'probewise.dev/service-time-seconds',
} as const;

const DEFAULTS = {
  boot: 5,
  serviceTime: 0.1,
  cpuShare: 0.3,
  clientTimeout: 30,
  dependencyPatience: 13,
  propagation: 1,
  longestBackOff: 300,
  leak: 64,
  seed: 1,
} as const;

/** What the manifests say of the world around a workload. */
export interface Circumstances {
  readonly workload: Pick<Workload, 'annotations' | 'replicas'>;
  /** Of the container that serves. */
  readonly pool: PoolSettings;
  /** Whether a Service for users leads to its pods. */
  readonly users: boolean;
  /** Pods that its autoscaler leaves at least, or its own replicas. */
  readonly fewest?: number;
}

/** Requests in service at a time for each CPU: a pool of one worker a CPU is half busy. */
const DEFAULT_BUSY = 0.5;

/** Options win over annotations, and these over defaults. */
export function assume(options: ScenarioOptions, circumstances: Circumstances): Assumptions {
  const { annotations } = circumstances.workload;
  const list: Assumption[] = [];
  const note = <T extends number | string>(name: string, value: T, origin: string): T => {
    list.push({ name, value, origin });
    return value;
  };
  const take = (name: keyof typeof DEFAULTS): number => {
    const annotation = name in ANNOTATIONS ? Number(annotations.get(ANNOTATIONS[name as keyof typeof ANNOTATIONS])) : NaN;
    return options[name] !== undefined
      ? note(name, options[name], 'option')
      : annotation > 0
        ? note(name, annotation, 'annotation')
        : note(name, DEFAULTS[name], 'default');
  };
  const stated = <T extends number | string>(name: string, option: T | undefined, otherwise: T): T =>
    option === undefined ? otherwise : note(name, option, 'option');
  const replicas = replicasOf(options, circumstances, note);
  const { serviceTimes } = options;
  const values = {
    boot: take('boot'),
    serviceTime: serviceTimes ? note('serviceTime', meanOf(serviceTimes), 'option, mean of several') : take('serviceTime'),
    cpuShare: take('cpuShare'),
    clientTimeout: take('clientTimeout'),
    dependencyPatience: take('dependencyPatience'),
    propagation: take('propagation'),
    longestBackOff: take('longestBackOff'),
    leak: take('leak'),
    seed: take('seed'),
  };
  const load = loadOf(options, circumstances, { replicas, serviceTime: values.serviceTime }, note);
  const { singleProcessOOMKill = false } = options;
  note('singleProcessOOMKill', String(singleProcessOOMKill), options.singleProcessOOMKill !== undefined ? 'option' : 'default');
  return {
    ...values,
    serviceTimes,
    script: stated('script', options.script, 0),
    arrivals: stated<Arrivals>('arrivals', options.arrivals, 'random'),
    burst: stated('burst', options.burst, 0),
    dependencyNoticed: options.dependencyNoticed && note('dependencyNoticed', options.dependencyNoticed, 'option'),
    singleProcessOOMKill,
    replicas,
    load,
    list,
  };
}

type Note = (name: string, value: number, origin: string) => number;

function replicasOf({ replicas }: ScenarioOptions, { workload, fewest }: Circumstances, note: Note): number {
  if (replicas !== undefined) {
    return note('replicas', replicas, 'option');
  }
  // An autoscaler that may leave none is taken to leave one: without a pod there is nothing to disturb.
  return fewest !== undefined && fewest !== workload.replicas
    ? note('replicas', Math.max(fewest, 1), 'manifest, the fewest of its autoscaler')
    : workload.replicas !== undefined
      ? note('replicas', workload.replicas, 'manifest')
      : note('replicas', 1, 'default');
}

function loadOf(
  { load }: ScenarioOptions,
  { workload: { annotations }, pool, users }: Circumstances,
  { replicas, serviceTime }: Pick<Assumptions, 'replicas' | 'serviceTime'>,
  note: Note,
): number {
  const stated = Number(annotations.get(ANNOTATIONS.load));
  const usable = Math.min(pool.cores, pool.workers);
  return !users
    ? note('load', 0, 'manifest, no Service for users leads to its pods')
    : load !== undefined
      ? note('load', load, 'option')
      : stated > 0
        ? note('load', stated, 'annotation')
        : note('load', (Math.max(replicas, 1) * DEFAULT_BUSY * usable) / serviceTime, 'half a request in service for each CPU');
}

/** Requests a second that the pods can answer: bound by their workers and threads, or by their CPUs. */
export function capacity(
  { replicas, serviceTime, cpuShare }: Pick<Assumptions, 'replicas' | 'serviceTime' | 'cpuShare'>,
  settings: PoolSettings,
): number {
  const slots = settings.concurrency === 'async' ? Infinity : settings.workers * settings.threads;
  const computing = Math.min(settings.cores, settings.workers) / (serviceTime * cpuShare);
  return Math.max(replicas, 1) * Math.min(slots / serviceTime, computing);
}
