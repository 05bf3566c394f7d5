import type { Answer, Result } from '../kubelet/prober/probe';
import type { ProbeRole } from '../conventions/probe-role';
import type { Exit } from './contained/contained-process';
import type { Memory } from './machine/memory';

/** What was seen of a container that was played on this machine. Times are seconds; those "at" count from when its process was started. */
export interface Evidence {
  readonly command: readonly string[];
  readonly boot: Boot;
  /** What the kernel says it listens on, once booted. */
  readonly sockets: readonly Socket[];
  /** How each probe was answered, one after the other, with nothing else to do. */
  readonly probes: readonly ProbeEvidence[];
  readonly poolAtBoot: Pool;
  readonly load?: LoadEvidence;
  readonly busy?: BusyEvidence;
  /** What probes said while the first process was stopped; nothing where it serves itself, or no probe is answered anyway. */
  readonly stoppedMaster?: readonly ProbeEvidence[];
  readonly disturbance?: Disturbance;
  readonly shutdown?: Shutdown;
  /** The process ended by itself: nothing was seen after that. */
  readonly ended?: Ended;
  /** What the kubelet concluded, in order. */
  readonly transitions: readonly Transition[];
}

export interface Ended {
  readonly at: number;
  readonly exit: Exit;
  /** The last of what it wrote. */
  readonly said: string;
}

export interface Boot {
  /** When it first listened. */
  readonly listened?: number;
  /** When each probe was first answered well. */
  readonly answered: ReadonlyMap<ProbeRole, number>;
  /** How long was waited at most, or until it was clear that no more would come. */
  readonly waited: number;
  /** When the kubelet would have killed it for not having booted. */
  readonly condemned?: number;
}

/** An address on which processes of the container listen. */
export interface Socket {
  readonly address: string;
  readonly port: number;
  readonly pids: readonly number[];
}

/** How often a probe was asked in one situation, and what came of it. */
export interface ProbeEvidence {
  readonly role: ProbeRole;
  readonly asked: number;
  readonly failed: number;
  /** The longest that an answer, good or bad, took. */
  readonly slowest: number;
  /** The last failure, in the kubelet's words. */
  readonly output: string;
  /** The status of the last response, and where it led. */
  readonly status?: number;
  readonly location?: string;
  readonly answer: Answer | 'timeout';
}

/** The processes of a container. */
export interface Pool {
  /** Those that take requests: they hold the listening socket, and none of their children does. */
  readonly workers: readonly WeighedProcess[];
  /** The rest: a master, a shell. */
  readonly others: readonly WeighedProcess[];
}

export interface WeighedProcess {
  readonly pid: number;
  readonly name: string;
  readonly threads: number;
  readonly memory?: Memory;
}

export interface LoadEvidence {
  readonly path: string;
  readonly clients: number;
  readonly seconds: number;
  readonly answered: number;
  readonly median: number;
  readonly slowest: number;
  readonly failures: ReadonlyMap<string, number>;
  readonly probes: readonly ProbeEvidence[];
  readonly pool: Pool;
}

/** Every slot of the pool held by a slow request, and the probes meanwhile. */
export interface BusyEvidence {
  readonly path: string;
  readonly requests: number;
  /** How long the longest of them took. */
  readonly held: number;
  readonly probes: readonly ProbeEvidence[];
}

export interface Disturbance {
  readonly command: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly exit: Exit;
  /** When the container was ready again, where it had not been. */
  readonly readyAgain?: number;
  /** Whether it was ready when the disturbance began, and when watching ended. */
  readonly readyBefore: boolean;
  readonly readyAfter: boolean;
}

export interface Shutdown {
  readonly preStop: number;
  readonly gracePeriod: number;
  /** `caught`: process 1 handles it. `ignored`: the kernel does not give process 1 a signal that it has no handler for. */
  readonly sigterm: 'caught' | 'ignored' | 'too late';
  /** From SIGTERM to the end of the last process; nothing where SIGKILL had to end it. */
  readonly took?: number;
  /** How long after SIGTERM that was watched. */
  readonly watched: number;
  readonly exit?: Exit;
  /** Requests under way when SIGTERM was sent. */
  readonly inFlight: { readonly sent: number; readonly answered: number; readonly failures: ReadonlyMap<string, number> };
  /** Requests that came after the shutdown began, as they do until the endpoints are gone from every node. */
  readonly late: { readonly sent: number; readonly answered: number; readonly failures: ReadonlyMap<string, number> };
}

export interface Transition {
  readonly at: number;
  readonly role: ProbeRole;
  readonly result: Result;
}
