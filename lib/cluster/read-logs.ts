import type { ContainerLog, Unread } from '../diagnosis/state/record';
import type { ContainerState, PodState } from '../diagnosis/state/pod-state';
import type { Scene } from '../diagnosis/state/scene';
import { hidden } from '../diagnosis/state/without-values';
import { plural } from '../wording/plural';
import { NoAnswer, refusalIn, type ApiServer } from './api-server';

/** Containers whose logs are read: those in trouble first. */
const MOST = 40;
/** Of the beginning, where servers say what they listen on. Bytes. */
const HEAD = 16 * 1024;
/** Of the end. */
const TAIL_LINES = 200;
const TAIL_BYTES = 64 * 1024;

/** A container's log, of the run that is on or of the one before. */
interface Wanted {
  readonly pod: PodState;
  readonly container: ContainerState;
  readonly previous: boolean;
}

/** The logs of these workloads' containers: beginning and end, of the run before as well. Passwords and tokens are hidden. */
export async function readLogs(
  server: ApiServer,
  scenes: readonly Scene[],
): Promise<{ logs: readonly ContainerLog[]; unread: readonly Unread[] }> {
  const wanted = scenes.flatMap(({ pods }) => pods.filter(({ deletion }) => deletion === undefined).flatMap(wantedOf));
  wanted.sort((one, other) => Number(isWell(one)) - Number(isWell(other)));
  const unread: Unread[] = [];
  const read = await Promise.all(wanted.slice(0, MOST).map((each) => readLog(server, each, unread)));
  if (wanted.length > MOST) {
    unread.push({
      what: `the logs of ${plural(wanted.length - MOST, 'further container')}`,
      because: `those of ${MOST} are read, the ones in trouble first; name a workload`,
    });
  }
  return { logs: read.filter((log) => log !== undefined), unread };
}

function wantedOf(pod: PodState): readonly Wanted[] {
  return pod.containers
    .filter(({ runningSince, ended, last }) => runningSince !== undefined || ended || last)
    .flatMap((container) => [
      ...(container.runningSince !== undefined || container.ended ? [{ pod, container, previous: false }] : []),
      ...(container.restarts > 0 && container.last ? [{ pod, container, previous: true }] : []),
    ]);
}

function isWell({ pod, container, previous }: Wanted): boolean {
  return !previous && (container.ready || pod.phase === 'Succeeded' || (container.init && container.ended?.exitCode === 0));
}

async function readLog(server: ApiServer, { pod, container, previous }: Wanted, unread: Unread[]): Promise<ContainerLog | undefined> {
  const { namespace, name } = pod.object;
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}/log`;
  const ask = (bounds: Record<string, string>) =>
    server.get(`${path}?${new URLSearchParams({ container: container.name, previous: String(previous), ...bounds }).toString()}`, {
      accept: 'text/plain, */*',
    });
  try {
    const head = await ask({ limitBytes: String(HEAD) });
    if (head.status !== 200) {
      // A run that nobody kept the log of, or a container that is just starting.
      if (head.status !== 400 && head.status !== 404) {
        unread.push({ what: `the log of Pod ${namespace}/${name}, container ${container.name}`, because: refusalIn(head) });
      }
      return undefined;
    }
    const long = Buffer.byteLength(head.body) >= HEAD;
    const tail = long ? await ask({ tailLines: String(TAIL_LINES), limitBytes: String(TAIL_BYTES) }) : undefined;
    const text = tail?.status === 200 ? `${head.body}\n…\n${tail.body}` : head.body;
    return { namespace, pod: name, container: container.name, previous, text: hidden(text) };
  } catch (error) {
    if (error instanceof NoAnswer) {
      unread.push({ what: `the log of Pod ${namespace}/${name}, container ${container.name}`, because: error.message });
      return undefined;
    }
    throw error;
  }
}
