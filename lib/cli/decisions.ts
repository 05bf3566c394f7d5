import { readFileSync } from 'node:fs';
import { readBytes } from '../manifest/input/bytes';
import type { Problem } from '../manifest/input/problem';
import { RULES, type ReviewOptions } from '../review';
import { readBaseline, type Baseline } from '../review/baseline';
import { readConfig } from '../review/config';
import { UsageError } from './command';
import { isCode, loadRules } from './custom-rules';
import { reason } from './whole-file';

interface Named {
  readonly config?: readonly string[];
  readonly baseline?: string;
}

/** What a team decided, and what of it could not be used. */
export interface Decisions extends ReviewOptions {
  /** Whether what is reviewed is all there is. */
  readonly complete: boolean;
  readonly problems: readonly Problem[];
}

/** What a team decided: the configurations (data, or rules of its own) and the baseline that the command line names. */
export function readDecisions(named: Named): Decisions {
  const [code, data] = [true, false].map((wanted) => (named.config ?? []).filter((file) => isCode(file) === wanted));
  const read = data.map((file) => readConfig(file, textOf('--config', file)));
  return {
    ...(code.length && { rules: [...RULES, ...loadRules(code)] }),
    suppressions: read.flatMap(({ config }) => config.suppressions),
    settings: read.flatMap(({ config }) => config.settings),
    complete: read.some(({ config }) => config.complete),
    ...(named.baseline !== undefined && { baseline: baselineIn(named.baseline) }),
    today: new Date().toISOString().slice(0, 10),
    problems: read.flatMap(({ problems }) => problems),
  };
}

function baselineIn(file: string): Baseline {
  const {
    documents: [document],
  } = readBytes(file, Buffer.from(textOf('--baseline', file)));
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
