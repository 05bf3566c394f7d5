import type { Change } from '../change';
import type { Difference } from '../difference';
import type { OutcomeChange } from '../outcome-change';
import { percent } from '../../simulation/reporters/wording';
import { plural } from '../../wording/plural';
import { durationInWords } from '../../wording/duration';

/** `1 new, 2 fixed; 1 request path and 3 probes changed; 4 outcomes worse, 1 better`. */
export function summaryInWords({ findings, paths, probes, outcomes }: Difference): string {
  const worse = outcomes.filter(({ direction }) => direction === 'worse').length;
  const lives = outcomes.length ? `; ${plural(worse, 'outcome')} worse, ${outcomes.length - worse} better` : '';
  const suppressed = findings.suppressed.length ? `, ${findings.suppressed.length} suppressed` : '';
  return (
    `${findings.added.length} new, ${findings.fixed.length} fixed${suppressed}; ` +
    `${plural(paths.length, 'request path')} and ${plural(probes.length, 'probe')} changed${lives}`
  );
}

/** Both sides of a change, in words. */
export function sidesInWords<T>({ before, after }: Change<T>, inWordsOf: (value: T) => string): readonly [string, string] {
  return [before === undefined ? 'not there' : inWordsOf(before), after === undefined ? 'gone' : inWordsOf(after)];
}

/** What differs, the verdict first: `held → broken, 0 → 4 restarts`. */
export function outcomeInWords({ before, after }: OutcomeChange): string {
  const change = <T>(one: T, other: T, inWordsOf: (value: T) => string): string[] => {
    const sides = [inWordsOf(one), inWordsOf(other)];
    return sides[0] === sides[1] ? [] : [sides.join(' → ')];
  };
  return [
    ...change(before.verdict, after.verdict, String),
    ...change(before.restarts, after.restarts, String).map((restarts) => `${restarts} ${after.restarts === 1 ? 'restart' : 'restarts'}`),
    ...change(before.secondsWithoutReadyPod, after.secondsWithoutReadyPod, durationInWords).map((time) => `${time} without a ready pod`),
    ...change(before.lost, after.lost, percent).map((share) => `${share} of the requests lost`),
  ].join(', ');
}

/** Nothing where all were simulated. */
export function unsimulatedInWords({ unsimulated }: Difference): string | undefined {
  return unsimulated.length ? `not simulated, although they changed: ${unsimulated.join(', ')}` : undefined;
}
