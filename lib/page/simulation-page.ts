import { h, type ComponentChild } from 'preact';
import { pageOf, type Section } from './page';
import { problemList } from './problem-list';
import { timelineFigure } from './timeline-figure';
import { assumptionsInWords, lostInWords, summaryInWords } from '../simulation/reporters/wording';
import type { ScenarioResult } from '../simulation/scenario';
import type { Simulation, WorkloadSimulation } from '../simulation/simulation';
import { printable } from '../wording/printable';
import { durationInWords } from '../wording/duration';

/** What came of the scenarios, as a page: a table for each workload, and the life of a pod where an invariant was broken. */
export function simulationPage({ version, problems, workloads }: Simulation): string {
  const sections: (Section | false)[] = [
    problems.length > 0 && { heading: 'Unusable input', body: problemList(problems) },
    ...workloads.map((simulation) => ({ heading: printable(simulation.workload), body: body(simulation) })),
  ];
  return pageOf({
    title: 'What happens when the world is disturbed',
    summary: summaryInWords(workloads),
    sections: sections.filter((section) => section !== false),
    writer: `probewise ${version}`,
  });
}

function body({ results }: WorkloadSimulation): ComponentChild {
  return [
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
            ['Scenario', 'verdict', 'restarts', 'no ready pod', 'requests lost'].map((heading) => h('th', { scope: 'col' }, heading)),
          ),
        ),
        h('tbody', null, results.map(row)),
      ),
    ),
    h('p', { class: 'faint' }, `Assumptions: ${assumptionsInWords(results).map(printable).join(', ')}.`),
    ...results.filter(({ verdict }) => verdict === 'broken').map(broken),
  ];
}

function row(result: ScenarioResult): ComponentChild {
  return h(
    'tr',
    null,
    h('th', { scope: 'row' }, result.scenario),
    h('td', { class: result.verdict === 'broken' ? 'error' : 'good' }, result.verdict),
    h('td', null, result.restarts),
    h('td', null, result.secondsWithoutReadyPod ? durationInWords(result.secondsWithoutReadyPod) : '–'),
    h('td', null, lostInWords(result)),
  );
}

function broken({ scenario, invariant, because, trace, course }: ScenarioResult): ComponentChild {
  return h(
    'article',
    { class: 'error' },
    h('h3', null, scenario),
    h('p', null, `Not kept: ${invariant}: ${because}.`),
    trace && course && timelineFigure(trace, course),
  );
}
