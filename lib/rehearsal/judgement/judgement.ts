import { RULES, type Rule } from '../../review';
import type { Evidence } from '../evidence';
import type { Play } from '../play';
import { judgeBinding } from './binding';
import { judgeBoot } from './booting';
import { judgeDisturbance } from './disturbing';
import { judgeLaunch } from './launching';
import type { Measured } from './measured';
import { judgeProbes } from './probing';
import { MEASURED_RULES } from './rules';
import { judgeShutdown } from './stopping';
import { judgeWork } from './working';

export type Subject = Pick<Play, 'manifests' | 'reading' | 'workload' | 'container'>;

/** What is wrong with what was measured. */
export function judgeEvidence(subject: Subject, evidence: Evidence): Measured[] {
  return [
    ...judgeLaunch(subject),
    ...judgeBoot(subject.container, evidence),
    ...judgeBinding(subject, evidence),
    ...judgeProbes(subject.container, evidence),
    ...judgeWork(subject, evidence),
    ...judgeDisturbance(subject.container, evidence),
    ...judgeShutdown(subject, evidence),
  ];
}

/**
 * The rules of what was measured, to be applied like any others: what is suppressed counts, and a finding
 * stands where its field is written.
 */
export function rulesOf({ workload, container }: Subject, measured: readonly Measured[]): Rule[] {
  return [...RULES, ...MEASURED_RULES]
    .filter(({ id }) => measured.some(({ rule }) => rule === id))
    .map((rule) => ({
      ...rule,
      check: ({ bundle }) => {
        const object = bundle.objects.find(({ json }) => json === workload.object.json) ?? workload.object;
        return measured
          .filter((one) => one.rule === rule.id)
          .map(({ rule: _, ...seen }) => ({ ...seen, object, container: container.name }));
      },
    }));
}
