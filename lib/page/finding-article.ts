import { h, type ComponentChild } from 'preact';
import type { Finding } from '../review';
import { codeFrame } from '../review/reporters/code-frame';
import { printable } from '../wording/printable';
import { objectInWords, placeInWords } from '../review/reporters/wording';

/** A finding: what disagrees, where, what that does to users, and what to change. */
export function findingArticle(finding: Finding, source: string | undefined, tag: string = finding.severity): ComponentChild {
  return h(
    'article',
    { class: finding.severity },
    h('h3', null, h('span', { class: finding.severity }, tag), ' ', h('code', null, finding.rule), ' ', printable(objectInWords(finding))),
    h('p', { class: 'faint' }, printable(placeInWords(finding) || finding.path)),
    h('p', null, printable(finding.message)),
    source !== undefined &&
      finding.line !== undefined &&
      h('pre', { tabindex: 0 }, codeFrame(source, finding.line, finding.column ?? 1).join('\n')),
    h(
      'dl',
      null,
      h('dt', null, 'So'),
      h('dd', null, printable(finding.consequence)),
      h('dt', null, 'Fix'),
      h('dd', null, printable(finding.fix)),
    ),
  );
}
