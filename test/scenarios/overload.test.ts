import { describe, expect, test } from '@jest/globals';
import { runScenario, Scenario } from '../../lib/scenarios';
import { asking, web, type Web } from './subject';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** Four requests at once, a second each, on as many workers; the database and the CPU are no matter. */
const fullLoad = (subject: Web, seed: number) =>
  runScenario({ ...Scenario.overload(1), duration: 100, assuming: (assumptions) => ({ ...assumptions, load: 4 }) }, web(subject), {
    serviceTime: 1,
    cpuShare: 0,
    boot: 2,
    seed,
  });

const mean = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
const patience = (periodSeconds: number, timeoutSeconds: number, failureThreshold: number) =>
  asking('/health/', { periodSeconds, timeoutSeconds, failureThreshold });

describe('four sync workers at full load', () => {
  test('the death spiral: an impatient liveness probe costs about as much as was measured, 72 %', () => {
    const results = SEEDS.map((seed) => fullLoad({ args: ['--workers=4'], liveness: patience(5, 1, 3) }, seed));

    expect(mean(results.map(({ answered }) => answered))).toBeGreaterThan(0.6);
    expect(mean(results.map(({ answered }) => answered))).toBeLessThan(0.85);
    // Four were measured without the back-off that the kubelet keeps.
    expect(mean(results.map(({ restarts }) => restarts))).toBeGreaterThan(1.5);
  });

  test.each<[string, Web]>([
    ['no liveness probe', { args: ['--workers=4'] }],
    ['a patient one', { args: ['--workers=4'], liveness: patience(5, 10, 6) }],
    ['threads, and the impatient one', { args: ['--workers=2', '--threads=8'], liveness: patience(5, 1, 3) }],
  ])('its cure: %s answers every request', (_, subject) => {
    for (const seed of SEEDS) {
      expect(fullLoad(subject, seed)).toMatchObject({ verdict: 'held', restarts: 0, answered: 1 });
    }
  });

  // A pod that is condemned sooner comes back with an empty queue; one that holds on is condemned later, at the worst moment, and
  // once more before the end. So patience is no guarantee while the pool is overloaded, and it takes a limit on the load.
  test('more patience can mean more restarts', () => {
    const impatient = fullLoad({ args: ['--workers=4'], liveness: patience(5, 1, 2) }, 1);
    const patient = fullLoad({ args: ['--workers=4'], liveness: patience(5, 1, 3) }, 1);

    expect(patient.restarts).toBeGreaterThan(impatient.restarts);
  });
});
