import { LEAST_GRACE } from '../../conventions/least-grace';
import { preStopOf } from '../../application/pre-stop';
import { listOf, objectOf, shown } from '../../manifest/json';
import { askExec } from '../asking/exec';
import type { Shutdown } from '../evidence';
import { applyLoad, type LoadResult } from '../load';
import { catchesSigterm } from '../machine/process-tree';
import { pause, type Play } from '../play';
import { lateRequests } from './late-requests';
import type { Server } from './server';

/** A server that SIGTERM does not reach goes on; after so long that has been seen. Seconds. */
const SEEN_TO_GO_ON = 3;
const LOOK_AGAIN = 0.05;
const TIMEOUT = 60;

/**
 * Ends the container as the kubelet ends a pod: preStop, SIGTERM, SIGKILL when the grace period is over
 * (`kuberuntime_container.go`, `killContainer`).
 */
export async function shutDown(
  play: Play,
  server: Server | undefined,
  paths: { readonly late: string; readonly slow?: string },
  slots: number,
): Promise<Shutdown> {
  const { workload, process, kubelet, signal } = play;
  const began = kubelet.now;
  kubelet.terminating();
  const late = server && lateRequests(play, server, paths.late);
  late?.catch(() => undefined); // told where it is awaited
  await preStop(play);
  const waited = kubelet.now - began;
  const slow = paths.slow;
  // On their way a moment before the signal, so that they are in the workers when it comes.
  const inFlight =
    server && slow !== undefined
      ? applyLoad({ ...server, path: () => slow, clients: slots, requests: slots, seconds: 0.2, timeoutSeconds: TIMEOUT, signal })
      : undefined;
  await pause(0.3, signal);
  const sigterm = process.exit ? 'too late' : catchesSigterm(process.pid) === false && isFirst(play) ? 'ignored' : 'caught';
  const sent = kubelet.now;
  if (sigterm === 'caught') {
    process.signal('SIGTERM');
  }
  const left = Math.max(workload.gracePeriod - waited, LEAST_GRACE);
  const watched = sigterm === 'ignored' ? Math.min(left, SEEN_TO_GO_ON) : left;
  while (process.members.length > 0 && kubelet.now - sent < watched) {
    await pause(LOOK_AGAIN, signal);
  }
  const gone = process.members.length === 0;
  const took = kubelet.now - sent;
  if (gone) {
    // Node hears of its end a moment after the kernel no longer shows it.
    await process.exited;
  }
  await process.end();
  kubelet.over();
  const [seenLate, seenInFlight] = await Promise.all([late, inFlight]);
  return {
    preStop: waited,
    gracePeriod: workload.gracePeriod,
    sigterm,
    watched: took,
    ...(gone && { took }),
    ...(process.exit && { exit: process.exit }),
    late: seenLate ?? requestsOf(undefined),
    inFlight: requestsOf(seenInFlight),
  };
}

/**
 * In a container the command is process 1, which the kernel gives no signal that it does not handle; not so where the pod
 * shares its processes.
 */
function isFirst({ workload: { podSpec } }: Play): boolean {
  return podSpec.shareProcessNamespace !== true && podSpec.hostPID !== true;
}

async function preStop({ workload, container, asked, signal }: Play): Promise<void> {
  const hook = preStopOf(container);
  const exec = objectOf(objectOf(objectOf(container.json.lifecycle).preStop).exec);
  if (hook?.kind === 'exec') {
    const over = new AbortController();
    const end = () => over.abort();
    const timer = setTimeout(end, workload.gracePeriod * 1000);
    signal.addEventListener('abort', end, { once: true });
    await askExec(listOf(exec.command).map(shown), asked, over.signal);
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  } else if (hook) {
    await pause(Math.min(hook.seconds, workload.gracePeriod), signal);
  }
}

function requestsOf(result: LoadResult | undefined): Shutdown['late'] {
  const { latencies = [], failures = new Map<string, number>() } = result ?? {};
  const failed = [...failures.values()].reduce((sum, times) => sum + times, 0);
  return { sent: latencies.length + failed, answered: latencies.length, failures };
}
