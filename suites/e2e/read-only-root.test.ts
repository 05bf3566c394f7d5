import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { WorkerClass, WorkerPolicy } from 'probewise';
import { answers } from './http';
import { djangoService, environmentOf, portOf } from './manifests';
import type { Json } from './manifests';
import { inPod as startInPod, ROOT, whyNoPodRoot } from './pod-root';
import { childrenOf, eventually, freePort, type Running } from './processes';
import { describeServers } from './suite';

const REPOSITORY = resolve(__dirname, '../..');
const IMAGE = '/image';

const reason = whyNoPodRoot();
if (reason) {
  process.stderr.write(`\n*** ${reason}: the tests with a read-only root are skipped ***\n\n`);
}
const testInPod = reason ? test.skip : test;

function inPod(podSpec: Json, container: Json, argv: readonly string[]): Running {
  return startInPod({
    podSpec,
    container,
    image: { folder: REPOSITORY, at: IMAGE },
    argv,
    env: environmentOf(container, { DATABASE_URL: 'sqlite:' }),
  });
}

const PYTHON = `${IMAGE}/.cache/e2e-python/bin/python`;
const GUNICORN = [PYTHON, '-m', 'gunicorn', '--chdir', `${IMAGE}/suites/e2e/project`];

describeServers('given a read-only root, and nothing to write on but the volumes of the manifest', () => {
  testInPod('the root is read-only, and HOME can be written', async () => {
    const { podSpec, container } = djangoService({});
    const probe = inPod(podSpec, container, ['sh', '-c', 'touch "$HOME/x" && echo home-written; touch /x || echo root-refused; id -u']);
    expect(await probe.ends(10)).toBe(0);
    expect(probe.output).toMatch(/home-written/);
    expect(probe.output).toMatch(/root-refused/);
    expect(probe.output).toMatch(new RegExp(`^${ROOT ? podSpec.securityContext.runAsUser : 0}$`, 'm'));
  });

  testInPod.each([
    [WorkerClass.GTHREAD, 'portal.wsgi:application'],
    [WorkerClass.ASGI, 'portal.asgi:application'],
  ])('gunicorn with %s workers starts, serves, and has no word of complaint', async (workerClass, application) => {
    const { podSpec, container, plan } = djangoService({
      port: await freePort(),
      workers: WorkerPolicy.fit({ workerClass, connectionsPerWorker: 4 }),
    });
    const server = inPod(podSpec, container, [...GUNICORN, application]);
    await answers(server, { port: portOf(container), path: '/ready/' });
    await eventually(
      () => childrenOf(server.pid).length === plan.workers,
      5,
      () => server.output,
    );
    await server.says(/Control socket listening at \/tmp\//);
    expect(server.output).not.toMatch(/\[ERROR\]|\[WARNING\]|Traceback|Read-only|Permission denied/);
  });

  testInPod('without the HOME of the manifest, gunicorn would complain that it has no place for its control socket', async () => {
    const { podSpec, container } = djangoService({ port: await freePort() });
    const homeless = { ...container, env: container.env.map((one: Json) => (one.name === 'HOME' ? { ...one, value: '/nowhere' } : one)) };
    const server = inPod(podSpec, homeless, [...GUNICORN, 'portal.wsgi:application']);
    await answers(server, { port: portOf(container), path: '/health/' });
    await server.says(/\[(ERROR|WARNING)\] .*control/i);
  });
});
