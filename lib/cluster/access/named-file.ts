import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { textOf } from '../../manifest/json';
import { NoAccess } from './access';
import type { Entry } from './kubeconfig';

/**
 * A certificate or key: in the entry itself as base64 (`…-data`, which counts first), or in a file.
 *
 * @throws NoAccess where the file cannot be read
 */
export function pemOf(json: Entry['json'], field: string, folder: string): string | undefined {
  const data = textOf(json[`${field}-data`]);
  const file = textOf(json[field]);
  if (data) {
    return Buffer.from(data, 'base64').toString('utf8');
  }
  return file ? fileIn(folder, file) : undefined;
}

/**
 * A file that a kubeconfig names.
 *
 * @throws NoAccess
 */
export function fileIn(folder: string, file: string): string {
  const path = resolve(folder, file);
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new NoAccess(`${path}, which the kubeconfig names, cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
}
