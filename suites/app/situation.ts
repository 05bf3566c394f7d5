import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pod } from './deployed';
import type { Servers } from './deployed';
import { PlayedPod } from './played-pod';
import type { Compared } from './verification';
import { fetchFrom } from '../e2e/http';
import type { Json } from '../e2e/manifests';
import { eventually } from '../e2e/processes';
import type { Clock } from '../../lib/kubelet/clock';
import type { PodEvent, PodEventKind } from '../../lib/kubelet/pod/pod-event';
import { Request } from '../../lib/simulation/pool/request';
import { Random } from '../../lib/kubelet/random';
import { serviceTimes } from '../../lib/simulation/traffic/load';
import { Traffic, type Backend } from '../../lib/simulation/traffic/traffic';
import { Reading } from '../../lib/reading/reading';
import { runScenario, type World } from '../../lib/scenarios';

/** What both the model and the machine go through. Seconds. */
export interface Situation {
  readonly name: string;
  /** The synthesised objects, with what the situation is about changed. */
  readonly objects: Json[];
  /** Requests a second, and the mean time that each waits for others. */
  readonly load: number;
  readonly serviceTime: number;
  /** How long it is watched. */
  readonly seconds: number;
  /** Without one there is only the load. */
  readonly disturbance?: {
    readonly model: (world: World) => void;
    readonly real: (pod: PlayedPod, world: Surroundings) => void | Promise<void>;
  };
  readonly recovery?: {
    readonly after: number;
    readonly model: (world: World) => void;
    readonly real: (world: Surroundings) => void | Promise<void>;
  };
  /** Users ask for a page that needs the database, and not for one that only waits. */
  readonly pages?: boolean;
  /**
   * A little decides: one request more or less where the pool can just about serve them all, which worker accepts, which is left to
   * the kernel, or whether a restarted container has booted just before a probe or just after.
   */
  readonly byChance?: boolean;
}

/** What the pod depends on, as the machine has it. */
export interface Surroundings {
  readonly servers: Servers;
  readonly network?: { refuse(): void; swallow(): void; forward(): Promise<void> };
}

/** What was to be seen from outside. Seconds after the disturbance, or after the users came. */
export interface Seen {
  readonly restarts: number;
  readonly workerTimeouts: number;
  /** The part of the requests that was answered, 0 to 1. */
  readonly answered: number;
  readonly requests: number;
  /** The 99th percentile of those that were answered. */
  readonly slowest?: number;
  readonly unreadyAfter?: number;
  readonly readyAgainAfter?: number;
  readonly condemnedAfter?: number;
}

/** Of the requests that the machine gets, and of as many other ones as it takes to see what chance can do. */
const SEED = 1;
const CHANCES = 32;
/** How long boots take, in relation to the one that was measured: no two are the same. */
const BOOTS = [1, 0.9, 1.1];
/** How long the application waits for a connection to its database: `connect_timeout` in its settings. Seconds. */
const PATIENCE = 2;
/** When its readiness says that the database hangs: a result is too old after 10 s, and the last one was up to 2 s old already. Seconds. */
const NOTICED = 9;
/** Long enough for everything to be known to everybody. */
const SETTLED = 3;
/** Into the period of the readiness probe: when the disturbance comes matters up to a period, so both get it at the same moment. */
const PHASE = 100;

/**
 * When the disturbance comes: at the next moment that lies so far behind a readiness probe, in the first half of a period of the
 * liveness probe, which may be twice as long and is counted from the start of the kubelet.
 */
function momentAfter(now: number, readySince: number, period: number): number {
  const moment = readySince + PHASE + Math.ceil((now - readySince - PHASE) / period) * period;
  return moment % (2 * period) < period ? moment : moment + period;
}

function partsOf({ objects }: Situation) {
  const reading = Reading.ofObjects(objects).workloads.find(({ workload }) => !workload.finite)!;
  const { container } = reading.serving;
  const json = objects.find(({ kind }) => kind === 'Deployment').spec.template.spec.containers[0];
  return { reading, workload: reading.workload, container, json, period: (container.readiness?.timing.periodSeconds ?? 1) * 1000 };
}

interface Prediction {
  readonly seen: Seen;
  /** How long before the disturbance its users came. Milliseconds. */
  readonly lead: number;
}

/** What `simulate` says. */
function predicted(situation: Situation, boot: number, script: number, seed: number): Prediction {
  const { reading, period } = partsOf(situation);
  const { load, serviceTime, seconds, disturbance, recovery } = situation;
  let [began, lead] = [0, 0];
  const { trace, answered, requests, userLatency } = runScenario(
    {
      name: situation.name,
      invariant: '',
      duration: seconds + (2 * period) / 1000,
      judge: () => undefined,
      disturb(world) {
        began = momentAfter(world.clock.now, world.workload.pods[0].readySince!, period);
        lead = began - world.clock.now;
        world.clock.at(began, () => disturbance?.model(world));
        world.clock.at(began + (recovery?.after ?? 0) * 1000, () => recovery?.model(world));
      },
    },
    reading,
    {
      replicas: 1,
      boot,
      script,
      load,
      serviceTime,
      cpuShare: 0.01,
      dependencyPatience: PATIENCE,
      dependencyNoticed: NOTICED,
      seed,
      trace: true,
    },
  );
  const watched = trace!.filter(({ at }) => at >= began && at <= began + seconds * 1000);
  const seen = {
    restarts: count(watched, 'container started'),
    workerTimeouts: count(watched, 'worker timed out'),
    answered,
    requests,
    slowest: userLatency.p99 && userLatency.p99 / 1000,
    ...momentsOf(watched, began),
  };
  return { seen, lead };
}

/** What it says, and what this machine does. */
export async function compared(
  situation: Situation,
  surroundings: Surroundings,
  booted: () => void,
  others: Promise<void>,
): Promise<Compared> {
  const { workload, container, json, period } = partsOf(situation);
  const pod = await Pod.create(surroundings.servers);
  const played = new PlayedPod({ pod, container, json, gracePeriod: workload.gracePeriod });
  const health = container.liveness?.handler?.kind === 'httpGet' ? container.liveness.handler.path : '/health/';
  await eventually(
    () => listens(pod.port),
    60,
    () => played.output,
  );
  const script = played.clock.now / 1000;
  await eventually(
    () =>
      fetchFrom({ port: pod.port, path: health, headers: { Host: 'obcms.example.gov' } }).then(
        () => true,
        () => false,
      ),
    60,
    () => played.output,
  );
  const boot = played.clock.now / 1000;
  const predictions = Array.from({ length: situation.byChance ? CHANCES : 1 }, (_, index) => {
    const slower = BOOTS[index % BOOTS.length];
    return predicted(situation, slower * boot, slower * script, SEED + index);
  });
  const [{ lead }] = predictions;
  booted();
  await others;
  await eventually(
    () => played.inEndpoints,
    120,
    () => played.output,
  );
  const { clock } = played;
  // Users come as long before the disturbance as in the model.
  const began = momentAfter(clock.now + SETTLED * 1000 + lead, played.readySince!, period);
  const origin = began - lead;
  await sleep(origin - clock.now);
  const random = Random.seeded(SEED);
  const traffic = new Traffic({
    clock,
    random: random.stream('traffic'),
    requestsPerSecond: situation.load,
    serviceTime: serviceTimes(situation.serviceTime * 1000, undefined),
    cpuShare: 0.01,
    endpoint: { dependent: situation.pages === true, without: '500' },
    clientTimeout: 30_000,
    ingressTimeout: 60_000,
    backends: () => (played.inEndpoints ? [played] : []),
  });
  clock.at(began, () => void situation.disturbance?.real(played, surroundings));
  clock.at(began + (situation.recovery?.after ?? 0) * 1000, () => void situation.recovery?.real(surroundings));
  traffic.run(origin + situation.seconds * 1000 + 2 * period);
  await sleep(situation.seconds * 1000 + 2 * period);
  const workerTimeouts = played.output.match(/WORKER TIMEOUT/g)?.length ?? 0;
  const watched = played.events.filter(({ at }) => at >= began && at <= began + situation.seconds * 1000);
  for (let waited = 0; waited < 30 && traffic.statistics.sent > traffic.statistics.ended; waited += 0.5) {
    await sleep(500);
  }
  played.leave();
  traffic.close();
  const { statistics } = traffic;
  const slowest = statistics.latencies.within(0.99);
  const real = {
    restarts: count(watched, 'container started'),
    workerTimeouts,
    answered: statistics.sent ? statistics.of('ok') / statistics.sent : 1,
    requests: statistics.sent,
    slowest: slowest && slowest / 1000,
    ...momentsOf(watched, began),
  };
  return { model: predictions.map(({ seen }) => seen), real };
}

function listens(port: number): Promise<boolean> {
  return new Promise((settle) => {
    const socket = connect(port, '127.0.0.1');
    socket
      .once('connect', () => settle(true))
      .once('error', () => settle(false))
      .once('connect', () => socket.destroy());
  });
}

function count(events: readonly PodEvent[], wanted: PodEventKind): number {
  return events.filter(({ kind }) => kind === wanted).length;
}

function momentsOf(events: readonly PodEvent[], began: number): Pick<Seen, 'unreadyAfter' | 'readyAgainAfter' | 'condemnedAfter'> {
  const first = (kind: PodEventKind, after: number) => events.find((event) => event.kind === kind && event.at > after)?.at;
  const unready = first('not ready', began);
  const seconds = (at: number | undefined) => at && (at - began) / 1000;
  return {
    unreadyAfter: seconds(unready),
    readyAgainAfter: unready && seconds(first('ready', unready)),
    condemnedAfter: seconds(first('condemned', began)),
  };
}

/** Milliseconds. */
const BETWEEN = 20;

/** A request that takes long, or for ever. Nobody waits for its answer. */
export class LongRequest extends Request {
  public readonly endpoint = { dependent: false, without: '500' } as const;

  public constructor(
    public readonly wait: number,
    public readonly holdsInterpreter: boolean,
  ) {
    super();
  }

  public end(): void {}
}

export interface Holding {
  /** @default 1 */
  readonly requests?: number;
  /** @default - for ever */
  readonly milliseconds?: number;
  /** Whether the lock of the interpreter is held with it. */
  readonly interpreter?: boolean;
}

/** Threads are held by requests, one after the other: which worker takes the next is left to the kernel each time. */
export function hold(backend: Backend, clock: Clock, { requests = 1, milliseconds = Infinity, interpreter = false }: Holding = {}): void {
  for (let sent = 0; sent < requests; sent++) {
    clock.at(clock.now + sent * BETWEEN, () => backend.receive(new LongRequest(milliseconds, interpreter)));
  }
}
