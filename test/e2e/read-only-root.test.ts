import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { WorkerClass, WorkerPolicy } from 'probewise';
import { answers } from './http';
import { djangoService, environmentOf, portOf } from './manifests';
import type { Json } from './manifests';
import { childrenOf, eventually, freePort, Running } from './processes';
import { describeServers } from './suite';

/**
 * The file system that the manifest describes, in a mount namespace: a read-only root, the manifest's volumes at their
 * paths, and `/dev/shm`, which every runtime mounts. So HOME and /tmp are the manifest's own here, and nobody else's.
 */
const REPOSITORY = resolve(__dirname, '../..');
/** The repository appears here, read-only, because its own path may lie below a path that a volume covers. */
const IMAGE = '/mnt';
const ROOT = process.getuid!() === 0;
const UNSHARE = ['unshare', '--mount', ...(ROOT ? [] : ['--map-root-user'])];

const allowed = spawnSync(UNSHARE[0], [...UNSHARE.slice(1), 'mount', '-t', 'tmpfs', 'tmpfs', IMAGE]).status === 0;
if (!allowed) {
  process.stderr.write(`\n*** ${UNSHARE.join(' ')} is not allowed here: the tests with a read-only root are skipped ***\n\n`);
}
const testInPod = allowed ? test : test.skip;

/** The container, as far as this kernel lets anybody be one without a runtime. */
function inPod(podSpec: Json, container: Json, argv: readonly string[]): Running {
  const mounts = [...container.volumeMounts.map(({ mountPath }: Json) => mountPath), '/dev/shm'];
  const { runAsUser, runAsGroup } = podSpec.securityContext;
  // Mapped to root in a namespace of one user, nobody can become another: then it stays that user, who owns nothing here.
  const become = ROOT ? ['setpriv', `--reuid=${runAsUser}`, `--regid=${runAsGroup}`, '--clear-groups', '--no-new-privs', '--inh-caps=-all'] : [];
  const script = [
    'set -e',
    `mount --bind "$0" ${IMAGE}`,
    `mount -o remount,bind,ro ${IMAGE}`,
    ...mounts.map((path) => `mount -t tmpfs -o mode=1777 tmpfs ${path}`),
    'mount -o remount,bind,ro /',
    'cd /',
    'exec "$@"',
  ].join('\n');
  return new Running({
    argv: [...UNSHARE, 'sh', '-c', script, REPOSITORY, ...become, ...argv],
    cwd: '/',
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', ...environmentOf(container, { DATABASE_URL: 'sqlite:' }) },
  });
}

const PYTHON = `${IMAGE}/.cache/e2e-python/bin/python`;
const GUNICORN = [PYTHON, '-m', 'gunicorn', '--chdir', `${IMAGE}/test/e2e/project`];

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
      port: await freePort(), workers: WorkerPolicy.fit({ workerClass, connectionsPerWorker: 4 }),
    });
    const server = inPod(podSpec, container, [...GUNICORN, application]);
    await answers(server, { port: portOf(container), path: '/ready/' });
    await eventually(() => childrenOf(server.pid).length === plan.workers, 5, () => server.output);
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
