import { request } from 'node:http';
import type { Shutdown } from '../evidence';
import { pause, type Play } from '../play';
import type { Server } from './server';

/** Endpoints are gone from every node some time after the shutdown began; until then, requests come. Seconds. */
export const ENDPOINTS_LAG = 2;
/** Seconds between two of them. */
const EVERY = 0.05;
const TIMEOUT = 60;

/** Requests as they come while the endpoints are still known somewhere, each on a connection of its own. */
export async function lateRequests({ signal }: Play, server: Server, path: string): Promise<Shutdown['late']> {
  const outcomes: Promise<string | undefined>[] = [];
  const end = performance.now() + ENDPOINTS_LAG * 1000;
  while (performance.now() < end) {
    outcomes.push(send(server, path));
    await pause(EVERY, signal);
  }
  const failures = new Map<string, number>();
  for (const failure of await Promise.all(outcomes)) {
    if (failure !== undefined) {
      failures.set(failure, (failures.get(failure) ?? 0) + 1);
    }
  }
  const failed = [...failures.values()].reduce((sum, times) => sum + times, 0);
  return { sent: outcomes.length, answered: outcomes.length - failed, failures };
}

/** @returns what went wrong; nothing for an answer below 500 */
function send({ host, port, headers }: Server, path: string): Promise<string | undefined> {
  return new Promise((settle) => {
    const call = request({ host, port, path, headers, agent: false, timeout: TIMEOUT * 1000 }, (response) => {
      response.resume();
      response.once('end', () => settle(response.statusCode! < 500 ? undefined : String(response.statusCode)));
      response.once('error', ({ message }) => settle(message));
    });
    call.once('timeout', () => call.destroy(new Error('timeout')));
    call.once('error', ({ code, message }: NodeJS.ErrnoException) => settle(code ?? message));
    call.end();
  });
}
