import { expect, test } from '@jest/globals';
import { PLAN, Pod, WEB } from './deployed';
import { becomesReady } from './kubelet';
import { Postgres } from './postgres';
import { describeApplication } from './suite';
import { fetchFrom } from '../e2e/http';
import { childrenOf, eventually } from '../e2e/processes';
import type { Running } from '../e2e/processes';

const INGRESS = { Host: 'obcms.example.gov', 'X-Forwarded-Proto': 'https' };
const PAGES = 40;

/** As Prometheus scrapes: by the pod's address, and without TLS. */
async function scrape(pod: Pod): Promise<string> {
  const { status, body } = await fetchFrom({ port: pod.metricsPort, path: '/metrics' });
  expect(status).toBe(200);
  return body;
}

async function pages(pod: Pod, count: number): Promise<void> {
  for (let page = 0; page < count; page++) {
    expect((await fetchFrom({ port: pod.port, path: '/', headers: INGRESS })).status).toBe(200);
  }
}

const counted = (text: string) => Number(/^obcms_requests_total\{method="GET",route="",status="200"\} (\S+)$/m.exec(text)?.[1]);
const inFlight = (text: string) => Number(/^obcms_requests_in_flight (\S+)$/m.exec(text)?.[1]);

async function serving(): Promise<{ pod: Pod; server: Running }> {
  const postgres = await Postgres.start();
  const pod = await Pod.create({ database: postgres.url() });
  expect(await pod.migrate().ends(30)).toBe(0);
  const server = pod.serve({ environment: { DRILLS: 'on' } });
  await becomesReady(pod, server);
  return { pod, server };
}

describeApplication(`given ${PLAN.workers} workers`, () => {
  test('the metrics are those of all workers, whichever is asked, and on their own port only', async () => {
    const { pod } = await serving();
    await pages(pod, PAGES);
    expect(new Set(await Promise.all(Array.from({ length: 10 }, () => scrape(pod).then(counted))))).toEqual(new Set([PAGES]));
    expect((await fetchFrom({ port: pod.port, path: '/metrics', headers: INGRESS })).status).toBe(404);
    expect(WEB.ports.map(({ name }: { name: string }) => name)).toEqual(['http', 'metrics']);
  });

  test('after a worker has been recycled its counts stay, and its requests in flight do not', async () => {
    const { pod, server } = await serving();
    await pages(pod, PAGES);
    const waits = Array.from({ length: 2 }, () =>
      fetchFrom({ port: pod.port, path: '/drills/slow/?seconds=20', headers: INGRESS }).catch(() => undefined),
    );
    await eventually(
      async () => inFlight(await scrape(pod)) === 2,
      10,
      () => 'two requests in flight',
    );
    const before = childrenOf(server.pid);
    before.forEach((pid) => process.kill(pid, 'SIGKILL')); // the hardest way to go: it cannot tidy up after itself
    const replaced = () => childrenOf(server.pid).length === PLAN.workers && !childrenOf(server.pid).some((pid) => before.includes(pid));
    await eventually(replaced, 10, () => server.output);
    await Promise.all(waits);
    await eventually(
      async () => inFlight(await scrape(pod).catch(() => '')) === 0,
      10,
      () => 'nothing in flight',
    );
    expect(counted(await scrape(pod))).toBe(PAGES);
    await pages(pod, PAGES);
    expect(counted(await scrape(pod))).toBe(2 * PAGES);
  });

  test('a start of the container begins at nothing, whatever an earlier one left', async () => {
    const { pod, server } = await serving();
    await pages(pod, PAGES);
    server.signal('SIGKILL');
    await server.ends(5);
    await eventually(
      () =>
        fetchFrom({ port: pod.port, path: '/health/' }).then(
          () => false,
          () => true,
        ),
      10,
      () => 'its workers are still there',
    );
    const again = pod.serve();
    await becomesReady(pod, again);
    expect(counted(await scrape(pod))).toBe(NaN);
  });
});
