import type { Duration } from 'cdk8s';
import type { IConstruct, IMixin } from 'constructs';
import { amend, AmendmentRank } from '../synthesis/amendment';
import type { Json } from '../synthesis/json';
import { sharedEnvironment } from '../synthesis/environment';
import { isServingWorkload, mapPodSpec, mapTemplate, pickedContainer, SERVING_WORKLOAD } from '../synthesis/pod-template';
import { WAITING } from './private/shapes';
import { Targets } from './private/targets';
import { WAIT_SCRIPT } from './private/wait-script';
import type { WorkloadSelection } from './workload-selection';
import { Rejection } from '../props/rejection';
import { checkShapes } from '../props/shape';
import { WAIT_FOR_MIGRATIONS } from '../conventions/init-container-name';

/** How long to wait, and where. */
export interface WaitForMigrationsProps extends WorkloadSelection {
  /**
   * How long to wait before the container gives up and the kubelet starts it again.
   *
   * @default Duration.minutes(5)
   */
  readonly atMost?: Duration;
  /**
   * The directory in which `DJANGO_SETTINGS_MODULE` can be imported.
   *
   * @default - the image's working directory
   */
  readonly projectDirectory?: string;
  /**
   * The container whose image and environment are used.
   *
   * @default - the one that `kubectl` would pick: the annotated default container, or the first
   */
  readonly container?: string;
}

const AT_MOST = 300;
/** Between attempts: quick enough that a pod is never late by much, slow enough for a database that is just starting. */
const INTERVAL = 2;

/**
 * An init container that waits until the database answers and its migrations are applied, says every few seconds what it
 * waits for, and exits with 3 for 'unreachable', 4 for 'migrations pending'. It runs in the image of the application, so
 * it asks with the application's own settings.
 */
export class WaitForMigrations implements IMixin {
  /** Seconds that it waits at most. */
  public readonly atMostSeconds: number;
  private readonly targets: Targets;

  /**
   * @throws for a wait of less than 10 s
   */
  public constructor(private readonly props: WaitForMigrationsProps = {}) {
    checkShapes('WaitForMigrations', props, WAITING);
    this.targets = new Targets({ mixin: 'WaitForMigrations', fits: isServingWorkload, looksFor: SERVING_WORKLOAD, single: true }, props);
    this.atMostSeconds = props.atMost?.toSeconds({ integral: false }) ?? AT_MOST;
    if (!(this.atMostSeconds >= 10)) {
      throw new Rejection(
        `a wait of ${this.atMostSeconds} s`,
        'one attempt takes a boot of Django',
        'wait at least 10 s, for example Duration.minutes(5)',
      );
    }
    if (props.projectDirectory !== undefined && !props.projectDirectory.startsWith('/')) {
      throw new Rejection(
        `projectDirectory '${props.projectDirectory}'`,
        'it is an absolute path in the image',
        "use one such as '/app/src'",
      );
    }
  }

  /** Workloads that keep running. */
  public supports(construct: IConstruct): boolean {
    return this.targets.supports(construct);
  }

  /** Adds the init container, at synthesis. */
  public applyTo(construct: IConstruct): void {
    this.targets.applyTo(construct, (workload) =>
      amend(workload, {
        key: 'WaitForMigrations',
        rank: AmendmentRank.INIT,
        apply: (object) => ({ object: mapTemplate(object, (template) => this.addTo(template)) }),
      }),
    );
  }

  private addTo(template: Json): Json {
    const waiting = this.waitingContainer(pickedContainer(template, this.props.container, 'waiting for migrations'));
    return mapPodSpec(template, (spec) => ({
      ...spec,
      initContainers: [...(spec.initContainers ?? []).filter(({ name }: Json) => name !== WAIT_FOR_MIGRATIONS), waiting],
    }));
  }

  private waitingContainer(container: Json): Json {
    return {
      name: WAIT_FOR_MIGRATIONS,
      image: container.image,
      imagePullPolicy: container.imagePullPolicy,
      ...(this.props.projectDirectory && { workingDir: this.props.projectDirectory }),
      command: ['python', '-c', WAIT_SCRIPT, String(INTERVAL), String(Math.ceil(this.atMostSeconds))],
      ...sharedEnvironment(container),
      ...(container.resources && { resources: container.resources }),
      ...(container.securityContext && { securityContext: container.securityContext }),
    };
  }
}
