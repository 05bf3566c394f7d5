import { expect, test } from '@jest/globals';
import { VirtualClock } from '../../../lib/kubelet/clock';
import { Random } from '../../../lib/kubelet/random';
import { Dependency } from '../../../lib/simulation/pool/dependency';
import { Pool } from '../../../lib/simulation/pool/pool';
import { POOL_DEFAULTS } from '../../../lib/simulation/pool/pool-settings';
import { put } from '../../../lib/simulation/pool/question';
import { Traffic } from '../../../lib/simulation/traffic/traffic';

const ENDPOINT = { dependent: false, without: '500' } as const;

// docs/facts.md, "A full backlog": all 100 were answered, the last after 17 s, and 16 of 24 probes were not, those up to 15 s.
test('given 100 requests of half a second at once, three sync workers and a backlog of 64, each is answered, most probes are not', () => {
  const clock = new VirtualClock();
  const dependency = new Dependency(clock, 13_000);
  const random = Random.seeded(1);
  const pool = new Pool({
    clock,
    dependency,
    random,
    settings: { ...POOL_DEFAULTS, workers: 3, backlog: 64, boot: 0 },
    onExit: () => undefined,
  });
  clock.runUntil(1_000);
  const traffic = new Traffic({
    clock,
    random,
    requestsPerSecond: 0,
    serviceTime: () => 500,
    cpuShare: 0,
    endpoint: ENDPOINT,
    clientTimeout: 60_000,
    backends: () => [pool],
  });
  traffic.burst(100);
  const answers: boolean[] = [];
  for (let second = 0; second < 24; second += 1) {
    let answered = false;
    put({ kind: 'request', endpoint: ENDPOINT, cpu: 2 }, pool, dependency, 1_000, () => (answered = true));
    clock.runUntil(clock.now + 1_000);
    answers.push(answered);
  }
  clock.runUntil(120_000);

  expect(traffic.statistics.of('ok')).toBe(100);
  expect(traffic.statistics.latencies.within(0.99)! / 17_000).toBeCloseTo(1, 1);
  expect(answers.filter((answered) => !answered).length).toBeGreaterThanOrEqual(15);
  expect(answers.filter((answered) => !answered).length).toBeLessThanOrEqual(18);
});
