import type { Severity } from '../review';
import { UsageError } from './command';

/** What `--fail-on` takes. */
export const FAIL_ON = ['error', 'warning', 'info', 'never'];

/** The severity from which on a command fails; nothing for `never`. */
export function failOn(named: string): Severity | undefined {
  if (!FAIL_ON.includes(named)) {
    throw new UsageError(`--fail-on ${named}: there is ${FAIL_ON.join(', ')}`);
  }
  return named === 'never' ? undefined : named as Severity;
}
