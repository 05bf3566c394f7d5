import { objectInWords } from '../../manifest/api-object';
import { paintWith } from '../../wording/paint';
import { printable } from '../../wording/printable';
import { LINKS } from '../chain/link';
import { LEVELS } from '../checklist/item';
import type { LinkState } from '../chain/chain';
import type { Diagnosis } from '../diagnosis';
import { resultInWords } from '../result';

const MARKS: Readonly<Record<LinkState, string>> = { holds: '✓', broken: '✗', follows: '·', unknown: '?' };

const ANSWERS = { yes: '✓', no: '✗', unseen: '?' } as const;

/** For people: each chain with the state of its links, then the causes, the likeliest first. */
export function text(diagnosis: Diagnosis, colour: boolean): string {
  const paint = paintWith(colour);
  const lines: string[] = [];
  for (const { entrance, links, broken } of diagnosis.chains) {
    lines.push(paint('bold', printable(entrance)));
    for (const { link, state, text: says } of links) {
      const style = state === 'holds' ? 'good' : state === 'broken' ? 'error' : 'dim';
      const first = state === 'broken' && link === broken ? '  ← the first that is broken' : '';
      lines.push(`  ${paint(style, MARKS[state])} ${LINKS[link].padEnd(30)}${printable(says)}${first}`);
    }
    lines.push('');
  }
  for (const { cause, sighting, severity, follows } of diagnosis.causes) {
    const container = sighting.container === undefined ? '' : `, container ${sighting.container}`;
    lines.push(`${paint(severity, severity)}  ${cause.id}  ${printable(objectInWords(sighting.subject) + container)}`);
    lines.push(`  ${printable(sighting.message)}${follows === undefined ? '' : ` (follows from ${follows})`}`);
    lines.push(...sighting.evidence.map(({ where, says }) => `  seen:  ${printable(where)}: ${printable(says)}`));
    lines.push(`  fix:   ${printable(sighting.fix)}`, `  next:  ${printable(sighting.next)}`, '');
  }
  lines.push(...checklistLines(diagnosis, paint), '');
  for (const { what, because } of diagnosis.unread) {
    lines.push(`${paint('warning', 'not read')}  ${printable(what)}: ${printable(because)}`);
  }
  for (const { rule, severity, object, message } of diagnosis.findings) {
    lines.push(`${paint('dim', `review ${severity}`)}  ${rule}  ${printable(`${object.kind} ${object.name}: ${message}`)}`);
  }
  const [result, rest] = resultInWords(diagnosis).split(/ (?=in )/);
  lines.push(`${paint('bold', result)} ${rest}`);
  return `${lines.join('\n')}\n`;
}

/** Level by level, each item with its answer and what tells it. */
function checklistLines({ checklist }: Diagnosis, paint: ReturnType<typeof paintWith>): readonly string[] {
  return [
    paint('bold', 'Checklist'),
    ...Object.entries(LEVELS).flatMap(([level, title]) =>
      checklist
        .filter((item) => item.level === level)
        .map(({ answer, says, evidence }, index) => {
          const style = answer === 'yes' ? 'good' : answer === 'no' ? 'error' : 'dim';
          const word = answer === 'unseen' ? 'cannot be seen from here' : answer;
          return `  ${(index === 0 ? title : '').padEnd(12)}${paint(style, ANSWERS[answer])} ${says}: ${word} (${printable(evidence)})`;
        }),
    ),
  ];
}
