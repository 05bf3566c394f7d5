/** The five numbers of a probe, as the Kubernetes API has them. Whole seconds and whole counts. */
export interface ProbeFields {
  /**
   * Seconds after the container started before the first attempt.
   *
   * @default 0
   */
  readonly initialDelaySeconds?: number;
  /**
   * Seconds between attempts.
   *
   * @default 10
   */
  readonly periodSeconds?: number;
  /**
   * Seconds an attempt may take before it counts as failed.
   *
   * @default 1
   */
  readonly timeoutSeconds?: number;
  /**
   * Consecutive successes that make the probe pass. Must be 1 for liveness and startup.
   *
   * @default 1
   */
  readonly successThreshold?: number;
  /**
   * Consecutive failures that make the probe fail.
   *
   * @default 3
   */
  readonly failureThreshold?: number;
}
