import { ApiObject, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { BackgroundProcess, BackgroundProcessProps } from './background-process';
import type { Dependency } from './dependency';
import { ConnectionBudget } from './private/connection-budget';
import { DEFAULT_CPU, DEFAULT_REPLICAS } from './private/defaults';
import { checkCommandLine } from './private/command-line';
import { checkVariables, checkWork } from './private/props-checks';
import { checkGunicornShapes, checkProcessShapes } from './private/props-shapes';
import { trustedProxies } from './private/trusted-proxies';
import { WebService } from './web-service';
import type { WebServiceProps } from './web-service-props';
import { amend, AmendmentRank } from '../synthesis/amendment';
import { annotate, mapTemplate } from '../synthesis/pod-template';
import { GunicornCarrier } from '../mixins/gunicorn-carrier';
import { GUNICORN_VARIABLES, GunicornWorkers, IpFamily } from '../mixins/gunicorn-workers';
import type { PodHardeningProps } from '../mixins/pod-hardening';
import { SURGE_PERCENT } from '../workers/database-connections';
import type { WorkerPlan } from '../workers/worker-plan';
import { WorkerPolicy } from '../workers/worker-policy';
import { bytesOf, parseQuantity } from '../conventions/quantity';
import { Rejection } from '../props/rejection';
import { durationInWords } from '../wording/duration';

/** A Python web service whose image runs gunicorn. */
export interface GunicornServiceProps extends WebServiceProps {
  /**
   * How many workers of what kind.
   *
   * @default WorkerPolicy.fit(): gthread workers, as many as CPU, memory and database connections allow
   */
  readonly workers?: WorkerPolicy;
  /**
   * How the settings reach gunicorn.
   *
   * @default GunicornCarrier.environment()
   */
  readonly carrier?: GunicornCarrier;
  /**
   * Addresses of the proxies whose `X-Forwarded-Proto` and the like are believed (`FORWARDED_ALLOW_IPS`): single
   * addresses, ranges in CIDR form (gunicorn 24.1 or uvicorn 0.31 and newer), or '*' when nobody else can connect.
   *
   * gunicorn's belief sets `wsgi.url_scheme`, and Django follows it where its settings have no `SECURE_PROXY_SSL_HEADER`.
   * With neither, every POST from a page served over TLS is a CSRF 403, while all probes stay green.
   *
   * @default - 127.0.0.1 and ::1, gunicorn's own
   */
  readonly trustProxy?: string[];
  /**
   * The database.
   *
   * @default - none
   */
  readonly database?: Dependency;
  /**
   * The cache.
   *
   * @default - none
   */
  readonly cache?: Dependency;
  /**
   * Database connections that others open beside the pods of this service: Jobs, queue workers, a shell.
   *
   * @default 0
   */
  readonly otherConnections?: number;
}

const METRICS_DIRECTORY = '/var/run/prometheus';

/** A {@link WebService} whose process is gunicorn, with a worker pool that fits its container. */
export class GunicornService extends WebService {
  /** The worker pool, and the arithmetic behind it. */
  public readonly workerPlan: WorkerPlan;
  private connections?: ConnectionBudget;
  private readonly hardening?: PodHardeningProps;

  /**
   * @throws for a prop that cannot work, and for a plan that cannot fit: what was given, why it cannot work, what would
   */
  public constructor(scope: Construct, id: string, props: GunicornServiceProps) {
    checkGunicornShapes(props);
    checkVariables(props.environment ?? {}, [...GUNICORN_VARIABLES, 'FORWARDED_ALLOW_IPS']);
    checkWork('slowestRequest', props.slowestRequest);
    checkCommandLine(props);
    checkDependencies(props);
    const connections =
      props.database && new ConnectionBudget(props.database, props.replicas ?? DEFAULT_REPLICAS, props.otherConnections ?? 0);
    const plan = planFor(props, connections);
    checkPatience(props, plan);
    super(scope, id, {
      ...props,
      environment: { ...props.environment, ...forwardedAllowIps(props) },
      slowestRequest: Duration.seconds(plan.slowestRequestSeconds),
      patience: props.patience ?? Duration.seconds(plan.patienceSeconds),
      shutdown: { drainsWithin: Duration.seconds(plan.gracefulTimeoutSeconds), ...props.shutdown },
    });
    this.workerPlan = plan;
    this.connections = connections;
    this.hardening = props.hardening;
    connections?.check(plan);
    for (const dependency of [props.database, props.cache]) {
      if (dependency) {
        this.container.env.addVariable(
          dependency.variable,
          kplus.EnvValue.fromSecretValue({ secret: dependency.secret, key: dependency.key }),
        );
      }
    }
    this.deployment.with(
      new GunicornWorkers({
        plan,
        port: this.port,
        ipFamily: props.ipFamily,
        carrier: props.carrier,
        container: this.container.name,
        metricsDirectory: sharesMetrics(props, plan) ? METRICS_DIRECTORY : undefined,
      }),
    );
    // Read at synthesis: a process that is added later takes connections of the same database.
    amend(ApiObject.of(this.deployment), {
      key: 'GunicornService',
      rank: AmendmentRank.WORKERS,
      apply: (object) => mapTemplate(object, (template) => annotate(template, this.connections?.promises(plan) ?? {})),
    });
  }

  /**
   * A process beside the web, from the same image and environment: a Celery worker, Celery beat.
   *
   * @throws for a prop that cannot work, and when the database has no connections left for it
   */
  public addProcess(id: string, props: BackgroundProcessProps): BackgroundProcess {
    checkProcessShapes(props);
    const { replicas = 1, connections = 1 } = props;
    if (!Number.isInteger(connections) || connections < 0) {
      throw new Rejection(`connections ${connections} of '${id}'`, 'it is a whole number of at least 0', 'use 1, the default');
    }
    // A rollout of these surges too: one more of each, and the old ones until they are gone.
    const budget = this.connections?.plus(connections * (props.singleton ? 1 : 2 * replicas + Math.ceil((replicas * SURGE_PERCENT) / 100)));
    budget?.check(this.workerPlan);
    this.connections = budget;
    return new BackgroundProcess(this, id, props, {
      web: ApiObject.of(this.deployment),
      name: this.node.id.toLowerCase(),
      hardening: this.hardening,
    });
  }

  /** The path of a request, the probes, the shutdown, the worker pool and its database connections, on one screen. */
  public explain(): string {
    return [
      super.explain(),
      this.workerPlan.explain(),
      ...(this.connections ? [`database   ${this.connections.explain(this.workerPlan)}`] : []),
    ].join('\n');
  }

  protected get processName(): string {
    return 'gunicorn';
  }
}

/** Each dependency has a variable of its own, which nothing else sets. */
function checkDependencies({ database, cache, environment = {}, otherConnections = 0 }: GunicornServiceProps): void {
  for (const dependency of [database, cache]) {
    if (dependency && dependency.variable in environment) {
      throw new Rejection(
        `${dependency.variable} in the environment`,
        'a dependency sets it from its Secret',
        'remove it, or give the dependency another variable: { variable: … }',
      );
    }
  }
  if (database && cache && database.variable === cache.variable) {
    throw new Rejection(
      `${database.variable} of the database and of the cache`,
      'one would hide the other',
      'give one of them another variable: { variable: … }',
    );
  }
  if (!Number.isInteger(otherConnections) || otherConnections < 0) {
    throw new Rejection(`otherConnections ${otherConnections}`, 'it is a whole number of at least 0', 'use 0, the default');
  }
}

function forwardedAllowIps({ trustProxy, ipFamily = IpFamily.IPV4 }: GunicornServiceProps): Record<string, string> {
  return trustProxy ? { FORWARDED_ALLOW_IPS: trustedProxies(trustProxy, ipFamily !== IpFamily.IPV4) } : {};
}

/** Less patience than the pool may need would restart it for being busy. */
function checkPatience({ patience }: GunicornServiceProps, plan: WorkerPlan): void {
  const seconds = patience?.toSeconds({ integral: false });
  if (seconds !== undefined && seconds < plan.patienceSeconds) {
    throw new Rejection(
      `patience of ${durationInWords(seconds)}`,
      `a healthy pool of ${plan.workerClass} workers may answer no probe for ${durationInWords(plan.patienceSeconds)}`,
      'leave patience out, or state a shorter slowestRequest or timeout',
    );
  }
}

function planFor(props: GunicornServiceProps, connections?: ConnectionBudget): WorkerPlan {
  return (props.workers ?? WorkerPolicy.fit())._planFor({
    memory: bytesOf(props.resources.memory),
    cpus: parseQuantity((props.resources.cpuLimit ?? props.resources.cpu ?? DEFAULT_CPU).amount),
    slowestRequest: props.slowestRequest?.toSeconds({ integral: false }),
    connections: connections?.perPod,
  });
}

/**
 * Several workers answer a scrape with the numbers of one of them, unless they share a directory that is wiped at start;
 * wiping takes a configuration file. An image that does it itself says so by setting the variable.
 */
function sharesMetrics(props: GunicornServiceProps, plan: WorkerPlan): boolean {
  if (!props.metrics || plan.workers === 1 || props.environment?.PROMETHEUS_MULTIPROC_DIR) {
    return false;
  }
  if (!props.carrier?.path) {
    throw new Rejection(
      `metrics of ${plan.workers} workers with settings in the environment`,
      'each scrape meets one worker and misses the others, and the directory they would share has to be wiped at start by a ' +
        'configuration file',
      "use { carrier: GunicornCarrier.file('/app/gunicorn.conf.py') }, or set PROMETHEUS_MULTIPROC_DIR if the image wipes it itself",
    );
  }
  return true;
}
