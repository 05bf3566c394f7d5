import { h, type ComponentChild } from 'preact';
import type { Change } from '../difference/change';
import type { Difference } from '../difference/difference';
import type { OutcomeChange } from '../difference/outcome-change';
import { outcomeInWords, sidesInWords, summaryInWords, unsimulatedInWords } from '../difference/reporters/wording';
import { budgetInWords } from '../manifest/probe-budget';
import type { Finding } from '../review';
import { printable } from '../wording/printable';
import { objectInWords, placeInWords } from '../review/reporters/wording';
import { findingArticle } from './finding-article';
import { pageOf, type Section } from './page';
import { problemList } from './problem-list';

/** What a change of the manifests changes, as a page. */
export function differencePage(difference: Difference, sources: ReadonlyMap<string, string>): string {
  const {
    findings: { added, fixed, suppressed },
    paths,
    probes,
    outcomes,
    problems,
  } = difference;
  const unsimulated = unsimulatedInWords(difference);
  const sections: (Section | false)[] = [
    problems.length > 0 && { heading: 'Unusable input', body: problemList(problems) },
    {
      heading: 'New findings',
      body: added.length
        ? added.map((finding) => findingArticle(finding, sources.get(finding.file ?? ''), `new ${finding.severity}`))
        : h('p', null, 'None.'),
    },
    fixed.length > 0 && { heading: 'Fixed', body: findingList(fixed) },
    suppressed.length > 0 && { heading: 'Suppressed', body: findingList(suppressed) },
    paths.length > 0 && { heading: 'The path of a request', body: changeTable(paths, String) },
    (outcomes.length > 0 || unsimulated !== undefined) && {
      heading: 'Scenarios that end differently',
      body: [outcomeTable(outcomes), unsimulated !== undefined && h('p', null, printable(unsimulated))],
    },
    probes.length > 0 && { heading: 'What the probes promise', body: changeTable(probes, budgetInWords) },
  ];
  return pageOf({
    title: 'Difference of two sets of manifests',
    summary: summaryInWords(difference),
    sections: sections.filter((section) => section !== false),
    writer: `probewise ${difference.version}`,
  });
}

function findingList(findings: readonly Finding[]): ComponentChild {
  return h(
    'ul',
    null,
    findings.map((finding) =>
      h(
        'li',
        null,
        `${finding.severity} `,
        h('code', null, finding.rule),
        ` ${printable(objectInWords(finding))} `,
        h('span', { class: 'faint' }, printable(placeInWords(finding))),
      ),
    ),
  );
}

function changeTable<T>(changes: readonly Change<T>[], inWords: (value: T) => string): ComponentChild {
  return h(
    'div',
    { class: 'scroll', tabindex: 0 },
    h(
      'table',
      null,
      h(
        'thead',
        null,
        h(
          'tr',
          null,
          ['What', 'before', 'after'].map((heading) => h('th', { scope: 'col' }, heading)),
        ),
      ),
      h(
        'tbody',
        null,
        changes.map((change) =>
          h(
            'tr',
            null,
            h('th', { scope: 'row' }, printable(change.name)),
            sidesInWords(change, inWords).map((side) => h('td', null, printable(side))),
          ),
        ),
      ),
    ),
  );
}

function outcomeTable(outcomes: readonly OutcomeChange[]): ComponentChild {
  return (
    outcomes.length > 0 &&
    h(
      'div',
      { class: 'scroll', tabindex: 0 },
      h(
        'table',
        null,
        h(
          'thead',
          null,
          h(
            'tr',
            null,
            ['Scenario', 'Workload', 'Change', 'What differs'].map((heading) => h('th', { scope: 'col' }, heading)),
          ),
        ),
        h(
          'tbody',
          null,
          outcomes.map((change) =>
            h(
              'tr',
              null,
              h('th', { scope: 'row' }, change.scenario),
              [printable(change.workload), change.direction, outcomeInWords(change)].map((cell) => h('td', null, cell)),
            ),
          ),
        ),
      ),
    )
  );
}
