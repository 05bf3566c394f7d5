import type { Finding } from '../finding';
import { coverageInWords } from '../coverage';
import type { Report, ReportProblem, Summary } from '../report';
import { plural } from '../../wording/plural';

/** `Deployment shop/web`. */
export function objectInWords({ object: { kind, namespace, name } }: Pick<Finding, 'object'>): string {
  return `${kind} ${namespace && `${namespace}/`}${name || '(unnamed)'}`;
}

/** `web.yaml:12:7`; empty where nothing was read from a file. */
export function placeInWords({ file, line, column }: Pick<ReportProblem, 'line' | 'column'> & { readonly file?: string }): string {
  return file === undefined ? '' : [file === '-' ? 'standard input' : file, line, column].filter((part) => part !== undefined).join(':');
}

/** `2 errors, 1 warning, 0 infos`. */
export function summaryInWords({ error, warning, info, suppressed }: Summary): string {
  const counted = [plural(error, 'error'), plural(warning, 'warning'), plural(info, 'info')];
  return [...counted, ...(suppressed ? [`${suppressed} suppressed`] : [])].join(', ');
}

/** What was found, and in how much: `2 errors, 1 warning, 0 infos in 4 objects of 1 file`. Nothing judged is nothing found. */
export function resultInWords({ summary, inputs, coverage }: Report): string {
  const read = inputs.reduce((sum, { objects }) => sum + objects, 0);
  const nothing = coverage?.judged === 0 && read > 0 ? 'nothing was judged: ' : '';
  return `${nothing}${summaryInWords(summary)} in ${coverageInWords(read, coverage)} of ${plural(inputs.length, 'file')}`;
}
