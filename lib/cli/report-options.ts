import type { Severity } from '../review';
import { UsageError } from './command';
import { writeWhole } from './whole-file';

/** The options of every command that writes a report. */
export const DELIVERY_OPTIONS = {
  format: { type: 'string', default: 'text' },
  output: { type: 'string' },
  html: { type: 'string' },
} as const;

/** The options of every command whose report holds findings. */
export const REPORT_OPTIONS = {
  ...DELIVERY_OPTIONS,
  'fail-on': { type: 'string', default: 'error' },
} as const;

/** What `--fail-on` takes. */
export const FAIL_ON = ['error', 'warning', 'info', 'never'];

/** What the command line said for {@link DELIVERY_OPTIONS}. */
export interface DeliveryValues {
  readonly format: string;
  readonly output?: string;
  readonly html?: string;
}

/** What the command line said for {@link REPORT_OPTIONS}. */
export interface ReportValues extends DeliveryValues {
  readonly 'fail-on': string;
}

/** The lines of {@link DELIVERY_OPTIONS} in a command's help. */
export function deliveryHelp(formats: Iterable<string>): string {
  return `  --format FORMAT         ${[...formats].join(', ')} (default text)
  --output FILE           write the report to FILE, whole or not at all
  --html FILE             write it as a page for people too: one file that loads nothing`;
}

/** The lines of {@link REPORT_OPTIONS} in a command's help. */
export function reportHelp(formats: Iterable<string>): string {
  return `${deliveryHelp(formats)}
  --fail-on SEVERITY      ${FAIL_ON.join(', ')} (default error)`;
}

/** The reporter of the format that was named. */
export function reporterOf<R>(reporters: ReadonlyMap<string, R>, { format }: DeliveryValues): R {
  const reporter = reporters.get(format);
  if (!reporter) {
    throw new UsageError(`--format ${format}: there is ${[...reporters.keys()].join(', ')}`);
  }
  return reporter;
}

/** The severity from which on a command fails; nothing for `never`. */
export function leastFailing({ 'fail-on': named }: ReportValues): Severity | undefined {
  if (!FAIL_ON.includes(named)) {
    throw new UsageError(`--fail-on ${named}: there is ${FAIL_ON.join(', ')}`);
  }
  return named === 'never' ? undefined : (named as Severity);
}

/** Whether the report goes to a terminal that shows colours. */
export function showsColours({ output }: DeliveryValues): boolean {
  return output === undefined && process.stdout.isTTY === true && !process.env.NO_COLOR;
}

/** Writes the files that were named, and returns what is left for the standard output. */
export async function deliver({ output, html }: DeliveryValues, report: string, page: () => Promise<string>): Promise<string> {
  if (output !== undefined) {
    writeWhole(output, report);
  }
  if (html !== undefined) {
    writeWhole(html, await page());
  }
  return output === undefined ? report : '';
}
