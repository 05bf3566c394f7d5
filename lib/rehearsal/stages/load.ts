import type { Probe } from '../../manifest/probe';
import type { BusyEvidence, LoadEvidence, Pool } from '../evidence';
import { applyLoad, percentile } from '../load';
import type { Play } from '../play';
import { poolOf } from './pool';
import { askProbesWhile } from './probes';
import type { Server } from './server';

/** A load that shows what a pool weighs when it works, and is over soon. */
const SECONDS = 4;
const MOST_REQUESTS = 4000;
const MOST_CLIENTS = 32;
const TIMEOUT = 30;

/** Users that ask for one path, twice as many as can be served at once, for a few seconds. */
export async function underLoad(play: Play, probes: readonly Probe[], server: Server, path: string, slots: number): Promise<LoadEvidence> {
  const clients = Math.min(2 * slots, MOST_CLIENTS);
  const load = applyLoad({
    ...server,
    path: () => path,
    clients,
    seconds: SECONDS,
    requests: MOST_REQUESTS,
    timeoutSeconds: TIMEOUT,
    signal: play.signal,
  });
  const [seen, { seconds, latencies, failures }] = await Promise.all([askProbesWhile(play, probes, load), load]);
  return {
    path,
    clients,
    seconds,
    failures,
    probes: seen,
    answered: latencies.length,
    median: percentile(latencies, 0.5),
    slowest: percentile(latencies, 1),
    pool: poolOf(play),
  };
}

/** As many slow requests as the pool has slots, and one that waits: what the probes say behind them. */
export async function busyPool(play: Play, probes: readonly Probe[], server: Server, path: string, slots: number): Promise<BusyEvidence> {
  const requests = Math.min(slots + 1, MOST_CLIENTS);
  const began = performance.now();
  const load = applyLoad({
    ...server,
    path: () => path,
    clients: requests,
    seconds: 1,
    requests,
    timeoutSeconds: LONGEST_SLOW,
    signal: play.signal,
  });
  const [seen] = await Promise.all([askProbesWhile(play, probes, load), load]);
  return { path, requests, held: (performance.now() - began) / 1000, probes: seen };
}

/** A slow request that is not answered by then holds its slot no longer than the rehearsal waits. Seconds. */
const LONGEST_SLOW = 60;

/** Requests that a pool serves at the same time, as far as it is known. */
export function slotsOf({ workers }: Pool, threads: number): number {
  return Math.max(workers.length, 1) * Math.max(threads, 1);
}
