import type { Assumptions } from './assumptions';
import type { Controller } from './controller/controller';
import { controllerOf } from './controller/controller-of';
import { NodeDrain } from './controller/node-drain';
import type { UpdateStrategy } from './controller/update-strategy';
import type { PoolPodTemplate } from './pod/pool-pod-template';
import { servingPods, type ServingPod } from './pod/serving-pod';
import { Dependency } from './pool/dependency';
import { ProbeStatistics } from './probe-statistics';
import { Readiness } from './readiness';
import { milliseconds, seconds } from './time';
import { Course } from './traffic/course';
import { serviceTimes } from './traffic/load';
import { Traffic } from './traffic/traffic';
import { VirtualClock } from '../kubelet/clock';
import type { PodEvent } from '../kubelet/pod/pod-event';
import { Random } from '../kubelet/random';
import type { DisruptionBound } from '../manifest/disruption-budget';

export interface WorldProps {
  readonly assumptions: Assumptions;
  readonly template: PoolPodTemplate;
  readonly rollout: UpdateStrategy;
  /** Nothing where no ingress leads to the pods. Milliseconds. */
  readonly ingressTimeout?: number;
  /** Those that select the pods. */
  readonly disruptionBudgets: readonly DisruptionBound[];
  readonly onEvent?: (event: PodEvent) => void;
}

/** Longest a workload is given to become ready at first, and how often it is looked at meanwhile. Milliseconds. */
const [SETTLES_WITHIN, LOOK] = [900_000, 100];
/** When requests come at once, where it is asked for. Seconds. */
const BURST = 10;
/** Into how many windows the course of the traffic is divided: as many as a picture can show. */
const COURSE_WINDOWS = 120;

/** A workload on a cluster, its users, and what it depends on: what a scenario disturbs. */
export class World {
  public readonly clock = new VirtualClock();
  public readonly dependency: Dependency;
  /** The pods, and what makes and replaces them. */
  public readonly workload: Controller<ServingPod>;
  public readonly traffic: Traffic;
  public readonly template: PoolPodTemplate;
  public readonly probes = new ProbeStatistics();
  public workerTimeouts = 0;
  public workersRecycled = 0;
  public workersOutOfMemory = 0;
  /** Seconds after which all pods were ready for the first time. */
  public readyAfter: number | undefined;
  /** What came of draining the nodes, where they are drained. */
  public drained: NodeDrain | undefined;
  private readonly readiness: Readiness;
  /** When the disturbance began to be counted, in milliseconds. */
  private origin = 0;

  public constructor(private readonly props: WorldProps) {
    const { assumptions, template, rollout } = props;
    const { clock } = this;
    const random = Random.seeded(assumptions.seed);
    this.template = template;
    this.readiness = new Readiness(clock);
    this.dependency = new Dependency(clock, milliseconds(assumptions.dependencyPatience));
    this.workload = controllerOf({
      clock,
      template,
      strategy: rollout,
      onChange: () => this.noteReadiness(),
      makePod: servingPods({
        clock,
        dependency: this.dependency,
        random: random.stream('pods'),
        propagation: milliseconds(assumptions.propagation),
        longestBackOff: milliseconds(assumptions.longestBackOff),
        onEvent: (event) => this.hear(event),
        onAttempt: (attempt) => this.probes.note(attempt),
      }),
    });
    this.traffic = this.trafficWith(random.stream('traffic'));
  }

  public get assumptions(): Assumptions {
    return this.props.assumptions;
  }

  /** Lets something happen so many seconds after all pods were ready. */
  public at(after: number, happen: () => void): void {
    this.clock.at(this.origin + milliseconds(after), happen);
  }

  /** Drains the nodes of the pods that there are, one after the other. It passes over a DaemonSet, and stops at a Pod of its own. */
  public drainNodes(): void {
    const { disruptionBudgets, rollout } = this.props;
    if (rollout.kind === 'DaemonSet' || rollout.kind === 'Pod') {
      return;
    }
    this.drained = new NodeDrain(this.clock, this.workload, disruptionBudgets, rollout.replicas);
  }

  /**
   * Until all pods are ready and known to be; where `warm`, until they also serve, which without a readiness probe is later, and all
   * probes have begun to ask: what befalls a pod seldom does so in the first minutes of its life. So many seconds `later`, where a
   * pod that boots is not the matter.
   */
  public settle(warm: boolean, later = 0): void {
    while (!this.workload.complete && this.clock.now < SETTLES_WITHIN) {
      this.clock.runUntil(this.clock.now + LOOK);
    }
    this.readyAfter = this.workload.complete ? seconds(this.clock.now) : undefined;
    const { boot, propagation } = this.props.assumptions;
    this.clock.runUntil(this.clock.now + milliseconds(2 * propagation + (warm ? Math.max(boot, longestDelay(this.template)) + later : 0)));
    this.origin = this.clock.now;
    this.readiness.begin(this.workload.readyPods);
    this.probes.begin(this.origin);
  }

  /**
   * Users come for so many seconds; afterwards what is still open gets the time to end.
   *
   * @returns what became of the requests over time, where it is recorded
   */
  public run(duration: number): Course | undefined {
    const { assumptions, ingressTimeout = 0 } = this.props;
    const end = this.origin + milliseconds(duration);
    const course = this.props.onEvent && new Course(this.origin, milliseconds(duration) / COURSE_WINDOWS, COURSE_WINDOWS);
    this.traffic.run(end, course);
    if (assumptions.burst > 0) {
      this.at(BURST, () => this.traffic.burst(assumptions.burst));
    }
    this.clock.runUntil(end);
    this.readiness.end(this.workload.readyPods);
    this.probes.end(end);
    this.clock.runUntil(end + Math.max(milliseconds(assumptions.clientTimeout), ingressTimeout) + 1000);
    this.traffic.close();
    return course;
  }

  public get secondsWithoutReadyPod(): number {
    return seconds(this.readiness.without);
  }

  private trafficWith(random: Random): Traffic {
    const { assumptions, ingressTimeout } = this.props;
    const { workload } = this;
    return new Traffic({
      clock: this.clock,
      random,
      requestsPerSecond: assumptions.load,
      arrivals: assumptions.arrivals,
      serviceTime: serviceTimes(milliseconds(assumptions.serviceTime), assumptions.serviceTimes),
      cpuShare: assumptions.cpuShare,
      endpoint: { dependent: true, without: '500' },
      clientTimeout: milliseconds(assumptions.clientTimeout),
      ingressTimeout,
      // kube-proxy falls back on terminating endpoints (`pkg/proxy/topology.go`, `CategorizeEndpoints`); an ingress controller does not.
      backends: () => (workload.backends.length || ingressTimeout !== undefined ? workload.backends : workload.terminatingBackends),
    });
  }

  private hear(event: PodEvent): void {
    this.workerTimeouts += Number(event.kind === 'worker timed out');
    this.workersRecycled += Number(event.kind === 'worker recycled');
    this.workersOutOfMemory += Number(event.kind === 'worker out of memory');
    this.props.onEvent?.(event);
  }

  private noteReadiness(): void {
    // A controller makes its first pods while it is itself being made.
    if (this.workload as Controller<ServingPod> | undefined) {
      this.readiness.note(this.workload.readyPods);
    }
  }
}

/** Of its probes. Seconds. */
function longestDelay({ containers }: PoolPodTemplate): number {
  return Math.max(0, ...containers.flatMap(({ probes }) => Object.values(probes).map((probe) => probe?.timing.initialDelaySeconds ?? 0)));
}
