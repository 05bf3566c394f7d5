import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** The package's version; dist/cli and lib/cli lie equally deep. */
export function version(): string {
  return (JSON.parse(readFileSync(resolve(__dirname, '../../package.json'), 'utf8')) as { version: string }).version;
}
