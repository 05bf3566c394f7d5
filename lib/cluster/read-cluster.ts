import type { StateRecord, Unread } from '../diagnosis/state/record';
import { State } from '../diagnosis/state/state';
import { NoAccess, type Access } from './access/access';
import { ApiServer } from './api-server';
import { askProbes } from './ask-probes';
import { readLogs } from './read-logs';
import { readObjects } from './read-objects';
import { visit } from './visit';

/** What is read of a cluster. */
export interface Wish {
  /** @default - all namespaces */
  readonly namespace?: string;
  /** The workload whose logs and probes are in question. @default - each */
  readonly workload?: string;
  readonly logs: boolean;
  readonly ask: boolean;
  /** Addresses that are asked for from here. */
  readonly urls: readonly string[];
  /** For each answer. Milliseconds. */
  readonly patience: number;
  /** For all of them together. Milliseconds. */
  readonly longest: number;
}

/**
 * Reads a cluster: lists, and where it is wished for logs, answers to probes and addresses from outside. Nothing is changed: every
 * question is a GET.
 *
 * @throws NoAccess where nothing can be read
 */
export async function readCluster(access: Access, wish: Wish): Promise<StateRecord> {
  const server = serverOf(access, wish);
  try {
    const visits = Promise.all(wish.urls.map((url) => visit(url, wish.patience)));
    const record = await readObjects(server, access, wish.namespace);
    const more = await readMore(server, record, wish);
    return { ...record, ...more, visits: await visits, unread: [...(record.unread ?? []), ...more.unread] };
  } finally {
    server.close();
  }
}

/** Certificates and keys that cannot be used are refused before anybody is asked. */
function serverOf(access: Access, { patience, longest }: Wish): ApiServer {
  try {
    return new ApiServer(access, patience, longest);
  } catch (error) {
    throw new NoAccess(`the certificates of the kubeconfig cannot be used: ${(error as Error).message}`);
  }
}

async function readMore(
  server: ApiServer,
  record: StateRecord,
  { workload, logs, ask }: Wish,
): Promise<Pick<StateRecord, 'logs' | 'answers'> & { unread: readonly Unread[] }> {
  if (!logs && !ask) {
    return { unread: [] };
  }
  const scenes = new State(record).scenes.filter(({ object }) => workload === undefined || object.name === workload);
  const read = logs ? await readLogs(server, scenes) : undefined;
  const asked = ask ? await askProbes(server, scenes) : undefined;
  return {
    ...(read && { logs: read.logs }),
    ...(asked && { answers: asked.answers }),
    unread: [...(read?.unread ?? []), ...(asked?.unread ?? [])],
  };
}
