import type { Duration, Size } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-28';
import type { Metrics } from './metrics';
import type { PodProps } from './pod-props';
import type { Replicas } from './replicas';
import type { TrafficProps } from './traffic-props';
import type { HealthProps } from '../health/health-props';
import type { PreStopDelay } from '../mixins/graceful-shutdown';

/** What one container may use. */
export interface ContainerResourcesProps {
  /** Memory limit, and request: a node that promises the same page twice kills somebody. */
  readonly memory: Size;
  /**
   * CPU request: what the scheduler keeps free, and what a worker pool is planned for.
   *
   * @default Cpu.millis(500)
   */
  readonly cpu?: Cpu;
  /**
   * CPU limit. Throttles a boot, and the probes with it.
   *
   * @default - none
   */
  readonly cpuLimit?: Cpu;
}

/** How a pod leaves. */
export interface ShutdownProps {
  /**
   * How long it goes on serving after it was told to go, while the endpoints are updated.
   *
   * @default Duration.seconds(10)
   */
  readonly delay?: Duration;
  /**
   * What waits.
   *
   * @default PreStopDelay.EXEC_SLEEP
   */
  readonly delayBy?: PreStopDelay;
  /**
   * How long the process may take to finish what it has accepted.
   *
   * @default - the slowest request
   */
  readonly drainsWithin?: Duration;
}

/** A web service: one container that serves users over HTTP, and everything it takes for a request to get there. */
export interface WebServiceProps {
  /** The image, with a tag or digest that says which version runs. */
  readonly image: string;
  /** What the kubelet asks, and how patient it is. */
  readonly health: HealthProps;
  /** What the container may use. */
  readonly resources: ContainerResourcesProps;
  /**
   * The port that the process binds. Said here and nowhere else: `PORT`, the container port, the probes, the Service and
   * the route follow.
   *
   * @default 8080
   */
  readonly port?: number;
  /**
   * Environment variables. Add those with a source through `.container.env`.
   *
   * @default - none
   */
  readonly environment?: { readonly [name: string]: string };
  /**
   * Replaces the image's ENTRYPOINT, in exec form: no shell reads it.
   *
   * @default - the image's own runs
   */
  readonly command?: string[];
  /**
   * Replaces the image's CMD, in exec form.
   *
   * @default - the image's own
   */
  readonly args?: string[];
  /**
   * How many pods run, and who decides.
   *
   * @default Replicas.fixed(2)
   */
  readonly replicas?: Replicas;
  /**
   * The requests of the users: how they get here, who may send them, how long they take.
   *
   * @default - from inside the cluster, over plain HTTP, a minute at most
   */
  readonly traffic?: TrafficProps;
  /**
   * How a pod leaves.
   *
   * @default - 10 s of delay by an exec'd sleep
   */
  readonly shutdown?: ShutdownProps;
  /**
   * What is true of the pod as a whole, and of every pod that runs the same image beside it.
   *
   * @default - UID 10001, 256 MiB of /tmp
   */
  readonly pod?: PodProps;
  /**
   * Metrics for Prometheus.
   *
   * @default - none
   */
  readonly metrics?: Metrics;
}
