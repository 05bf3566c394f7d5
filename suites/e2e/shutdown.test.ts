import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { Duration } from 'cdk8s';
import { WorkerClass, WorkerPolicy } from 'probewise';
import { fetchFrom } from './http';
import { gunicornService } from './manifests';
import { freePort } from './processes';
import { serving } from './servers';
import { describeServers } from './suite';

/** What is left of the grace period when the preStop delay is over and SIGTERM arrives. */
function secondsToExit(podSpec: { terminationGracePeriodSeconds: number }, delay: number): number {
  return podSpec.terminationGracePeriodSeconds - delay;
}

describeServers('given a pod that is told to go', () => {
  test.each([
    [WorkerClass.SYNC, 'portal.wsgi:application'],
    [WorkerClass.GTHREAD, 'portal.wsgi:application'],
    [WorkerClass.GEVENT, 'portal.wsgi:application'],
    [WorkerClass.ASGI, 'portal.asgi:application'],
    [WorkerClass.UVICORN, 'portal.asgi:application'],
  ])('%s workers answer the request in flight, and the process is gone within the grace period', async (workerClass, application) => {
    const port = await freePort();
    const { container, podSpec } = gunicornService({
      port,
      traffic: { slowestRequest: Duration.seconds(5) },
      workers: WorkerPolicy.fit({ workerClass }),
    });
    const [, delay] = container.lifecycle.preStop.exec.command;
    const server = await serving(container, { application });
    const answer = fetchFrom({ port, path: '/slow/?seconds=2' });
    await sleep(500); // until it is being served
    server.signal('SIGTERM');
    expect(await answer).toEqual({ status: 200, body: 'done' });
    expect(await server.ends(secondsToExit(podSpec, Number(delay)))).toBe(0);
  });

  test('a user agent that keeps its idle connection open does not hold a gthread pod beyond the grace period', async () => {
    const port = await freePort();
    const { container, podSpec } = gunicornService({ port, traffic: { slowestRequest: Duration.seconds(5) } });
    const [, delay] = container.lifecycle.preStop.exec.command;
    const server = await serving(container);
    const agent = new Agent({ keepAlive: true });
    try {
      await fetchFrom({ port, path: '/health/', agent });
      server.signal('SIGTERM');
      // Up to gunicorn 26.2 this takes the whole graceful timeout; 27 gives idle connections two seconds.
      expect(await server.ends(secondsToExit(podSpec, Number(delay)))).toBe(0);
    } finally {
      agent.destroy();
    }
  });
});
