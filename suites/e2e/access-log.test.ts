import { expect, test } from '@jest/globals';
import { WorkerClass, WorkerPolicy } from 'probewise';
import { fetchFrom } from './http';
import { gunicornService } from './manifests';
import { freePort } from './processes';
import { serving } from './servers';
import { describeServers } from './suite';

const HEADERS = { 'X-Forwarded-For': '203.0.113.7', 'X-Request-ID': '7f3a-41', 'User-Agent': 'somebody' };

describeServers('given a request that came through a proxy', () => {
  test.each([
    [WorkerClass.SYNC, 'portal.wsgi:application'],
    [WorkerClass.GTHREAD, 'portal.wsgi:application'],
    [WorkerClass.GEVENT, 'portal.wsgi:application'],
    [WorkerClass.ASGI, 'portal.asgi:application'],
  ])('the access log of %s workers says who asked, for how long, and under which request id', async (workerClass, application) => {
    const port = await freePort();
    const { container } = gunicornService({ port, workers: WorkerPolicy.fit({ workerClass }) });
    const server = await serving(container, { application });
    await fetchFrom({ port, path: '/slow/?seconds=0.25', headers: HEADERS });
    const [, milliseconds] = await server.says(
      /^203\.0\.113\.7 127\.0\.0\.1 \[.*\] "GET \/slow\/\?seconds=0\.25 HTTP\/1\.1" 200 \d+ (\d+)ms 7f3a-41 "somebody"$/m,
    );
    expect(Number(milliseconds)).toBeGreaterThanOrEqual(250);
    expect(Number(milliseconds)).toBeLessThan(5000);
  });
});
