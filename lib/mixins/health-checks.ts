import type { Duration } from 'cdk8s';
import type { IConstruct, IMixin } from 'constructs';
import { refuseProbesOf, withoutProbes } from './private/existing-probes';
import { HEALTH_CHECKS } from './private/shapes';
import { Targets } from './private/targets';
import type { WorkloadSelection } from './workload-selection';
import { amend, AmendmentRank } from '../synthesis/amendment';
import type { Json } from '../synthesis/json';
import { annotate, containerName, isServingWorkload, mapContainer, mapTemplate, SERVING_WORKLOAD } from '../synthesis/pod-template';
import { HealthCheckKind } from '../health/health-check-options';
import { HEALTH } from '../health/health-props';
import type { HealthProps } from '../health/health-props';
import { HealthPlan } from '../health/health-plan';
import { probeJson } from '../health/probe-json';
import type { ServedPort } from '../health/probe-json';
import { DEFAULT_PROGRESS_DEADLINE } from '../manifest/rollout';
import { checkPort } from '../props/port';
import { startsWithin } from '../conventions/annotations';
import { Rejection } from '../props/rejection';
import { checkShapes } from '../props/shape';

/** What to ask a container, how patiently, and how the question reaches it. */
export interface HealthChecksProps extends HealthProps, WorkloadSelection {
  /**
   * Replace probes that the container has. Otherwise they are an error: what answers `redis-cli ping` is no web application, and a
   * probe that somebody wrote has a reason.
   *
   * @default false; only the TCP startup probe that cdk8s-plus adds by itself is always replaced
   */
  readonly replace?: boolean;
  /**
   * The container that is asked.
   *
   * @default - the one that `kubectl` would pick: the annotated default container, or the first
   */
  readonly container?: string;
  /**
   * The port that serves the users.
   *
   * @default - the first TCP port that the container declares
   */
  readonly port?: number;
  /**
   * The host that users name. Sent as `Host`, since an application that checks its hosts answers the kubelet's own
   * `<pod IP>:<port>` with 400.
   *
   * @default - the kubelet's
   */
  readonly host?: string;
  /**
   * Users come over TLS that ends before the pod. Sent as `X-Forwarded-Proto: https`, since an application that redirects
   * to https answers 301 otherwise, which a probe counts as success whatever the state of the application.
   *
   * @default false
   */
  readonly tls?: boolean;
  /**
   * How long init containers may take. Counts towards the deadline of a rollout.
   *
   * @default - no time
   */
  readonly initWithin?: Duration;
}

/** Beyond the sum of what a pod may take: scheduling and pulling the image. */
const PROGRESS_MARGIN = 120;
const SHARED_ANNOTATION = 'probewise.dev/shared-health-endpoint';

/**
 * Startup, readiness and liveness probes on any workload that keeps running, derived from intentions.
 *
 * It is about one application: said to an `Include` or a chart of several workloads, it takes the one that a Service sends users to,
 * and refuses to choose where there are more (`workload` says which). The TCP startup probe that cdk8s-plus adds by itself, which
 * would kill a slow boot after 30 s, is replaced; other probes that the container has are an error unless `replace` is set.
 */
export class HealthChecks implements IMixin {
  /** The probes, and the arithmetic behind them. */
  public readonly plan: HealthPlan;
  private readonly targets: Targets;

  /**
   * @throws when the intentions contradict each other
   */
  public constructor(private readonly props: HealthChecksProps) {
    checkShapes('HealthChecks', props, { ...HEALTH, ...HEALTH_CHECKS });
    checkPort('port', props.port);
    this.plan = HealthPlan.of(props.endpoints, props);
    this.targets = new Targets({ mixin: 'HealthChecks', fits: isServingWorkload, looksFor: SERVING_WORKLOAD, single: true }, props);
  }

  /** Workloads that keep running; a Job has no traffic to be ready for. */
  public supports(construct: IConstruct): boolean {
    return this.targets.supports(construct);
  }

  /** Puts the probes on the container, at synthesis. */
  public applyTo(construct: IConstruct): void {
    const key = `HealthChecks ${this.props.container ?? ''}`;
    this.targets.applyTo(construct, (workload) =>
      amend(workload, { key, rank: AmendmentRank.HEALTH, apply: (object) => ({ object: this.addTo(object) }) }),
    );
  }

  private addTo(object: Json): Json {
    const checked = mapTemplate(object, (template) =>
      mapContainer(annotate(template, this.promises(template)), this.props.container, 'health checks', (container) =>
        this.probe(container),
      ),
    );
    return object.kind === 'Deployment' || object.kind === 'Rollout' ? this.allowTime(checked) : checked;
  }

  /** What no field says, and a later change of a field must not break. */
  private promises(template: Json): Record<string, string> {
    const {
      endpoints: { because },
      startup,
      startsWithinSeconds,
    } = this.plan;
    const container = containerName(template, this.props.container);
    return {
      ...(because && { [SHARED_ANNOTATION]: because }),
      ...(startup && container && { [startsWithin(container)]: String(startsWithinSeconds) }),
    };
  }

  private probe(container: Json): Json {
    if (!this.props.replace) {
      refuseProbesOf(container);
    }
    const { startup, readiness, liveness } = this.plan;
    const served = this.servedPort(container);
    this.checkPortNames(container);
    return {
      ...withoutProbes(container),
      ...(startup && { startupProbe: probeJson(startup, served, this.headers()) }),
      ...(readiness && { readinessProbe: probeJson(readiness, served, this.headers()) }),
      ...(liveness && { livenessProbe: probeJson(liveness, served, this.headers()) }),
    };
  }

  private headers(): Record<string, string> {
    const { host, tls } = this.props;
    return { ...(host && { Host: host }), ...(tls && { 'X-Forwarded-Proto': 'https' }) };
  }

  private servedPort(container: Json): ServedPort {
    const declared: Json[] = (container.ports ?? []).filter((port: Json) => (port.protocol ?? 'TCP') === 'TCP');
    const { port } = this.props;
    const match = port === undefined ? declared[0] : declared.find(({ containerPort }) => containerPort === port);
    const number = port ?? match?.containerPort;
    if (number === undefined && this.needsPort()) {
      throw new Rejection(
        `health checks for container '${container.name}' without a port`,
        'the container declares no TCP port to ask',
        'say which one: { port: 8080 }',
      );
    }
    return { number, name: match?.name };
  }

  /** The kubelet looks a name up among the ports of the container that it asks, and nowhere else (`pkg/probe/util.go`). */
  private checkPortNames(container: Json): void {
    const names: string[] = (container.ports ?? []).flatMap(({ name }: Json) => name ?? []);
    for (const probe of [this.plan.startup, this.plan.readiness, this.plan.liveness]) {
      const name = probe?.check.portName;
      if (name !== undefined && !names.includes(name)) {
        throw new Rejection(
          `port name '${name}' for container '${container.name}'`,
          names.length ? `the container names only ${names.map((one) => `'${one}'`).join(', ')}` : 'the container names none of its ports',
          'declare the port under that name, or give its number: { port: 8080 }',
        );
      }
    }
  }

  private needsPort(): boolean {
    const { startup, readiness, liveness } = this.plan;
    return [startup, readiness, liveness].some(
      (probe) => probe && probe.check.kind !== HealthCheckKind.EXEC && (probe.check.port ?? probe.check.portName) === undefined,
    );
  }

  /** A rollout must not be called failed while its pods are still within what they were promised. */
  private allowTime(object: Json): Json {
    const needed =
      (this.props.initWithin?.toSeconds({ integral: false }) ?? 0) +
      this.plan.readyWithinSeconds +
      (object.spec.minReadySeconds ?? 0) +
      PROGRESS_MARGIN;
    const progressDeadlineSeconds = Math.max(object.spec.progressDeadlineSeconds ?? DEFAULT_PROGRESS_DEADLINE, Math.ceil(needed));
    return { ...object, spec: { ...object.spec, progressDeadlineSeconds } };
  }
}
