import { describe, expect, it } from '@jest/globals';
import { Random } from '../../lib/kubelet/random';

const draws = (random: Random, count: number) => Array.from({ length: count }, () => random.uniform());

describe('random numbers of the model', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(draws(Random.seeded(7), 5)).toEqual(draws(Random.seeded(7), 5));
    expect(draws(Random.seeded(7), 5)).not.toEqual(draws(Random.seeded(8), 5));
  });

  it('come in streams that do not disturb each other', () => {
    const undisturbed = draws(Random.seeded(7).stream('arrivals'), 5);
    const random = Random.seeded(7);

    draws(random.stream('restarts'), 100);

    expect(draws(random.stream('arrivals'), 5)).toEqual(undisturbed);
  });

  it('spread evenly, and wait for the mean on average', () => {
    const random = Random.seeded(1);
    const uniform = draws(random, 10_000);
    const waits = Array.from({ length: 10_000 }, () => random.exponential(20));

    expect(uniform.reduce((sum, draw) => sum + draw, 0) / 10_000).toBeCloseTo(0.5, 1);
    expect(Math.min(...uniform)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...uniform)).toBeLessThan(1);
    expect(waits.reduce((sum, wait) => sum + wait, 0) / 10_000 / 20).toBeCloseTo(1, 1);
  });
});
