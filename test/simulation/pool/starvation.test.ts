import { describe, expect, test } from '@jest/globals';
import { VirtualClock } from '../../../lib/kubelet/clock';
import { put, type Question } from '../../../lib/simulation/pool/question';
import type { Answer } from '../../../lib/kubelet/prober/probe';
import { Dependency } from '../../../lib/simulation/pool/dependency';
import { Pool } from '../../../lib/simulation/pool/pool';
import { POOL_DEFAULTS, type PoolSettings } from '../../../lib/simulation/pool/pool-settings';
import { Request } from '../../../lib/simulation/pool/request';
import { Random } from '../../../lib/kubelet/random';

const ENDPOINT = { dependent: false, without: '500' } as const;
const HEALTH: Question = { kind: 'request', endpoint: ENDPOINT, cpu: 2 };

class SlowRequest extends Request {
  public constructor() {
    super();
    this.endpoint = ENDPOINT;
    this.wait = 20_000;
  }

  public end(): void {}
}

/** How many of ten health requests, half a second apart, are answered within a second while so many slow requests run. */
function answeredBeside(slow: number, settings: Partial<PoolSettings>, seed = 1): number {
  const clock = new VirtualClock();
  const dependency = new Dependency(clock, 13_000);
  const pool = new Pool({
    clock,
    dependency,
    random: Random.seeded(seed),
    settings: { ...POOL_DEFAULTS, cores: 2, ...settings },
    onExit: () => undefined,
  });
  clock.runUntil(10_000);
  for (let index = 0; index < slow; index += 1) {
    pool.receive(new SlowRequest());
  }
  let answered = 0;
  for (let index = 0; index < 10; index += 1) {
    const asked = clock.now + 1;
    clock.at(asked, () =>
      put(HEALTH, pool, dependency, 1_000, (answer: Answer) => {
        answered += Number(answer === 'success' && clock.now - asked <= 1_000);
      }),
    );
    clock.runUntil(clock.now + 500);
  }
  clock.runUntil(clock.now + 60_000);
  return answered;
}

describe('slow requests of users and the probe that waits behind them', () => {
  test.each([
    ['sync, 2 workers', { workers: 2 }, 2],
    ['sync, 4 workers', { workers: 4 }, 4],
    ['gthread, 1 × 4', { concurrency: 'gthread', threads: 4 }, 4],
    [
      'gthread, 2 × 4, with no more connections than threads',
      { concurrency: 'gthread', workers: 2, threads: 4, connections: 4, keepAlive: 0 },
      8,
    ],
  ] as const)('%s: the probe is answered until there are as many as were measured', (_, settings, starving) => {
    expect(answeredBeside(starving - 1, settings)).toBe(10);
    expect(answeredBeside(starving, settings)).toBeLessThan(10);
  });

  // A worker accepts what its threads cannot serve yet, so it is up to the kernel when the first of the two is full.
  test('gthread, 2 × 4: three never hold up a probe, four to six may, seven do', () => {
    const answered = (slow: number) =>
      Array.from({ length: 20 }, (_, seed) => answeredBeside(slow, { concurrency: 'gthread', workers: 2, threads: 4 }, seed));

    expect(Math.min(...answered(3))).toBe(10);
    for (const slow of [4, 5, 6]) {
      expect([Math.min(...answered(slow)) < 10, Math.max(...answered(slow))]).toEqual([true, 10]);
    }
    expect(Math.max(...answered(7))).toBeLessThan(10);
  });

  test('async, 1 worker: 64 slow requests do not hold up the probe', () => {
    expect(answeredBeside(64, { concurrency: 'async' })).toBe(10);
  });

  test('a sync pool that is full answers no probe at all, a gthread pool with one full worker some', () => {
    expect(answeredBeside(2, { workers: 2 })).toBe(0);
    expect(answeredBeside(7, { concurrency: 'gthread', workers: 2, threads: 4 })).toBeGreaterThan(0);
  });
});
