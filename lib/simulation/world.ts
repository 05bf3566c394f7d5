import type { Assumptions } from './assumptions';
import { VirtualClock } from '../kubelet/clock';
import { Deployment, type RolloutSettings } from './controller/deployment';
import type { PodEvent } from '../kubelet/pod/pod-event';
import type { PodTemplate } from '../kubelet/pod/pod-template';
import { Dependency } from './pool/dependency';
import { Random } from '../kubelet/random';
import { Course } from './traffic/course';
import { Traffic } from './traffic/traffic';

export interface WorldProps {
  readonly assumptions: Assumptions;
  readonly template: PodTemplate;
  readonly rollout: RolloutSettings;
  /** Nothing where no ingress leads to the pods. Milliseconds. */
  readonly ingressTimeout?: number;
  /** Pods that may be taken away on purpose, of so many. */
  readonly disruptionsAllowed: (pods: number) => number;
  readonly onEvent?: (event: PodEvent) => void;
}

/** Longest a workload is given to become ready at first. Seconds. */
const SETTLES_WITHIN = 900;
/** Into how many windows the course of the traffic is divided: as many as a picture can show. */
const COURSE_WINDOWS = 120;

/** A workload on a cluster, its users, and what it depends on: what a scenario disturbs. */
export class World {
  public readonly clock = new VirtualClock();
  public readonly dependency: Dependency;
  public readonly deployment: Deployment;
  public readonly traffic: Traffic;
  public readonly template: PodTemplate;
  public workerTimeouts = 0;
  public workersOutOfMemory = 0;
  /** Seconds after which all pods were ready for the first time. */
  public readyAfter: number | undefined;
  /** When the disturbance began to be counted, in milliseconds. */
  private origin = 0;
  private unreadySince: number | undefined;
  private unready = 0;

  public constructor(private readonly props: WorldProps) {
    const { assumptions, template, rollout, ingressTimeout } = props;
    const { clock } = this;
    const random = Random.seeded(assumptions.seed);
    this.template = template;
    this.dependency = new Dependency(clock, assumptions.dependencyPatience * 1000);
    this.deployment = new Deployment({
      clock,
      template,
      settings: rollout,
      dependency: this.dependency,
      random: random.stream('pods'),
      propagation: assumptions.propagation * 1000,
      longestBackOff: assumptions.longestBackOff * 1000,
      onChange: () => this.noteReadiness(),
      onEvent: (event) => {
        this.workerTimeouts += Number(event.kind === 'worker timed out');
        this.workersOutOfMemory += Number(event.kind === 'worker out of memory');
        props.onEvent?.(event);
      },
    });
    this.traffic = new Traffic({
      clock,
      random: random.stream('traffic'),
      requestsPerSecond: assumptions.load,
      serviceTime: assumptions.serviceTime * 1000,
      cpuShare: assumptions.cpuShare,
      endpoint: { dependent: true, without: '500' },
      clientTimeout: assumptions.clientTimeout * 1000,
      ingressTimeout,
      // kube-proxy falls back on terminating endpoints (`pkg/proxy/topology.go`, `CategorizeEndpoints`); an ingress controller does not.
      backends: () =>
        this.deployment.backends.length || ingressTimeout !== undefined ? this.deployment.backends : this.deployment.terminatingBackends,
    });
  }

  public get assumptions(): Assumptions {
    return this.props.assumptions;
  }

  /** Lets something happen so many seconds after all pods were ready. */
  public at(seconds: number, happen: () => void): void {
    this.clock.at(this.origin + seconds * 1000, happen);
  }

  /** Pods that the disruption budgets let go now. */
  public disruptionsAllowed(): number {
    const { replicas } = this.props.rollout;
    return this.props.disruptionsAllowed(replicas) - (replicas - Math.min(this.deployment.readyPods, replicas));
  }

  /** Until all pods are ready and known to be; where `warm`, until they also serve, which without a readiness probe is later. */
  public settle(warm: boolean): void {
    while (!this.deployment.complete && this.clock.now < SETTLES_WITHIN * 1000) {
      this.clock.runUntil(this.clock.now + 100);
    }
    this.readyAfter = this.deployment.complete ? this.clock.now / 1000 : undefined;
    const { boot, propagation } = this.props.assumptions;
    this.clock.runUntil(this.clock.now + 1000 * (2 * propagation + (warm ? boot : 0)));
    this.origin = this.clock.now;
    this.unready = 0;
    this.unreadySince = undefined;
    this.noteReadiness();
  }

  /**
   * Users come for so many seconds; afterwards what is still open gets the time to end.
   *
   * @returns what became of the requests over time, where it is recorded
   */
  public run(seconds: number): Course | undefined {
    const { assumptions, ingressTimeout = 0 } = this.props;
    const end = this.origin + seconds * 1000;
    const course = this.props.onEvent && new Course(this.origin, (seconds * 1000) / COURSE_WINDOWS, COURSE_WINDOWS);
    this.traffic.run(end, course);
    this.clock.runUntil(end);
    this.noteReadiness();
    this.endUnready();
    this.clock.runUntil(end + Math.max(assumptions.clientTimeout * 1000, ingressTimeout) + 1000);
    this.traffic.close();
    return course;
  }

  public get secondsWithoutReadyPod(): number {
    return this.unready / 1000;
  }

  private noteReadiness(): void {
    // A Deployment makes its first pods while it is itself being made.
    if ((this.deployment as Deployment | undefined)?.readyPods === 0) {
      this.unreadySince ??= this.clock.now;
    } else {
      this.endUnready();
    }
  }

  private endUnready(): void {
    if (this.unreadySince !== undefined) {
      this.unready += this.clock.now - this.unreadySince;
      this.unreadySince = undefined;
    }
  }
}
