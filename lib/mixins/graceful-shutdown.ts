import type { Duration } from 'cdk8s';
import type { IConstruct, IMixin } from 'constructs';
import { amend, AmendmentRank } from '../synthesis/amendment';
import type { Json } from '../synthesis/json';
import { isServingWorkload, mapContainer, mapPodSpec, mapTemplate } from '../synthesis/pod-template';
import { Rejection } from '../props/rejection';
import { durationInWords } from '../wording/duration';

/** What waits before the process is told to stop. */
export enum PreStopDelay {
  /** `sleep` of the image, without a shell. In every image that is not distroless. */
  EXEC_SLEEP = 'exec sleep',
  /** The kubelet's own sleep action, in Kubernetes 1.30 and newer: needs nothing in the image. */
  NATIVE = 'native sleep',
  /** `python -c`, for an image with Python and no `sleep`. */
  PYTHON = 'python',
}

/** How a pod leaves. */
export interface GracefulShutdownProps {
  /**
   * How long the process may take to finish what it has accepted: gunicorn's `graceful_timeout`.
   *
   * @default Duration.seconds(30), gunicorn's own default
   */
  readonly drainsWithin?: Duration;
  /**
   * How long the pod goes on serving after it was told to go. Endpoint removal and SIGTERM race: whoever still sends
   * requests here must have noticed before the listener closes.
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
   * The container that drains.
   *
   * @default - the one that `kubectl` would pick: the annotated default container, or the first
   */
  readonly container?: string;
}

const DELAY = 10;
/** gunicorn's default of `graceful_timeout` (`gunicorn/config.py`, GracefulTimeout). */
const DRAIN = 30;
/** For the process to exit once it has drained, before SIGKILL. */
const MARGIN = 5;

/** A preStop delay, and a grace period that covers the delay, the drain and a margin. A longer grace period is left alone. */
export class GracefulShutdown implements IMixin {
  /** Seconds that the pod goes on serving after it was told to go. */
  public readonly delaySeconds: number;
  /** Seconds that the process may take to finish what it has accepted. */
  public readonly drainSeconds: number;

  public constructor(private readonly props: GracefulShutdownProps = {}) {
    this.delaySeconds = wholeSeconds('delay', props.delay, DELAY);
    this.drainSeconds = wholeSeconds('drainsWithin', props.drainsWithin, DRAIN);
  }

  /** Seconds from the order to go until SIGKILL: delay + drain + margin. */
  public get gracePeriodSeconds(): number {
    return this.delaySeconds + this.drainSeconds + MARGIN;
  }

  /** The sum, in a line. */
  public explain(): string {
    return (
      `${durationInWords(this.delaySeconds)} delay + ${durationInWords(this.drainSeconds)} to drain + ${durationInWords(MARGIN)} margin = ` +
      `${durationInWords(this.gracePeriodSeconds)} grace period`
    );
  }

  /** Workloads that keep running. */
  public supports(construct: IConstruct): boolean {
    return isServingWorkload(construct);
  }

  /** Puts delay and grace period on the pod, at synthesis. */
  public applyTo(construct: IConstruct): void {
    if (isServingWorkload(construct)) {
      const { container } = this.props;
      amend(construct, { key: `GracefulShutdown ${container ?? ''}`, rank: AmendmentRank.SHUTDOWN, apply: (object) => this.addTo(object) });
    }
  }

  private addTo(object: Json): Json {
    return mapTemplate(object, (template) =>
      mapPodSpec(
        mapContainer(template, this.props.container, 'graceful shutdown', (container) => this.delayed(container)),
        (spec) => ({ ...spec, terminationGracePeriodSeconds: Math.max(spec.terminationGracePeriodSeconds ?? 0, this.gracePeriodSeconds) }),
      ),
    );
  }

  private delayed(container: Json): Json {
    if (this.delaySeconds === 0) {
      return container;
    }
    if (container.lifecycle?.preStop) {
      throw new Rejection(
        `a preStop hook of container '${container.name}'`,
        'a container has one preStop hook, and GracefulShutdown needs it for its delay',
        'remove the hook, or set { delay: Duration.seconds(0) } and wait in your own',
      );
    }
    return { ...container, lifecycle: { ...container.lifecycle, preStop: this.hook() } };
  }

  private hook(): Json {
    const seconds = String(this.delaySeconds);
    switch (this.props.delayBy) {
      case PreStopDelay.NATIVE:
        return { sleep: { seconds: this.delaySeconds } };
      case PreStopDelay.PYTHON:
        return { exec: { command: ['python', '-c', `import time; time.sleep(${seconds})`] } };
      default:
        return { exec: { command: ['sleep', seconds] } };
    }
  }
}

function wholeSeconds(what: string, duration: Duration | undefined, otherwise: number): number {
  const seconds = duration?.toSeconds({ integral: false }) ?? otherwise;
  if (!Number.isInteger(seconds)) {
    throw new Rejection(
      `${what} of ${seconds} s`,
      'hooks and grace periods count in whole seconds',
      `use ${what} of ${Math.ceil(seconds)} s`,
    );
  }
  return seconds;
}
