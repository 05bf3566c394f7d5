import { Agent, request } from 'node:http';

/** A bounded load on one server: so many clients, each asking again as soon as it is answered. */
export interface Load {
  readonly host: string;
  readonly port: number;
  /** Path of the nth request. */
  readonly path: (n: number) => string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly clients: number;
  /** Seconds between the first questions of one client and of the next; 0 when left out: all at the same moment. */
  readonly apart?: number;
  /** Seconds that every client asks. No request is begun after them. */
  readonly seconds: number;
  /** No more requests than this are begun. */
  readonly requests: number;
  /** A request without an answer after so many seconds has failed. */
  readonly timeoutSeconds: number;
  /** Ends the load early; requests in flight are dropped and count as nothing. */
  readonly signal?: AbortSignal;
}

export interface LoadResult {
  /** Seconds that every client asked. */
  readonly seconds: number;
  /** Answers with a status below 500 that came within `seconds`; the rest came while the load drained. */
  readonly answeredInTime: number;
  /** Seconds that each answer with a status below 500 took. */
  readonly latencies: readonly number[];
  /** What happened to requests without such an answer, and how often: `503`, `ECONNRESET`, `timeout`. */
  readonly failures: ReadonlyMap<string, number>;
}

/** Puts the load on the server, and waits for the last answer. */
export async function applyLoad(load: Load): Promise<LoadResult> {
  // Connections stay open where the server lets them, as those of an ingress controller do.
  const agent = new Agent({ keepAlive: true, maxSockets: load.clients });
  const latencies: number[] = [];
  const failures = new Map<string, number>();
  const apart = load.apart ?? 0;
  const began = now() + apart * (load.clients - 1);
  const end = began + load.seconds;
  let begun = 0;
  const ended: number[] = [];
  const client = async (index: number) => {
    if (apart) {
      await pause(apart * index);
    }
    while (now() < end && begun < load.requests && !load.signal?.aborted) {
      const start = now();
      const failure = await ask(load, agent, load.path(begun++));
      if (load.signal?.aborted) {
        return;
      }
      if (failure === undefined) {
        latencies.push(now() - start);
        ended.push(now());
      } else {
        failures.set(failure, (failures.get(failure) ?? 0) + 1);
        await pause(REST_AFTER_FAILURE);
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: load.clients }, (_, index) => client(index)));
  } finally {
    agent.destroy();
  }
  // A load that its number of requests ended is over with its last answer; any other lasts, though nobody be answered.
  const over = load.signal?.aborted ? Math.min(now(), end) : begun < load.requests ? end : Math.max(began, ...ended.slice(-1));
  return { seconds: over - began, answeredInTime: ended.filter((at) => at >= began && at <= over).length, latencies, failures };
}

/** A server that refuses at once would be asked thousands of times a second. */
const REST_AFTER_FAILURE = 0.05;

/** @returns what went wrong; `undefined` for an answer */
function ask({ host, port, headers, timeoutSeconds, signal }: Load, agent: Agent, path: string): Promise<string | undefined> {
  return new Promise((settle) => {
    const call = request({ host, port, path, headers, agent, signal }, (response) => {
      response.resume();
      response.once('end', () => finish(response.statusCode! < 500 ? undefined : String(response.statusCode)));
      response.once('error', (error: NodeJS.ErrnoException) => finish(error.code ?? error.message));
    });
    const timer = setTimeout(() => {
      finish('timeout');
      call.destroy();
    }, timeoutSeconds * 1000);
    const finish = (failure?: string) => {
      clearTimeout(timer);
      settle(failure);
    };
    call.once('error', (error: NodeJS.ErrnoException) => finish(error.code ?? error.message));
    call.end();
  });
}

/** The value under which this share of the sorted sample lies; `NaN` of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted.length ? sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] : NaN;
}

function pause(seconds: number): Promise<void> {
  return new Promise((settle) => setTimeout(settle, seconds * 1000));
}

function now(): number {
  return performance.now() / 1000;
}
