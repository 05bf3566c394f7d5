import { ApiObject, Duration, Names } from 'cdk8s';
import { Construct } from 'constructs';
import { ownResources } from './private/own-resources';
import { checkedLabelId } from './private/id';
import { checkCommand, checkResources, checkWork } from './private/props-checks';
import { checkProcessShapes } from './private/props-shapes';
import { inheritPod } from './private/web-pod';
import type { WebPod } from './private/web-pod';
import type { ContainerResourcesProps } from './web-service-props';
import type { HealthCheck } from '../health/health-check';
import { HealthEndpoints } from '../health/health-endpoints';
import { GracefulShutdown } from '../mixins/graceful-shutdown';
import { HealthChecks } from '../mixins/health-checks';
import { PodHardening, PodHardeningProps } from '../mixins/pod-hardening';
import { SpreadAcrossNodes } from '../mixins/spread-across-nodes';
import { INGRESS_READ_TIMEOUT } from '../conventions/ingress-timeout';
import { Rejection } from '../props/rejection';

/** A process beside the web: a queue worker, a scheduler. */
export interface BackgroundProcessProps {
  /** What runs, in exec form. Its pod is that of the web service, but for what serves users. */
  readonly command: string[];
  /**
   * How many run.
   *
   * @default 1
   */
  readonly replicas?: number;
  /**
   * There must never be two: an old one is gone before a new one starts. For a scheduler such as Celery beat.
   *
   * @default false
   */
  readonly singleton?: boolean;
  /**
   * Tells that it makes progress, `HealthCheck.heartbeat(…)` for example. Not a check that asks the broker: an outage of
   * the broker would restart every worker. There is no readiness check, since nobody sends requests here.
   *
   * @default - none: only the process's own exit restarts it
   */
  readonly liveness?: HealthCheck;
  /**
   * How long the slowest task takes. Liveness sits through it, and a deploy waits for it.
   *
   * @default Duration.seconds(60)
   */
  readonly slowestTask?: Duration;
  /**
   * A boot within this time is never killed for being slow.
   *
   * @default Duration.minutes(1)
   */
  readonly startsWithin?: Duration;
  /**
   * What it may use.
   *
   * @default - what the web container may
   */
  readonly resources?: ContainerResourcesProps;
  /**
   * Database connections that each opens.
   *
   * @default 1
   */
  readonly connections?: number;
}

/**
 * A Deployment whose pods are those of a web service, but for the command: same image, environment, volumes, init containers and native
 * sidecars, service account, placement and labels. A second plain container of the web is not copied.
 */
export class BackgroundProcess extends Construct {
  /**
   * @throws for a prop that cannot work
   * @internal
   */
  public static _beside(
    web: WebPod,
    scope: Construct,
    id: string,
    props: BackgroundProcessProps,
    hardening: PodHardeningProps,
  ): BackgroundProcess {
    return new BackgroundProcess(scope, id, props, web, hardening);
  }

  /** The Deployment. */
  public readonly deployment: ApiObject;

  private constructor(scope: Construct, id: string, props: BackgroundProcessProps, web: WebPod, hardening: PodHardeningProps) {
    super(scope, checkedLabelId(id));
    checkProcessShapes(props);
    checkWork('slowestTask', props.slowestTask);
    const { replicas = 1, singleton = false, slowestTask = Duration.seconds(INGRESS_READ_TIMEOUT) } = props;
    checkCommand('command', props.command);
    if (props.resources) {
      checkResources(props.resources);
    }
    if (!Number.isInteger(replicas) || replicas < 1) {
      throw new Rejection(`replicas ${replicas} of '${id}'`, 'a process that is to run needs at least one pod', 'use 1');
    }
    if (singleton && replicas > 1) {
      throw new Rejection(`replicas ${replicas} of the singleton '${id}'`, 'there must never be two', 'leave replicas out, or singleton');
    }
    const identity = { 'cdk8s.io/metadata.addr': Names.toLabelValue(this) };
    const labels = { 'app.kubernetes.io/name': web.name, 'app.kubernetes.io/component': id.toLowerCase() };
    this.deployment = new ApiObject(this, 'Deployment', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { labels },
      spec: {
        replicas,
        ...(singleton && { strategy: { type: 'Recreate' } }),
        selector: { matchLabels: identity },
        template: { metadata: { labels: { ...labels, ...identity } }, spec: {} },
      },
    });
    inheritPod(this.deployment, web, { container: { name: id.toLowerCase(), command: props.command, ...ownResources(props.resources) } });
    this.deployment.with(
      new GracefulShutdown({
        delay: Duration.seconds(0),
        drainsWithin: Duration.seconds(Math.ceil(slowestTask.toSeconds({ integral: false }))),
      }),
      new PodHardening(hardening),
      new SpreadAcrossNodes(),
    );
    if (props.liveness) {
      this.deployment.with(
        new HealthChecks({
          endpoints: HealthEndpoints.livenessOnly(props.liveness),
          patience: slowestTask,
          startsWithin: props.startsWithin,
        }),
      );
    }
  }
}
