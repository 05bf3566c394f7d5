import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { Pod, WEB } from './deployed';
import { allBecome, becomes, becomesReady, probe } from './kubelet';
import type { Attempt } from './kubelet';
import { Postgres } from './postgres';
import { Proxy } from './proxy';
import { Redis } from './redis';
import { describeApplication } from './suite';
import { fetchFrom } from '../e2e/http';
import { childrenOf, freePort } from '../e2e/processes';
import type { Running } from '../e2e/processes';

const LASTS = process.env.CI === 'true' ? 60 : 15;
/** "At once": far below the second that a hasty probe allows. The median of what was measured is 3 ms. */
const AT_ONCE = 500;
/** How old a result may be before it counts as a failure: READINESS_TOO_OLD, and the rest between two rounds. */
const NOTICED = 10 + 2;

/** Both probes, every half second for as long as the outage lasts. */
async function probed(pod: Pod, seconds: number): Promise<{ readiness: Attempt[]; liveness: Attempt[] }> {
  const [readiness, liveness]: Attempt[][] = [[], []];
  const until = Date.now() + seconds * 1000;
  while (Date.now() < until) {
    readiness.push(await probe(pod, 'readinessProbe'));
    liveness.push(await probe(pod, 'livenessProbe'));
    await sleep(500);
  }
  return { readiness, liveness };
}

function slowest(attempts: readonly Attempt[]): number {
  return Math.max(...attempts.map(({ milliseconds }) => milliseconds));
}

async function ready(pod: Pod): Promise<{ server: Running; workers: number[] }> {
  expect(await pod.migrate().ends(30)).toBe(0);
  const server = pod.serve();
  await becomesReady(pod, server);
  return { server, workers: childrenOf(server.pid) };
}

describeApplication(`given a database that is away for ${LASTS} s`, () => {
  test.each([
    ['refuses', 'refuse'],
    ['hangs: packets are swallowed', 'swallow'],
  ] as const)(
    'when it %s, readiness says 503 at once and names it, liveness answers, and all is well again by itself',
    async (_, outage) => {
      const [postgres, redis] = [await Postgres.start(), await Redis.start()];
      const network = await Proxy.to(postgres.port);
      const pod = await Pod.create({ database: postgres.url(network.port), cache: redis.url });
      const { server, workers } = await ready(pod);

      network[outage]();
      await allBecome(pod, server, ({ status }) => status === 503, NOTICED + 3);
      const { readiness, liveness } = await probed(pod, LASTS);
      expect(new Set(readiness.map(({ status }) => status))).toEqual(new Set([503]));
      expect(JSON.parse(readiness[0].body).failing).toContain('database');
      expect(liveness.every(({ success }) => success)).toBe(true);
      expect(Math.max(slowest(readiness), slowest(liveness))).toBeLessThan(AT_ONCE);
      expect(readiness.map(({ body }) => body).join('')).not.toContain(Postgres.password);

      await network.forward();
      await allBecome(pod, server, ({ success }) => success, NOTICED);
      expect(
        (await fetchFrom({ port: pod.port, path: '/', headers: { Host: 'obcms.example.gov', 'X-Forwarded-Proto': 'https' } })).status,
      ).toBe(200);
      expect(childrenOf(server.pid)).toEqual(workers); // no worker was killed for it
    },
    (LASTS + 120) * 1000,
  );
});

describeApplication('given a cache that is down', () => {
  test('the pod stays ready and says degraded, its pages are served, and all is well again by itself', async () => {
    const [postgres, redis] = [await Postgres.start(), await Redis.start()];
    const pod = await Pod.create({ database: postgres.url(), cache: redis.url });
    const { server } = await ready(pod);
    await redis.server.end();
    const { body, success } = await becomes(pod, server, (attempt) => JSON.parse(attempt.body).status !== 'ready', 10);
    expect({ success, ...JSON.parse(body) }).toMatchObject({ success: true, status: 'degraded', degraded: ['cache'], failing: [] });
    expect(
      (await fetchFrom({ port: pod.port, path: '/', headers: { Host: 'obcms.example.gov', 'X-Forwarded-Proto': 'https' } })).status,
    ).toBe(200);
    await Redis.start(redis.port);
    await becomes(pod, server, (attempt) => JSON.parse(attempt.body).status === 'ready', 10);
  });

  test('where it is declared required, readiness says 503 and names it, and liveness answers', async () => {
    const postgres = await Postgres.start();
    const pod = await Pod.create({ database: postgres.url(), cache: `redis://127.0.0.1:${await freePort()}/0` });
    expect(await pod.migrate().ends(30)).toBe(0);
    const server = pod.serve({ environment: { READINESS_REQUIRED: 'database,migrations,cache' } });
    const { body } = await becomes(pod, server, ({ status, body: text }) => status === 503 && !text.includes('not checked yet'), 30);
    expect(JSON.parse(body)).toMatchObject({ status: 'unavailable', failing: ['cache'] });
    expect((await probe(pod, 'livenessProbe')).success).toBe(true);
  });
});

test('an outage of the test is longer than readiness takes to notice one', () => {
  expect(LASTS).toBeGreaterThan(NOTICED);
  expect(WEB.readinessProbe.timeoutSeconds * 1000).toBeGreaterThan(AT_ONCE);
});
