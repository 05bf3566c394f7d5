import { h } from 'preact';
import type { Reading } from '../reading/reading';
import { probeBudgets } from '../manifest/probe-budget';
import { requestPaths } from '../reading/request-path';
import type { Report } from '../review/report';
import { objectInWords, resultInWords } from '../review/reporters/wording';
import { printable } from '../wording/printable';
import { budgetFigure } from './budget-figure';
import { findingArticle } from './finding-article';
import { pageOf, type Section } from './page';
import { problemList } from './problem-list';
import { requestPathList } from './request-path-list';

/** What a page is that holds more than a review. */
export interface PageExtras {
  readonly title: string;
  /** Between the findings and the paths of requests. */
  readonly sections: readonly Section[];
}

const REVIEW: PageExtras = { title: 'Review of Kubernetes manifests', sections: [] };

/** A review as a page: the findings, the paths of requests, and what the probes promise. */
export function reviewPage(
  report: Report,
  reading: Reading,
  sources: ReadonlyMap<string, string>,
  { title, sections: extras }: PageExtras = REVIEW,
): string {
  const open = report.findings.filter(({ suppressed }) => !suppressed);
  const suppressed = report.findings.filter((finding) => finding.suppressed);
  const paths = requestPaths(reading);
  const budgets = probeBudgets(reading.bundle);
  const sections: (Section | false)[] = [
    report.problems.length > 0 && { heading: 'Unusable input', body: problemList(report.problems) },
    {
      heading: 'Findings',
      body: open.length ? open.map((finding) => findingArticle(finding, sources.get(finding.file ?? ''))) : h('p', null, 'Nothing to say.'),
    },
    suppressed.length > 0 && {
      heading: 'Suppressed',
      body: h(
        'ul',
        null,
        suppressed.map((finding) =>
          h('li', null, h('code', null, finding.rule), ' ', printable(objectInWords(finding)), ': ', printable(finding.reason ?? '')),
        ),
      ),
    },
    ...extras,
    paths.length > 0 && { heading: 'The path of a request', body: requestPathList(paths) },
    budgets.size > 0 && { heading: 'What the probes promise', body: budgetFigure(budgets) },
  ];
  return pageOf({
    title,
    summary: printable(resultInWords(report)),
    sections: sections.filter((section) => section !== false),
    writer: `probewise ${report.version}`,
  });
}
