import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from '../build';

const FOLDER = resolve(__dirname, '../../test/cli');

/** One build for all who start the compiled program; a run of other files does not wait for it. */
export default function compiledPrograms({ testPathPatterns: { patterns } }: { testPathPatterns: { patterns: readonly string[] } }): void {
  const programs = readdirSync(FOLDER).map((file) => resolve(FOLDER, file));
  if (patterns.length === 0 || patterns.some((pattern) => programs.some((path) => new RegExp(pattern, 'i').test(path)))) {
    build();
  }
}
