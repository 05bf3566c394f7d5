import type { Duration } from 'cdk8s';
import { checkShapes, duration, flag, number, oneOf } from '../props/shape';

/** Which deployment tool runs the migration Job, and so has to be told when. */
export enum MigrationHooks {
  /** Helm: before install and upgrade. */
  HELM = 'helm',
  /** Argo CD: before the sync. */
  ARGO_CD = 'argocd',
}

/** How migrations are applied. */
export interface MigrationJobProps {
  /**
   * Annotations for the tool that deploys.
   *
   * @default - none: the Job is applied with everything else, and the pods wait for it
   */
  readonly hooks?: MigrationHooks;
  /**
   * How long the Job may take, retries included.
   *
   * @default Duration.minutes(10)
   */
  readonly deadline?: Duration;
  /**
   * How often it is tried again.
   *
   * @default 3
   */
  readonly retries?: number;
  /**
   * Pods wait until the migrations are applied. Not under an autoscaler by default: a pod that is to help with a spike has
   * no time for it, and the release has migrated long since.
   *
   * @default - true with a fixed number of replicas, false otherwise
   */
  readonly podsWait?: boolean;
  /**
   * How long a pod waits before it gives up and is started again.
   *
   * @default Duration.minutes(5)
   */
  readonly podsWaitAtMost?: Duration;
}

/** How the database of a release comes to its schema. */
export class Migrations {
  /** By one Job for each release, whatever the number of replicas. */
  public static job(props: MigrationJobProps = {}): Migrations {
    checkShapes('migrations', props, {
      hooks: oneOf(MigrationHooks, 'MigrationHooks'),
      deadline: duration(600),
      retries: number(3),
      podsWait: flag(true),
      podsWaitAtMost: duration(300),
    });
    return new Migrations(props);
  }

  /** By somebody else; pods do not wait. */
  public static none(): Migrations {
    return new Migrations();
  }

  private constructor(
    /** Set where a Job applies them. */
    public readonly jobProps?: MigrationJobProps,
  ) {}
}
