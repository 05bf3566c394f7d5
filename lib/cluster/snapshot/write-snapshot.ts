import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiObjectsOf } from '../../manifest/api-object';
import type { StateRecord } from '../../diagnosis/state/record';
import { withoutValues } from '../../diagnosis/state/without-values';
import { checksumOf, FORMAT, MANIFEST, PARTS, VERSION, type Manifest } from './format';
import { SnapshotFault } from './snapshot-fault';

/**
 * Writes a state into a folder that is not there yet, or is empty: beside it first, what is written last says that all is there, and
 * then in one step. Values of Secrets and ConfigMaps, tokens and passwords are left out. Whoever else uses the machine cannot read it.
 *
 * @throws SnapshotFault where it cannot be written; the folder is then as it was
 */
export function writeSnapshot(folder: string, record: StateRecord, writer: string): void {
  const beside = `${folder.replace(/\/+$/, '')}.${process.pid}.tmp`;
  if (isTaken(folder)) {
    throw new SnapshotFault(`${folder} is there already and not empty; name a folder that is not`);
  }
  try {
    mkdirSync(beside, { mode: 0o700 });
    const files: Record<string, string> = {};
    for (const [name, text] of partsOf(record)) {
      writeFileSync(join(beside, name), text, { flag: 'wx', mode: 0o600 });
      files[name] = checksumOf(text);
    }
    const manifest: Manifest = { format: FORMAT, version: VERSION, taken: record.taken ?? '', writer, files };
    writeFileSync(join(beside, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { flag: 'wx', mode: 0o600 });
    renameSync(beside, folder);
  } catch (error) {
    rmSync(beside, { recursive: true, force: true });
    throw new SnapshotFault(`${folder} cannot be written (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
  }
}

function isTaken(folder: string): boolean {
  try {
    return readdirSync(folder).length > 0;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

function partsOf({ objects, logs = [], answers = [], visits = [], ...reading }: StateRecord): readonly [string, string][] {
  const items = apiObjectsOf(objects).map((object) => withoutValues(object).json);
  // One object a line: a person can search it, and two snapshots can be compared.
  const list = `{"apiVersion":"v1","kind":"List","items":[\n${items.map((item) => JSON.stringify(item)).join(',\n')}\n]}\n`;
  const rest = { logs, answers, visits, reading };
  return [
    [PARTS.objects, list],
    ...Object.entries(rest).map(([name, value]): [string, string] => [
      PARTS[name as keyof typeof rest],
      `${JSON.stringify(value, null, 1)}\n`,
    ]),
  ];
}
