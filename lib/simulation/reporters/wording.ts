import type { Assumption } from '../assumptions';
import type { ScenarioResult } from '../scenario';
import type { WorkloadSimulation } from '../simulation';
import type { Percentiles } from '../traffic/latencies';
import { ENDINGS } from '../traffic/statistics';

/** `3 of 13 scenarios broken, 2 not judged`. */
export function summaryInWords(workloads: readonly WorkloadSimulation[]): string {
  const results = workloads.flatMap((each) => each.results);
  const count = (wanted: ScenarioResult['verdict']) => results.filter(({ verdict }) => verdict === wanted).length;
  const unjudged = count('not judged');
  return `${count('broken')} of ${results.length} ${results.length === 1 ? 'scenario' : 'scenarios'} broken${
    unjudged ? `, ${unjudged} not judged` : ''
  }`;
}

/** Why a scenario is broken or not judged; nothing where it held. */
export function reasonInWords({ verdict, invariant, because }: ScenarioResult): string[] {
  return because === undefined ? [] : [verdict === 'broken' ? `not kept: ${invariant}: ${because}` : `not judged: ${because}`];
}

/** `105 / 310 / 790 ms`: half, 95 and 99 of 100; `-` where nobody was answered. */
export function latenciesInWords({ p50, p95, p99 }: Percentiles): string {
  return p50 === undefined ? '-' : `${[p50, p95, p99].map((each) => Math.round(each!)).join(' / ')} ms`;
}

/** `2 / 3 / 450 ms, 4 of 60 failed`. */
export function probesInWords({ probes }: ScenarioResult): string {
  return `${latenciesInWords(probes)}${probes.failed ? `, ${probes.failed} of ${probes.asked} failed` : ''}`;
}

/** `4.2 %: ingress 502 31, timed out 4`; `none`. */
export function lostInWords({ requests, answered, endings }: ScenarioResult): string {
  const lost = ENDINGS.filter((ending) => ending !== 'ok' && endings[ending] > 0).sort((one, other) => endings[other] - endings[one]);
  return requests === 0
    ? 'no requests'
    : lost.length === 0
      ? 'none'
      : `${percent(1 - answered)}: ${lost.map((ending) => `${ending} ${endings[ending]}`).join(', ')}`;
}

/** `2.4 %`; two digits that say something where there is little. */
export function percent(part: number): string {
  return `${(part * 100).toFixed(part > 0 && part < 0.01 ? 2 : 1)} %`;
}

/** The assumptions, those that were stated first. Each once, as the scenario that changes it says so itself. */
export function assumptionsInWords(results: readonly ScenarioResult[]): string[] {
  const stated = new Map<string, Assumption>();
  for (const assumption of results.flatMap(({ assumptions }) => assumptions)) {
    if (!stated.has(assumption.name) && !assumption.origin.startsWith('scenario ')) {
      stated.set(assumption.name, assumption);
    }
  }
  return [...stated.values()].map(
    ({ name, value, origin }) => `${name} ${typeof value === 'number' ? Math.round(value * 100) / 100 : value} (${origin})`,
  );
}
