import { WEB } from './deployed';
import type { Pod } from './deployed';
import { fetchFrom } from '../e2e/http';
import type { Json } from '../e2e/manifests';
import { eventually } from '../e2e/processes';
import type { Running } from '../e2e/processes';

export interface Attempt {
  readonly status: number;
  readonly body: string;
  readonly milliseconds: number;
  /** As the kubelet judges: an answer from 200 to 399 within the probe's timeout. */
  readonly success: boolean;
}

/**
 * One attempt of a probe, as the kubelet makes it (`pkg/probe/http/request.go`): the manifest's path and headers, a connection of
 * its own, and the pod's address as the host unless a header names another.
 */
export async function probe(pod: Pod, name: 'startupProbe' | 'readinessProbe' | 'livenessProbe', headers?: Json[]): Promise<Attempt> {
  const { httpGet, timeoutSeconds } = WEB[name];
  const given = Object.fromEntries((headers ?? httpGet.httpHeaders).map((header: Json) => [header.name, header.value]));
  const began = performance.now();
  const { status, body } = await fetchFrom({
    port: pod.port,
    path: httpGet.path,
    headers: { 'User-Agent': 'kube-probe/1.36', Accept: '*/*', ...given },
  }).catch((error: Error) => ({ status: 0, body: error.message }));
  const milliseconds = performance.now() - began;
  return { status, body, milliseconds, success: status >= 200 && status < 400 && milliseconds <= timeoutSeconds * 1000 };
}

/** Polls readiness until it says so. */
export async function becomesReady(pod: Pod, server: Running, withinSeconds = 30): Promise<Attempt> {
  return becomes(pod, server, ({ success }) => success, withinSeconds);
}

/** Each worker knows for itself, and which one answers is left to the kernel: so many in a row means all of them. */
export async function allBecome(pod: Pod, server: Running, condition: (attempt: Attempt) => boolean, withinSeconds: number): Promise<void> {
  let inRow = 0;
  await becomes(pod, server, (attempt) => (inRow = condition(attempt) ? inRow + 1 : 0) >= 20, withinSeconds);
}

export async function becomes(
  pod: Pod,
  server: Running,
  condition: (attempt: Attempt) => boolean,
  withinSeconds: number,
): Promise<Attempt> {
  let last: Attempt | undefined;
  await eventually(
    async () => {
      if (server.status !== undefined) {
        throw new Error(`it ended with ${server.status}:\n${server.output}`);
      }
      last = await probe(pod, 'readinessProbe');
      return condition(last);
    },
    withinSeconds,
    () => `the last answer was ${last?.status} ${last?.body}; it said:\n${server.output}`,
  );
  return last!;
}
