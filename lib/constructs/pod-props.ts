import type { Duration, Size } from 'cdk8s';

/** What is true of the pod as a whole, and of every pod that runs the same image beside it. */
export interface PodProps {
  /**
   * UID and GID of every container.
   *
   * @default 10001; below 10000 lie the users of the node
   */
  readonly user?: number;
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
}
