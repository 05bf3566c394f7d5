import type { Finding } from '../finding';
import type { ReportProblem, Summary } from '../report';
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
