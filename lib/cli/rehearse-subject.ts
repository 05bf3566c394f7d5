import { readFileSync } from 'node:fs';
import { objectInWords } from '../manifest/api-object';
import type { Bundle } from '../manifest/bundle';
import type { Container } from '../manifest/container';
import type { Workload } from '../manifest/workload';
import { UsageError } from './command';
import { reason } from './whole-file';

/** What is rehearsed. */
export interface Subject {
  readonly workload: Workload;
  readonly container: Container;
}

/** Which container is meant: the only one that runs for the pod's whole life, or the one that was named. */
export function subjectOf({ workloads }: Bundle, named: Partial<Record<'workload' | 'container', string>>): Subject {
  const lasting = workloads.filter(({ finite, containers }) => !finite && containers.length > 0);
  const candidates = named.workload === undefined ? lasting : lasting.filter(({ object }) => object.name === named.workload);
  const workload = only(
    candidates,
    '--workload',
    lasting.map(({ object }) => objectInWords(object)),
    named.workload,
  );
  const probed = workload.containers.filter(({ sidecar }) => !sidecar);
  const containers = named.container === undefined ? probed : workload.containers.filter(({ name }) => name === named.container);
  return {
    workload,
    container: only(
      containers,
      '--container',
      workload.containers.map(({ name }) => name),
      named.container,
    ),
  };
}

function only<T>(found: readonly T[], option: string, all: readonly string[], name: string | undefined): T {
  if (all.length === 0) {
    throw new UsageError('no workload that is to run on is in the manifests; name those that hold one');
  }
  if (found.length !== 1) {
    throw new UsageError(
      found.length
        ? `there is more than one; say which with ${option}: ${all.join(', ')}`
        : `${option} ${name}: there is ${all.join(', ')}`,
    );
  }
  return found[0];
}

/** Variables as `--env NAME=VALUE` and `--env-file FILE` give them; of a name given twice the last, and `--env` over files. */
export function givenVariables(files: readonly string[], pairs: readonly string[]): Map<string, string> {
  return new Map([...files.flatMap(fileEntries), ...pairs.map((pair) => entryOf(pair, `--env ${pair.split('=')[0]}`))]);
}

function fileEntries(file: string): [string, string][] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`--env-file ${file}: it cannot be read (${reason(error)}); name a file that is there`);
  }
  return text.split(/\r?\n/).flatMap((line, index) => (/^\s*(#|$)/.test(line) ? [] : [entryOf(line, `${file}:${index + 1}`)]));
}

/** The value is what follows the first `=`, as it stands: no quotes, no references. */
function entryOf(text: string, where: string): [string, string] {
  const [, name, value] = /^\s*([A-Za-z_][\w.-]*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined) {
    throw new UsageError(`${where}: it is no NAME=VALUE`);
  }
  return [name, value];
}
