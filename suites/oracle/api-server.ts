import { spawnSync } from 'node:child_process';
import { VALIDITY } from './api-server-build';

/** What the API server says of an object that it is asked to create (conformance/validity). */
export interface Verdict {
  readonly kind: string;
  readonly name: string;
  readonly valid: boolean;
  readonly judge?: 'builtin' | 'definition';
  readonly undecodable?: string;
  readonly unknown?: readonly string[];
  readonly errors?: readonly { readonly field: string; readonly type: string; readonly message: string }[];
}

/**
 * A verdict for each object, in order.
 *
 * @param input the objects, as JSON one after the other or as YAML
 * @param definitions files of CustomResourceDefinitions
 */
export function verdictsOf(input: string, definitions: readonly string[] = []): readonly Verdict[] {
  const args = definitions.flatMap((file) => ['-crd', file]);
  const { stdout, stderr, status, error } = spawnSync(VALIDITY, args, { input, encoding: 'utf8', timeout: 120_000, maxBuffer: 2 ** 28 });
  if (status !== 0) {
    throw new Error(`${VALIDITY}: ${error?.message ?? stderr}`);
  }
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

/** Objects as one stream of JSON. */
export function streamOf(objects: readonly unknown[]): string {
  return objects.map((object) => JSON.stringify(object)).join('\n');
}
