import { ApiObject, Cron, Duration, Names } from 'cdk8s';
import { Construct } from 'constructs';
import { ownResources } from './private/own-resources';
import { checkedLabelId } from './private/id';
import { checkCommand, checkResources } from './private/props-checks';
import { checkTaskShapes } from './private/props-shapes';
import { inheritPod } from './private/web-pod';
import type { WebPod } from './private/web-pod';
import type { ContainerResourcesProps } from './web-service-props';
import { PodHardening, PodHardeningProps } from '../mixins/pod-hardening';
import { Rejection } from '../props/rejection';

/** A command that runs at set times and ends: a nightly report, `clearsessions`. */
export interface ScheduledTaskProps {
  /** When it runs. */
  readonly schedule: Cron;
  /** What runs, in exec form. Its pod is that of the web service, but for what serves users. */
  readonly command: string[];
  /** How long the slowest run takes. A run is ended after it, since one that hangs would keep all later ones from starting. */
  readonly endsWithin: Duration;
  /**
   * The time zone of the schedule, as in `Europe/Berlin` (Kubernetes 1.27).
   *
   * @default - that of the cluster's control plane
   */
  readonly timeZone?: string;
  /**
   * How often a run that failed is tried again at once.
   *
   * @default 0: the next run comes at its time
   */
  readonly retries?: number;
  /**
   * What it may use.
   *
   * @default - what the web container may
   */
  readonly resources?: ContainerResourcesProps;
  /**
   * Database connections that a run opens.
   *
   * @default 1
   */
  readonly connections?: number;
}

/**
 * A CronJob whose pods are those of a web service, but for the command. A run that is not over yet keeps the next one from starting:
 * the same task twice at once is what few commands are written for.
 */
export class ScheduledTask extends Construct {
  /**
   * @throws for a prop that cannot work
   * @internal
   */
  public static _beside(web: WebPod, scope: Construct, id: string, props: ScheduledTaskProps, hardening: PodHardeningProps): ScheduledTask {
    return new ScheduledTask(scope, id, props, web, hardening);
  }

  /** The CronJob. */
  public readonly cronJob: ApiObject;

  private constructor(scope: Construct, id: string, props: ScheduledTaskProps, web: WebPod, hardening: PodHardeningProps) {
    super(scope, checkedLabelId(id));
    checkTaskShapes(props);
    checkCommand('command', props.command);
    if (props.resources) {
      checkResources(props.resources);
    }
    const { retries = 0, timeZone } = props;
    if (!Number.isInteger(retries) || retries < 0) {
      throw new Rejection(`retries ${retries} of '${id}'`, 'it is a whole number of at least 0', 'use 0, the default');
    }
    const seconds = props.endsWithin.toSeconds({ integral: false });
    if (!(seconds >= 1)) {
      throw new Rejection(`endsWithin of '${id}'`, 'a run would be ended before it began', 'use the time of the slowest run');
    }
    const labels = { 'app.kubernetes.io/name': web.name, 'app.kubernetes.io/component': id.toLowerCase() };
    this.cronJob = new ApiObject(this, 'CronJob', {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: Names.toDnsLabel(this, { maxLen: LONGEST_NAME }), labels },
      spec: {
        schedule: props.schedule.expressionString,
        ...(timeZone !== undefined && { timeZone }),
        concurrencyPolicy: 'Forbid',
        jobTemplate: {
          spec: {
            backoffLimit: retries,
            activeDeadlineSeconds: Math.ceil(seconds),
            template: { metadata: { labels }, spec: { restartPolicy: 'Never' } },
          },
        },
      },
    });
    inheritPod(this.cronJob, web, { container: { name: id.toLowerCase(), command: props.command, ...ownResources(props.resources) } });
    this.cronJob.with(new PodHardening(hardening));
  }
}

/** The names of its Jobs are 11 characters longer, and become labels (`pkg/apis/batch/validation`, ValidateCronJobCreate). */
const LONGEST_NAME = 52;
