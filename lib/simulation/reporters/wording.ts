import type { Assumption } from '../assumptions';
import type { ScenarioResult } from '../scenario';
import type { WorkloadSimulation } from '../simulation';
import { ENDINGS } from '../traffic/statistics';

/** `3 of 13 scenarios broken`. */
export function summaryInWords(workloads: readonly WorkloadSimulation[]): string {
  const results = workloads.flatMap((each) => each.results);
  const broken = results.filter(({ verdict }) => verdict === 'broken').length;
  return `${broken} of ${results.length} ${results.length === 1 ? 'scenario' : 'scenarios'} broken`;
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
