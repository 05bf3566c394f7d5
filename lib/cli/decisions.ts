import { readFileSync } from 'node:fs';
import { readBytes } from '../manifest/reading/bytes';
import type { Problem } from '../manifest/reading/problem';
import type { ReviewOptions } from '../review';
import { readBaseline, type Baseline } from '../review/baseline';
import { readConfig } from '../review/config';
import { UsageError } from './command';
import { reason } from './whole-file';

/** What somebody decided to live with: the configuration and the baseline that the command line names. */
export function readDecisions(named: { readonly config?: string; readonly baseline?: string }): ReviewOptions & { readonly problems: readonly Problem[] } {
  const read = named.config === undefined ? undefined : readConfig(named.config, textOf('--config', named.config));
  return {
    ...(read && { suppressions: read.config.suppressions }),
    ...(named.baseline !== undefined && { baseline: baselineIn(named.baseline) }),
    today: new Date().toISOString().slice(0, 10),
    problems: read?.problems ?? [],
  };
}

function baselineIn(file: string): Baseline {
  const { documents: [document] } = readBytes(file, Buffer.from(textOf('--baseline', file)));
  const baseline = readBaseline(document?.json);
  if (!baseline) {
    throw new UsageError(`--baseline ${file}: it is no baseline; write one with --write-baseline ${file}`);
  }
  return baseline;
}

function textOf(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${option} ${file}: it cannot be read (${reason(error)}); name a file that is there`);
  }
}
