/** What a container wrote. */
export interface ContainerLog {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** Whether it is that of the run before the last restart. */
  readonly previous: boolean;
  readonly text: string;
}

/** A probe's question, sent to a pod through the API server, and what came back. */
export interface ProbeAnswer {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly role: string;
  /** `GET :8000/ready/`. */
  readonly question: string;
  /** The HTTP status; nothing where none came. */
  readonly status?: number;
  /** Why no status came. */
  readonly error?: string;
}

/** A request from where the command runs, and what came back. */
export interface Visit {
  readonly url: string;
  /** The HTTP status; nothing where none came. */
  readonly status?: number;
  /** Where a redirect leads. */
  readonly location?: string;
  /** The system's or TLS' name of what went wrong: `ENOTFOUND`, `ECONNREFUSED`, `CERT_HAS_EXPIRED`, `TIMEOUT`. */
  readonly error?: string;
}

/** What could not be read, and why. */
export interface Unread {
  /** `networkpolicies`, or a file. */
  readonly what: string;
  readonly because: string;
}

/** What certainly does not exist. */
export interface Absent {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** What was read of a cluster: plain data, and all that a diagnosis goes by. */
export interface StateRecord {
  readonly objects: readonly unknown[];
  /** @default - none was read */
  readonly logs?: readonly ContainerLog[];
  /** @default - nothing was asked */
  readonly answers?: readonly ProbeAnswer[];
  /** @default - nothing was visited */
  readonly visits?: readonly Visit[];
  /** @default - nothing was refused */
  readonly unread?: readonly Unread[];
  /**
   * The kinds that were listed in full, so that what is not there does not exist.
   *
   * @default - each kind of which an object is there
   */
  readonly listed?: readonly string[];
  /**
   * The only namespace that was read: of what lies in others nothing is known.
   *
   * @default - all of them
   */
  readonly namespace?: string;
  /** What was asked for by its name and does not exist. @default - nothing was asked for */
  readonly absent?: readonly Absent[];
  /**
   * When it was read, as the API writes times.
   *
   * @default - the newest time that stands in it
   */
  readonly taken?: string;
}
