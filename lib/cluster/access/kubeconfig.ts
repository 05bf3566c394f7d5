import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { readText } from '../../manifest/input/text';
import { listOf, objectOf, textOf, type JsonObject } from '../../manifest/json';
import { NoAccess } from './access';

/** A person's file has a few kilobytes for each cluster. Bytes. */
const LARGEST = 8 * 2 ** 20;

/** What is said of a name in a kubeconfig, and the folder that its paths start from. */
export interface Entry {
  readonly json: JsonObject;
  readonly folder: string;
}

/** What several kubeconfig files say together. */
export interface Kubeconfig {
  readonly current?: string;
  readonly contexts: ReadonlyMap<string, Entry>;
  readonly clusters: ReadonlyMap<string, Entry>;
  readonly users: ReadonlyMap<string, Entry>;
}

/** The files to read: the one that was named, else those of `KUBECONFIG`, else the one in the home folder. */
export function kubeconfigFiles(named: string | undefined, environment: NodeJS.ProcessEnv = process.env): readonly string[] {
  const listed = environment.KUBECONFIG?.split(delimiter).filter(Boolean) ?? [];
  return named !== undefined ? [named] : listed.length > 0 ? listed : [join(environment.HOME ?? homedir(), '.kube', 'config')];
}

/**
 * Reads kubeconfig files as kubectl does: of two that say the same, the first counts (client-go, `tools/clientcmd/loader.go`,
 * `ClientConfigLoadingRules`). Files of a list that are not there are passed over; nothing where none is there.
 *
 * @throws NoAccess where one cannot be read
 */
export function readKubeconfig(files: readonly string[]): Kubeconfig | undefined {
  const texts = files.flatMap((file) => {
    const text = textIn(file);
    return text === undefined ? [] : [{ file, text }];
  });
  if (texts.length === 0) {
    return undefined;
  }
  const contexts = new Map<string, Entry>();
  const clusters = new Map<string, Entry>();
  const users = new Map<string, Entry>();
  let current: string | undefined;
  for (const { file, text } of texts) {
    const { documents, problems } = readText(file, text);
    if (problems.length > 0 || documents.length === 0) {
      throw new NoAccess(`the kubeconfig ${file} cannot be read: ${problems[0]?.message ?? 'it is empty'}`);
    }
    const json = objectOf(documents[0].json);
    const folder = dirname(resolve(file));
    current ??= textOf(json['current-context']) || undefined;
    add(contexts, json.contexts, 'context', folder);
    add(clusters, json.clusters, 'cluster', folder);
    add(users, json.users, 'user', folder);
  }
  return { current, contexts, clusters, users };
}

function textIn(file: string): string | undefined {
  try {
    if (statSync(file).size > LARGEST) {
      throw new NoAccess(`the kubeconfig ${file} has more than ${LARGEST / 2 ** 20} MiB`);
    }
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof NoAccess) {
      throw error;
    }
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') {
      return undefined;
    }
    throw new NoAccess(`the kubeconfig ${file} cannot be read: ${code ?? message}`);
  }
}

function add(entries: Map<string, Entry>, list: unknown, field: string, folder: string): void {
  for (const entry of listOf(list).map(objectOf)) {
    const name = textOf(entry.name);
    if (name !== undefined && !entries.has(name)) {
      entries.set(name, { json: objectOf(entry[field]), folder });
    }
  }
}
