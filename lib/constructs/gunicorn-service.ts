import { ApiObject, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { BackgroundProcess, BackgroundProcessProps } from './background-process';
import type { Dependency } from './dependency';
import { ConnectionBudget } from './private/connection-budget';
import { DEFAULT_CPU, DEFAULT_REPLICAS } from './private/defaults';
import { checkCommandLine } from './private/command-line';
import { checkVariables, checkWork } from './private/props-checks';
import { checkGunicornShapes, checkProcessShapes, checkTaskShapes } from './private/props-shapes';
import { ScheduledTask, ScheduledTaskProps } from './scheduled-task';
import { WebService } from './web-service';
import type { WebServiceProps } from './web-service-props';
import { amend, AmendmentRank } from '../synthesis/amendment';
import { annotate, mapTemplate } from '../synthesis/pod-template';
import { GunicornConfig } from '../mixins/gunicorn-config';
import { GunicornWorkers } from '../mixins/gunicorn-workers';
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
   * @default WorkerPolicy.fit(): as many as CPU, memory and database connections allow, of the image's own class
   */
  readonly workers?: WorkerPolicy;
  /**
   * Where gunicorn finds the settings.
   *
   * @default GunicornConfig.environment()
   */
  readonly config?: GunicornConfig;
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
}

const METRICS_DIRECTORY = '/var/run/prometheus';

/** A {@link WebService} whose process is gunicorn, with a worker pool that fits its container. */
export class GunicornService extends WebService {
  /** The worker pool, and the arithmetic behind it. */
  public readonly workerPlan: WorkerPlan;
  private connections?: ConnectionBudget;
  private readonly hardening: PodHardeningProps;

  /**
   * @throws for a prop that cannot work, and for a plan that cannot fit: what was given, why it cannot work, what would
   */
  public constructor(scope: Construct, id: string, props: GunicornServiceProps) {
    checkGunicornShapes(props, new.target === GunicornService);
    checkVariables(props.environment ?? {}, ['PORT', 'GUNICORN_CMD_ARGS', 'WEB_CONCURRENCY']);
    checkWork('slowestRequest', props.traffic?.slowestRequest);
    checkWork('longestConnection', props.traffic?.longestConnection);
    checkCommandLine(props);
    checkDependencies(props);
    const connections = props.database && new ConnectionBudget(props.database, props.replicas ?? DEFAULT_REPLICAS);
    const plan = planFor(props, connections);
    checkPatience(props.health.patience, plan);
    super(scope, id, {
      ...props,
      health: { ...props.health, patience: props.health.patience ?? Duration.seconds(plan.patienceSeconds) },
      traffic: { ...props.traffic, slowestRequest: Duration.seconds(plan.slowestRequestSeconds) },
      shutdown: { drainsWithin: Duration.seconds(plan.gracefulTimeoutSeconds), ...props.shutdown },
    });
    this.workerPlan = plan;
    this.connections = connections;
    this.hardening = { user: props.pod?.user, tmpSize: props.pod?.tmpSize };
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
        ipFamily: props.traffic?.ipFamily,
        config: props.config,
        container: this.container.name,
        metricsDirectory: sharesMetrics(props, plan) ? METRICS_DIRECTORY : undefined,
      }),
    );
    // Read at synthesis: a process that is added later takes connections of the same database.
    amend(ApiObject.of(this.deployment), {
      key: 'GunicornService',
      rank: AmendmentRank.WORKERS,
      apply: (object) => ({ object: mapTemplate(object, (template) => annotate(template, this.connections?.promises(plan) ?? {})) }),
    });
  }

  /**
   * A process beside the web, from the same image and environment: a Celery worker, Celery beat.
   *
   * @throws for a prop that cannot work, and when the database has no connections left for it
   */
  public addProcess(id: string, props: BackgroundProcessProps): BackgroundProcess {
    checkProcessShapes(props);
    const { replicas = 1 } = props;
    // A rollout of these surges too: one more of each, and the old ones until they are gone.
    this.grant(id, props.singleton ? 1 : 2 * replicas + Math.ceil((replicas * SURGE_PERCENT) / 100), props.connections);
    return BackgroundProcess._beside(this._webPod, this, id, props, this.hardening);
  }

  /**
   * A command that runs at set times and ends, from the same image and environment: a nightly report, `clearsessions`.
   *
   * @throws for a prop that cannot work, and when the database has no connections left for it
   */
  public addCronJob(id: string, props: ScheduledTaskProps): ScheduledTask {
    checkTaskShapes(props);
    this.grant(id, 1, props.connections);
    return ScheduledTask._beside(this._webPod, this, id, props, this.hardening);
  }

  /** Counts the connections of what is added beside the web. */
  private grant(id: string, pods: number, connections: number = 1): void {
    if (!Number.isInteger(connections) || connections < 0) {
      throw new Rejection(`connections ${connections} of '${id}'`, 'it is a whole number of at least 0', 'use 1, the default');
    }
    const budget = this.connections?.plus(connections * pods);
    budget?.check(this.workerPlan);
    this.connections = budget;
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
function checkDependencies({ database, cache, environment = {} }: GunicornServiceProps): void {
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
}

/** Less patience than the pool may need would restart it for being busy. */
function checkPatience(patience: Duration | undefined, plan: WorkerPlan): void {
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
    slowestRequest: props.traffic?.slowestRequest?.toSeconds({ integral: false }),
    longestConnection: props.traffic?.longestConnection?.toSeconds({ integral: false }),
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
  if (!props.config?.path) {
    throw new Rejection(
      `metrics of ${plan.workers} workers with settings in the environment`,
      'each scrape meets one worker and misses the others, and the directory they would share has to be wiped at start by a ' +
        'configuration file',
      "use { config: GunicornConfig.file('/app/gunicorn.conf.py') }, or set PROMETHEUS_MULTIPROC_DIR if the image wipes it itself",
    );
  }
  return true;
}
