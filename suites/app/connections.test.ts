import { expect, test } from '@jest/globals';
import { PLAN, Pod } from './deployed';
import { becomesReady } from './kubelet';
import { Postgres } from './postgres';
import { Proxy } from './proxy';
import { describeApplication } from './suite';
import { fetchFrom } from '../e2e/http';

const INGRESS = { Host: 'obcms.example.gov', 'X-Forwarded-Proto': 'https' };
const RESERVED = 3; // PostgreSQL's superuser_reserved_connections

describeApplication('given a database with exactly as many connections as the plan says that a pod opens', () => {
  test('a pool that is busy in every thread opens those, and not one more; nobody is refused', async () => {
    expect(PLAN.connections).toBe(PLAN.workers * (PLAN.threads + 1)); // the last one is the monitor's
    const postgres = await Postgres.start({ maxConnections: PLAN.connections! + RESERVED });
    postgres.query("CREATE ROLE application LOGIN PASSWORD 'its-own'; GRANT ALL ON SCHEMA public TO application");
    const network = await Proxy.to(postgres.port);
    const pod = await Pod.create({ database: `postgres://application:its-own@127.0.0.1:${network.port}/obcms` });
    expect(await pod.migrate().ends(30)).toBe(0);
    const server = pod.serve({ environment: { DRILLS: 'on' } });
    await becomesReady(pod, server);

    const busy = (count: number) =>
      Promise.all(Array.from({ length: count }, () => fetchFrom({ port: pod.port, path: '/drills/query/?seconds=0.5', headers: INGRESS })));
    const waves = [...(await busy(4 * PLAN.concurrency)), ...(await busy(4 * PLAN.concurrency))];
    expect(waves.map(({ status }) => status)).toEqual(waves.map(() => 200));
    expect(network.most).toBe(PLAN.connections);
    expect(server.output).not.toContain('too many');
  });
});
