import type { Appointment } from '../../kubelet/clock';

/** What came of a request at the process: an answer, or what the peer sees of its connection; `dropped` is one that never came about. */
export type Outcome = 'ok' | '500' | '503' | 'reset' | 'refused' | 'dropped';

/** What is asked for, as far as its cost and its answer go. */
export interface Endpoint {
  /** Whether it needs the dependency. */
  readonly dependent: boolean;
  /** What it says without it: an application fails, a readiness check reports. */
  readonly without: '500' | '503';
  /**
   * Milliseconds for which a dependency hangs before it says so: it answers at once, from the last result of a check in the
   * background. Without it, it asks the dependency itself, and waits.
   */
  readonly noticedAfter?: number;
}

/** A request on its way through a process. Whoever sends it derives from this, and may use it again once it has ended. */
export abstract class Request {
  /** Milliseconds of computing, and of waiting for others. */
  public cpu = 0;
  public wait = 0;
  public endpoint!: Endpoint;
  /**
   * Whether its client keeps the connection for its next request, as an ingress does and a probe does not (`pkg/probe/http`,
   * `DisableKeepAlives`).
   */
  public readonly keeps: boolean = false;
  /** Milliseconds for which its client tries to connect: TCP sends its first packet again after 1 s, 3 s, 7 s, and so on. */
  public readonly connectsWithin: number = Infinity;
  /** It holds the interpreter's lock and never gives it back: nothing else of its worker runs, not even the heartbeat. */
  public holdsInterpreter = false;

  /** Kept by the worker that serves it. */
  public place = -1;
  public computesUntil = 0;
  public answer: '500' | '503' | 'ok' = 'ok';
  public completion: Appointment | undefined;

  /** Called by the worker's clock. Bound once, as millions of requests pass. */
  public readonly complete = (): void => this.server!.complete(this);
  /** Called by a dependency that hangs no longer. */
  public readonly goOn = (): void => this.server!.goOn(this);
  public server: { complete(request: Request): void; goOn(request: Request): void } | undefined;

  /** It is over; called exactly once each time it is sent. */
  public abstract end(outcome: Outcome): void;
}
