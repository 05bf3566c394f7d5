import { ApiObject, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { Metrics } from './metrics';
import { autoscaler } from './private/autoscaler';
import { declarePorts } from './private/declared-ports';
import { DEFAULT_CPU, DEFAULT_PORT, DEFAULT_REPLICAS } from './private/defaults';
import { disruptionBudget } from './private/disruption-budget';
import { httpRoute } from './private/http-route';
import { checkedLabelId } from './private/id';
import { ingress } from './private/ingress';
import { networkPolicy } from './private/network-policy';
import { METRICS_PORT_NAME, SERVICE_PORT, WEB_PORT_NAME } from './private/ports';
import { podMixins } from './private/pod-mixins';
import { checkProps } from './private/props-checks';
import { selfCheck } from './private/self-check';
import type { WebPod } from './private/web-pod';
import { serviceMonitor } from './private/service-monitor';
import { orderVariables, variablesOf } from './private/variables';
import type { Replicas } from './replicas';
import { Route } from './route';
import type { Tls } from './tls';
import type { WebServiceProps } from './web-service-props';
import type { HealthCheck } from '../health/health-check';
import type { HealthPlan } from '../health/health-plan';
import type { HealthProps } from '../health/health-props';
import { GracefulShutdown } from '../mixins/graceful-shutdown';
import { IpFamily } from '../mixins/ip-family';
import { HealthChecks } from '../mixins/health-checks';
import { amend, AmendmentRank } from '../synthesis/amendment';
import type { Json } from '../synthesis/json';
import { ServedPort } from '../mixins/served-port';
import { SpreadAcrossNodes } from '../mixins/spread-across-nodes';
import { SURGE_PERCENT } from '../workers/database-connections';
import { INGRESS_READ_TIMEOUT } from '../conventions/ingress-timeout';

/** A Deployment, a Service, and a route for users, with probes that ask different questions and a shutdown that loses no request. */
export class WebService extends Construct {
  /** The Deployment. */
  public readonly deployment: kplus.Deployment;
  /** The container that serves the users. */
  public readonly container: kplus.Container;
  /** The Service. */
  public readonly service: kplus.Service;
  /** The Ingress, where the route is one. */
  public readonly ingress?: kplus.Ingress;
  /** The HTTPRoute, where the route is one. */
  public readonly httpRoute?: ApiObject;
  /** The PodDisruptionBudget. */
  public readonly disruptionBudget: ApiObject;
  /** The probes, and the arithmetic behind them. */
  public readonly healthPlan: HealthPlan;
  /** The port that the process binds. */
  public readonly port: number;
  /** How many pods run, and who decides. */
  public readonly replicas: Replicas;
  private readonly shutdown: GracefulShutdown;
  private readonly hosts: readonly string[];
  private readonly tls?: Tls;

  /**
   * @throws for a prop that cannot work: what was given, why it cannot work, and one thing that would
   */
  public constructor(scope: Construct, id: string, props: WebServiceProps) {
    super(scope, checkedLabelId(id));
    checkProps(props, new.target === WebService);
    const { port = DEFAULT_PORT, traffic = {}, metrics } = props;
    const { hosts = [], tls } = traffic;
    const slowest = traffic.slowestRequest ?? Duration.seconds(INGRESS_READ_TIMEOUT);
    this.port = port;
    this.hosts = hosts;
    this.tls = tls;
    this.replicas = props.replicas ?? DEFAULT_REPLICAS;

    const longest = Math.max(...[slowest, traffic.longestConnection ?? slowest].map((time) => time.toSeconds({ integral: false })));
    const drainsWithin = Duration.seconds(Math.ceil(longest)); // grace periods count in whole seconds
    this.shutdown = new GracefulShutdown({ drainsWithin, ...props.shutdown, container: WEB_CONTAINER });

    const labels = { 'app.kubernetes.io/name': id.toLowerCase(), 'app.kubernetes.io/component': 'web' };
    this.deployment = this.deploy(props, labels);
    [this.container] = this.deployment.containers;
    this.service = this.expose(labels, props);

    const health = new HealthChecks({
      ...props.health,
      patience: props.health.patience ?? slowest,
      initWithin: props.pod?.initWithin,
      container: this.container.name,
      host: hosts[0],
      tls: Boolean(tls),
      port,
    });
    this.healthPlan = health.plan;
    this.deployment.with(
      new ServedPort(this.container.name, port),
      health,
      this.shutdown,
      new SpreadAcrossNodes(),
      ...podMixins(props.pod),
    );

    orderVariables(ApiObject.of(this.deployment), WEB_CONTAINER);

    const matchLabels = { ...this.deployment.matchLabels };
    this.disruptionBudget = disruptionBudget(this, matchLabels);
    if (this.replicas.autoscaling) {
      autoscaler(this, this.deployment, this.replicas.autoscaling);
    }
    if (hosts.length) {
      const route = traffic.route ?? Route.ingress();
      this.ingress = route.ingressProps && ingress(this, this.service, hosts, route, tls);
      this.httpRoute = route.gatewayProps && httpRoute(this, this.service, hosts, route);
    }
    if (traffic.access) {
      networkPolicy(this, matchLabels, traffic.access, metrics);
    }
    if (metrics?.serviceMonitor) {
      serviceMonitor(this, ApiObject.of(this.service), metrics);
    }
    const [deployment, service] = [this.deployment, this.service].map((construct) => ApiObject.of(construct));
    const asked = checksOf(props.health).flatMap((check) => check.port ?? []);
    declarePorts(deployment, WEB_CONTAINER, { service, asked });
    const claim = { deployment, service, container: WEB_CONTAINER, port, others: [metrics?.port, ...asked] };
    this.node.addValidation({ validate: () => selfCheck(this, claim) });
  }

  /** The path of a request, the probes and the shutdown, on one screen. */
  public explain(): string {
    return [`chain      ${this.chain().join(' → ')}`, this.healthPlan.explain(), `shutdown   ${this.shutdown.explain()}`].join('\n');
  }

  /**
   * Its pods, for who runs beside them.
   *
   * @internal
   */
  protected get _webPod(): WebPod {
    return { deployment: ApiObject.of(this.deployment), container: WEB_CONTAINER, name: this.node.id.toLowerCase() };
  }

  /** What runs in the container, for the end of the chain. */
  protected get processName(): string {
    return 'process';
  }

  private chain(): string[] {
    const url = this.hosts[0] && `${this.tls ? 'https' : 'http'}://${this.hosts[0]}`;
    return [
      ...(url ? [url] : []),
      ...(this.ingress ? [`Ingress ${this.ingress.name}`] : []),
      ...(this.httpRoute ? [`HTTPRoute ${this.httpRoute.name}`] : []),
      ...(url && !this.ingress && !this.httpRoute ? ['a route made elsewhere'] : []),
      `Service ${this.service.name}:${SERVICE_PORT}`,
      `${this.replicas.count ?? `up to ${this.replicas.most}`} pods, port '${WEB_PORT_NAME}' ${this.port}`,
      `${this.processName} on ${this.port}`,
    ];
  }

  private deploy(props: WebServiceProps, labels: Record<string, string>): kplus.Deployment {
    const { metrics, resources } = props;
    const deployment = new kplus.Deployment(this, 'Deployment', {
      metadata: { labels },
      podMetadata: { labels, annotations: metrics && !metrics.serviceMonitor ? scrapeAnnotations(metrics, this.port) : undefined },
      replicas: this.replicas.count,
      terminationGracePeriod: Duration.seconds(this.shutdown.gracePeriodSeconds), // or cdk8s-plus says 30 s
      strategy: kplus.DeploymentStrategy.rollingUpdate({
        maxUnavailable: kplus.PercentOrAbsolute.absolute(0),
        maxSurge: kplus.PercentOrAbsolute.percent(SURGE_PERCENT),
      }),
      containers: [
        {
          name: WEB_CONTAINER,
          image: props.image,
          command: props.command,
          args: props.args,
          ports: [
            { number: this.port, name: WEB_PORT_NAME },
            ...(metrics?.port ? [{ number: metrics.port, name: METRICS_PORT_NAME }] : []),
          ],
          envVariables: Object.fromEntries(Object.entries(variablesOf(props)).map(([name, value]) => [name, { value }])),
          resources: {
            cpu: { request: resources.cpu ?? DEFAULT_CPU, limit: resources.cpuLimit },
            memory: { request: resources.memory, limit: resources.memory },
          },
        },
      ],
    });
    if (this.replicas.count === undefined) {
      deployment.markHasAutoscaler(); // leaves the number out, whoever scales
    }
    return deployment;
  }

  private expose(labels: Record<string, string>, { traffic: { ipFamily = IpFamily.IPV4 } = {}, metrics }: WebServiceProps): kplus.Service {
    const service = new kplus.Service(this, 'Service', {
      metadata: { labels },
      selector: this.deployment,
      ports: [
        { name: WEB_PORT_NAME, port: SERVICE_PORT, targetPort: this.port },
        ...(metrics?.port ? [{ name: METRICS_PORT_NAME, port: metrics.port, targetPort: metrics.port }] : []),
      ],
    });
    // By name, so that a release that moves the port serves old and new pods alike while it rolls out.
    const byName = (json: Json) => ({ ...json, spec: { ...json.spec, ...IP_FAMILIES[ipFamily], ports: json.spec.ports.map(namedTarget) } });
    amend(ApiObject.of(service), { key: 'WebService', rank: AmendmentRank.WORKERS, apply: (json) => ({ object: byName(json) }) });
    return service;
  }
}

const WEB_CONTAINER = 'web';
const IP_FAMILIES: Readonly<Record<IpFamily, Json>> = {
  [IpFamily.IPV4]: {},
  [IpFamily.IPV6]: { ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv6'] },
  [IpFamily.DUAL_STACK]: { ipFamilyPolicy: 'PreferDualStack' },
};

function namedTarget(port: Json): Json {
  return port.name === WEB_PORT_NAME || port.name === METRICS_PORT_NAME ? { ...port, targetPort: port.name } : port;
}

function checksOf({ endpoints: { startup, readiness, liveness } }: HealthProps): HealthCheck[] {
  return [startup, readiness, liveness].filter((check) => check !== undefined);
}

function scrapeAnnotations(metrics: Metrics, webPort: number): Record<string, string> {
  return { 'prometheus.io/scrape': 'true', 'prometheus.io/port': String(metrics.port ?? webPort), 'prometheus.io/path': metrics.path };
}
