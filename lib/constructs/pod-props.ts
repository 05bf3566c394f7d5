import type { Duration, Size } from 'cdk8s';

/** A taint that does not keep the pod away (`core/v1`, Toleration). */
export interface TolerationProps {
  /**
   * The key of the taint.
   *
   * @default - every key
   */
  readonly key?: string;
  /**
   * The value of the taint.
   *
   * @default - every value
   */
  readonly value?: string;
  /**
   * What the taint would do: 'NoSchedule', 'PreferNoSchedule' or 'NoExecute'.
   *
   * @default - every effect
   */
  readonly effect?: string;
}

/** What is true of the pod as a whole, and of every pod that runs the same image beside it: workers, schedulers, the migration. */
export interface PodProps {
  /**
   * UID and GID of every container: a number, or 'image' for the user that the image names. The kubelet then starts it only where
   * that is a number other than 0. A UID below 10000 may be that of a user on the node.
   *
   * @default 10001
   */
  readonly user?: number | string;
  /**
   * Size of the writable `/tmp`, on the node's disk. A pod that writes more is evicted.
   *
   * @default Size.mebibytes(256)
   */
  readonly tmpSize?: Size;
  /**
   * How long init containers may take. Counts towards the deadline of a rollout.
   *
   * @default - no time
   */
  readonly initWithin?: Duration;
  /**
   * The service account, by name.
   *
   * @default - the namespace's own
   */
  readonly serviceAccountName?: string;
  /**
   * Whether the containers get the token of the service account, with which they may talk to the API server.
   *
   * @default false
   */
  readonly mountServiceAccountToken?: boolean;
  /**
   * Secrets for the registry of the images, by name.
   *
   * @default - none
   */
  readonly imagePullSecrets?: string[];
  /**
   * The priority class, by name.
   *
   * @default - the cluster's default
   */
  readonly priorityClassName?: string;
  /**
   * Labels of the nodes that the pod may run on.
   *
   * @default - any node
   */
  readonly nodeSelector?: { readonly [name: string]: string };
  /**
   * Taints of nodes that do not keep the pod away.
   *
   * @default - none
   */
  readonly tolerations?: TolerationProps[];
  /**
   * Labels of the pods. Those that select the pods of one part stay that part's own.
   *
   * @default - the construct's own
   */
  readonly labels?: { readonly [name: string]: string };
  /**
   * Annotations of the pods.
   *
   * @default - the construct's own
   */
  readonly annotations?: { readonly [name: string]: string };
}
