import type { Finding } from '../finding';
import { SEVERITIES, summaryOf, type Report } from '../report';

/** The report as a person reads it: object by object, each finding with its place, what it does to users, and what to change. */
export function textReport({ inputs, findings }: Report): string {
  const open = findings.filter(({ suppressed }) => !suppressed);
  const groups = new Map<string, Finding[]>();
  for (const finding of open) {
    const { file = '', object } = finding;
    const title = `${file && `${file}: `}${object.kind} ${object.namespace && `${object.namespace}/`}${object.name}`;
    groups.set(title, [...groups.get(title) ?? [], finding]);
  }
  const sections = [...groups].map(([title, group]) => [title, ...group.flatMap(lines)].map(visible).join('\n'));
  return [...sections, `${summary(findings)} in ${counted(inputs.reduce((sum, { objects }) => sum + objects, 0), 'object')}`].join('\n\n').concat('\n');
}

function lines({ line, column, severity, rule, message, consequence, fix }: Finding): string[] {
  const place = line === undefined ? '' : `${line}:${column}  `;
  return [`  ${place}${severity}  ${rule}`, `      ${message}`, `      → ${consequence}`, `      fix: ${fix}`];
}

function summary(findings: readonly Finding[]): string {
  const { suppressed, ...counts } = summaryOf(findings);
  const found = SEVERITIES.filter((severity) => counts[severity] > 0)
    .map((severity) => (severity === 'info' ? `${counts.info} info` : counted(counts[severity], severity)));
  return [found.length ? found.join(', ') : 'nothing found', ...(suppressed ? [`${suppressed} suppressed`] : [])].join(', ');
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** A name in a manifest must not move the cursor or change the colours of the terminal that shows it. */
function visible(text: string): string {
  return text.replace(/[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
