import type { Duration, Size } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-28';
import type { IngressAccess } from './ingress-access';
import type { Metrics } from './metrics';
import type { Replicas } from './replicas';
import type { Route } from './route';
import type { Tls } from './tls';
import type { HealthEndpoints } from '../health/health-endpoints';
import type { PreStopDelay } from '../mixins/graceful-shutdown';
import type { IpFamily } from '../mixins/ip-family';
import type { PodHardeningProps } from '../mixins/pod-hardening';

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

/** How patient to be, as durations that a person can judge. */
export interface PatienceProps {
  /**
   * A boot within this time is never killed for being slow. Measure it cold, under the real CPU limit.
   *
   * @default Duration.minutes(1)
   */
  readonly startsWithin?: Duration;
  /**
   * A pod that stops answering gets no more traffic after this at the latest.
   *
   * @default Duration.seconds(20)
   */
  readonly removeAfter?: Duration;
  /**
   * A dead process is restarted after this at the latest.
   *
   * @default - the shortest that outlasts the slowest request and acts later than readiness
   */
  readonly restartAfter?: Duration;
  /**
   * How long the slowest healthy request takes. Liveness sits through it, and a deploy waits for it.
   *
   * @default Duration.seconds(60), the read timeout of the common ingress controllers
   */
  readonly slowestRequest?: Duration;
  /**
   * Silence that liveness forgives.
   *
   * @default - the slowest request
   */
  readonly patience?: Duration;
  /**
   * How long init containers may take. Counts towards the deadline of a rollout.
   *
   * @default - no time
   */
  readonly initWithin?: Duration;
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
export interface WebServiceProps extends PatienceProps {
  /** The image, with a tag or digest that says which version runs. */
  readonly image: string;
  /** What the kubelet asks. */
  readonly health: HealthEndpoints;
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
   * The hosts that users name. Without any, the service is reached from inside the cluster only.
   *
   * @default - none
   */
  readonly hosts?: string[];
  /**
   * Where TLS ends.
   *
   * @default - nowhere: users come over plain HTTP
   */
  readonly tls?: Tls;
  /**
   * How users find the service from outside. Needs hosts.
   *
   * @default Route.ingress(), where hosts are given
   */
  readonly route?: Route;
  /**
   * The addresses that the cluster gives its pods.
   *
   * @default IpFamily.IPV4
   */
  readonly ipFamily?: IpFamily;
  /**
   * How a pod leaves.
   *
   * @default - 10 s of delay by an exec'd sleep
   */
  readonly shutdown?: ShutdownProps;
  /**
   * What hardening still needs to be told.
   *
   * @default - UID 10001, 256 MiB of /tmp
   */
  readonly hardening?: PodHardeningProps;
  /**
   * Metrics for Prometheus.
   *
   * @default - none
   */
  readonly metrics?: Metrics;
  /**
   * Who may connect to the pods.
   *
   * @default - everybody the cluster lets
   */
  readonly access?: IngressAccess;
}
