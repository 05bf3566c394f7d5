import { expect, test } from '@jest/globals';
import { WorkerClass, WorkerPolicy } from 'probewise';
import { fetchFrom } from './http';
import { gunicornService } from './manifests';
import { childrenOf, eventually, freePort, threadsOf } from './processes';
import type { Running } from './processes';
import { serving } from './servers';
import { describeServers } from './suite';

const ASGI_CLASSES: readonly WorkerClass[] = [WorkerClass.ASGI, WorkerClass.UVICORN];

/** gunicorn forks its workers one after the other, and the first may answer before the last is there. */
async function hasWorkers(server: Running, count: number): Promise<void> {
  await eventually(
    () => childrenOf(server.pid).length === count,
    5,
    () => `expected ${count} workers and saw ${childrenOf(server.pid).length}; it said:\n${server.output}`,
  );
}

describeServers('given the environment of a manifest and an image whose ENTRYPOINT names only the application', () => {
  test.each(Object.values(WorkerClass))('gunicorn serves with the planned number of %s workers', async (workerClass) => {
    const { container, plan } = gunicornService({ port: await freePort(), workers: WorkerPolicy.fit({ workerClass }) });
    const server = await serving(container, ASGI_CLASSES.includes(workerClass) ? { application: 'portal.asgi:application' } : {});
    await hasWorkers(server, plan.workers);
    expect(server.output).toContain(`Using worker: ${workerClass}`);
    expect(server.output).not.toMatch(/\[ERROR\]|\[WARNING\]|Traceback/);
  });

  test('a gthread pool under load runs the planned number of threads in each worker', async () => {
    const port = await freePort();
    const { container, plan } = gunicornService({ port, workers: WorkerPolicy.fixed(2, { threads: 3 }) });
    const server = await serving(container);
    await hasWorkers(server, plan.workers);
    // One thread accepts and hands out; a pool thread stays once it has been needed. Which worker accepts is left to
    // the kernel, so one wave of requests may miss the other worker.
    const planned = Array.from({ length: plan.workers }, () => 1 + plan.threads);
    await eventually(
      async () => {
        const wave = await Promise.all(Array.from({ length: 4 * plan.concurrency }, () => fetchFrom({ port, path: '/slow/?seconds=0.2' })));
        expect(wave.map(({ status }) => status)).toEqual(wave.map(() => 200));
        return String(childrenOf(server.pid).map(threadsOf)) === String(planned);
      },
      20,
      () => `expected ${planned} threads and saw ${childrenOf(server.pid).map(threadsOf)}`,
    );
  });
});
