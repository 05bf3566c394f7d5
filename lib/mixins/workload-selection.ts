/** Which of the workloads beneath a construct a mixin is for. */
export interface WorkloadSelection {
  /**
   * The name of the workload that is meant, as its metadata say it, or `Kind/name` where two kinds share a name.
   *
   * @default - every workload that the mixin is for; a mixin that is about one application takes the one that a Service sends
   * users to, and refuses to choose between several
   */
  readonly workload?: string;
  /**
   * Whether it is in order that there is nothing to work on. Otherwise that fails the synthesis: a mixin that does nothing
   * protects nobody.
   *
   * @default false
   */
  readonly allowNone?: boolean;
}
