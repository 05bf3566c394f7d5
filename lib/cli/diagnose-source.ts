import { existsSync } from 'node:fs';
import { accessOf } from '../cluster/access/access-of';
import { readCluster } from '../cluster/read-cluster';
import { readDump } from '../cluster/read-dump';
import { readSnapshot } from '../cluster/snapshot/read-snapshot';
import { visit } from '../cluster/visit';
import type { StateRecord } from '../diagnosis/state/record';
import { UsageError } from './command';

/** What the command line says of where to look. */
export interface SourceValues {
  readonly workload?: string;
  readonly namespace?: string;
  readonly 'all-namespaces'?: boolean;
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly url?: readonly string[];
  readonly logs?: boolean;
  readonly ask?: boolean;
}

/** How long a cluster may take. Milliseconds. */
export interface Patience {
  readonly each: number;
  readonly all: number;
}

/** What was read, and which workload is in question. */
export interface Source {
  readonly record: StateRecord;
  readonly workload?: string;
  /** Files that could not be used. */
  readonly problems: number;
}

/** Reads the files that were named, or the cluster. */
export async function sourceOf(positionals: readonly string[], values: SourceValues, patience: Patience): Promise<Source> {
  const urls = (values.url ?? []).map(checkedUrl);
  if (isOfFiles(positionals, values)) {
    for (const option of ['logs', 'ask'] as const) {
      if (values[option]) {
        throw new UsageError(`--${option} asks a cluster, and ${positionals[0]} is read from a file; leave it out`);
      }
    }
    const [only] = positionals;
    const snapshot = positionals.length === 1 && only !== '-' ? readSnapshot(only) : undefined;
    const { record, problems } = snapshot ? { record: snapshot, problems: [] } : readDump(positionals);
    const visits = await Promise.all(urls.map((url) => visit(url, patience.each)));
    return {
      record: { ...record, ...(visits.length > 0 && { visits: [...(record.visits ?? []), ...visits] }) },
      workload: values.workload,
      problems: problems.length,
    };
  }
  const workload = workloadOf(positionals, values);
  if (values.namespace !== undefined && values['all-namespaces']) {
    throw new UsageError('-n names one namespace and -A takes all of them; give one of the two');
  }
  const access = await accessOf(values);
  const record = await readCluster(access, {
    ...(!values['all-namespaces'] && { namespace: values.namespace ?? access.namespace }),
    workload,
    logs: values.logs === true,
    ask: values.ask === true,
    urls,
    patience: patience.each,
    longest: patience.all,
  });
  return { record, workload, problems: 0 };
}

/** A name of something that is there is a file, unless an option says that a cluster is meant. */
function isOfFiles(positionals: readonly string[], { namespace, context, kubeconfig, ...values }: SourceValues): boolean {
  const live = namespace !== undefined || context !== undefined || kubeconfig !== undefined || values['all-namespaces'];
  return (
    !live && positionals.length > 0 && positionals.some((name) => name === '-' || existsSync(name) || /[*?]|\.(ya?ml|json)$/.test(name))
  );
}

/** `web`, or `deployment/web` as kubectl takes it. */
function workloadOf(positionals: readonly string[], { workload }: SourceValues): string | undefined {
  const [named, ...others] = positionals.map((name) => (/^[a-z.]+\/[^/]+$/.test(name) ? name.slice(name.indexOf('/') + 1) : name));
  if (others.length > 0 || (named !== undefined && workload !== undefined)) {
    throw new UsageError('name one workload, or files that are there');
  }
  if (named?.includes('/')) {
    throw new UsageError(`${named}: there is no such file, and it is no name of a workload`);
  }
  return named ?? workload;
}

function checkedUrl(url: string): string {
  if (!/^https?:\/\/./.test(url) || !URL.canParse(url)) {
    throw new UsageError(`--url ${url}: it is no address; write one such as --url https://shop.example/`);
  }
  return url;
}
