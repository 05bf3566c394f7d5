import type { PoolSettings } from './pool/pool-settings';

/** What the manifests cannot say about the world, as a user states it. Times in seconds. */
export interface ScenarioOptions {
  /** @default - `spec.replicas` */
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
   * @default - half of what the pods can do
   */
  readonly load?: number;
  /**
   * Mean time of a request on an idle process.
   *
   * @default 0.1
   */
  readonly serviceTime?: number;
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
  extends Required<Omit<ScenarioOptions, 'trace' | 'dependencyNoticed'>>, Pick<ScenarioOptions, 'dependencyNoticed'> {
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

/** Options win over annotations, and these over defaults. */
export function assume(
  options: ScenarioOptions,
  annotations: ReadonlyMap<string, string>,
  replicas: number | undefined,
  settings: PoolSettings,
): Assumptions {
  const list: Assumption[] = [];
  const note = (name: string, value: number, origin: string): number => {
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
  const pods =
    options.replicas !== undefined
      ? note('replicas', options.replicas, 'option')
      : replicas !== undefined
        ? note('replicas', replicas, 'manifest')
        : note('replicas', 1, 'default');
  const values = {
    boot: take('boot'),
    serviceTime: take('serviceTime'),
    cpuShare: take('cpuShare'),
    clientTimeout: take('clientTimeout'),
    dependencyPatience: take('dependencyPatience'),
    propagation: take('propagation'),
    longestBackOff: take('longestBackOff'),
    leak: take('leak'),
    seed: take('seed'),
  };
  const stated = Number(annotations.get(ANNOTATIONS.load));
  const load =
    options.load !== undefined
      ? note('load', options.load, 'option')
      : stated > 0
        ? note('load', stated, 'annotation')
        : note('load', capacity({ ...values, replicas: pods }, settings) / 2, 'half of what the pods can do');
  const { singleProcessOOMKill = false } = options;
  const origin = options.singleProcessOOMKill !== undefined ? 'option' : 'default';
  list.push({ name: 'singleProcessOOMKill', value: String(singleProcessOOMKill), origin });
  const script = options.script === undefined ? 0 : note('script', options.script, 'option');
  const dependencyNoticed =
    options.dependencyNoticed === undefined ? undefined : note('dependencyNoticed', options.dependencyNoticed, 'option');
  return { ...values, script, dependencyNoticed, singleProcessOOMKill, replicas: pods, load, list };
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
