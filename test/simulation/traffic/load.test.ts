import { describe, expect, test } from '@jest/globals';
import { VirtualClock } from '../../../lib/kubelet/clock';
import { Random } from '../../../lib/kubelet/random';
import { Dependency } from '../../../lib/simulation/pool/dependency';
import { Pool } from '../../../lib/simulation/pool/pool';
import { POOL_DEFAULTS } from '../../../lib/simulation/pool/pool-settings';
import { serviceTimes } from '../../../lib/simulation/traffic/load';
import { Traffic, type TrafficProps } from '../../../lib/simulation/traffic/traffic';

/** Ten minutes of users of two workers with eight threads. */
function served(props: Partial<TrafficProps>) {
  const clock = new VirtualClock();
  const random = Random.seeded(1);
  const pool = new Pool({
    clock,
    random: random.stream('pool'),
    dependency: new Dependency(clock, 13_000),
    settings: { ...POOL_DEFAULTS, concurrency: 'gthread', workers: 2, threads: 8, cores: 2, boot: 0 },
    onExit: () => undefined,
  });
  const traffic = new Traffic({
    clock,
    random,
    requestsPerSecond: 20,
    serviceTime: serviceTimes(100, undefined),
    cpuShare: 0.05,
    endpoint: { dependent: false, without: '500' },
    clientTimeout: 60_000,
    backends: () => [pool],
    ...props,
  });
  clock.runUntil(1_000);
  traffic.run(601_000);
  clock.runUntil(700_000);
  return { sent: traffic.statistics.sent, ...traffic.statistics.latencies.percentiles };
}

describe('given requests of which 95 of 100 take 20 ms, and the others 2 s', () => {
  // docs/facts.md, "Mixed service times": 99 of 100 within 2.0 to 2.35 s. Spread around the mean of 119 ms it would be a quarter of that.
  test('99 of 100 are answered within little more than 2 s', () => {
    const mixed = [
      { share: 0.95, seconds: 0.02 },
      { share: 0.05, seconds: 2 },
    ];
    const { p50, p99 } = served({ serviceTime: serviceTimes(0, mixed) });

    expect(p50).toBeLessThan(30);
    expect(p99).toBeGreaterThan(1_900);
    expect(p99).toBeLessThan(2_400);
    expect(served({ serviceTime: serviceTimes(119, undefined) }).p99).toBeLessThan(700);
  });
});

test('a steady load is as many requests as it says, and hardly waits', () => {
  const [random, steady] = (['random', 'steady'] as const).map((arrivals) =>
    served({ arrivals, requestsPerSecond: 100, serviceTime: () => 100 }),
  );

  expect(steady.sent).toBe(60_000 - 1);
  expect(steady.p99!).toBeLessThan(random.p99!);
});
