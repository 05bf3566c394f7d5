import { h, type ComponentChild } from 'preact';
import type { ReportProblem } from '../review/report';
import { printable } from '../wording/printable';
import { placeInWords } from '../review/reporters/wording';

/** Input that could not be used. */
export function problemList(problems: readonly ReportProblem[]): ComponentChild {
  return h(
    'ul',
    null,
    problems.map((problem) => h('li', null, h('code', null, printable(placeInWords(problem))), ': ', printable(problem.message))),
  );
}
