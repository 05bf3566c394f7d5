/** What the kubelet has last published about a container: all that its probe workers know of it. */
export interface ContainerStatus {
  /** Counts the containers that have run under this name: a restart is a new container. */
  readonly container: number;
  /** Milliseconds of the clock, in whole seconds; nothing when the container does not run. */
  readonly startedAt?: number;
  /** Whether a container that does not run will be started again. */
  readonly restarts: boolean;
  readonly started: boolean;
  readonly ready: boolean;
}
