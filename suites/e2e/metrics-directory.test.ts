import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { GunicornConfig, Metrics, WorkerPolicy } from 'probewise';
import { fetchFrom } from './http';
import { environmentOf, gunicornService, kind } from './manifests';
import { childrenOf, eventually, freePort } from './processes';
import type { Running } from './processes';
import { PATH, PROJECT, serving, temporary } from './servers';
import { describeServers } from './suite';

const STALE = 'counter_99999.db';

/** A running pool whose workers have counted something, over a directory in which a pool of yesterday left a file. */
async function counting(): Promise<{ server: Running; port: number; check: () => number | null; files: () => string[] }> {
  const port = await freePort();
  const [directory, home] = [temporary(), temporary()];
  const where = join(home, 'gunicorn.conf.py');
  const { container, objects } = gunicornService({
    port,
    metrics: Metrics.onPort(9090),
    config: GunicornConfig.file(where),
    workers: WorkerPolicy.fixed(2),
  });
  writeFileSync(where, kind(objects, 'ConfigMap').data['gunicorn.conf.py']);
  writeFileSync(join(directory, STALE), '');
  // In the pod the manifest's path is a volume of its own; on this machine it belongs to the system.
  const instead = { PROMETHEUS_MULTIPROC_DIR: directory };
  const args = ['--config', where];
  const server = await serving(container, { args, instead });
  await fetchFrom({ port, path: '/counted/' });
  return {
    server,
    port,
    files: () =>
      readdirSync(directory)
        .filter((name) => name.endsWith('.db'))
        .sort(),
    check: () =>
      spawnSync('gunicorn', ['--check-config', '--chdir', PROJECT, ...args, 'portal.wsgi:application'], {
        env: { ...environmentOf(container), PATH, HOME: home, ...instead },
        timeout: 30_000,
      }).status,
  };
}

describeServers('given workers that share a directory of Prometheus metrics', () => {
  test('a start wipes what an earlier pool left there, and keeps what this one writes', async () => {
    const { files } = await counting();
    expect(files()).not.toContain(STALE);
    expect(files()).toContainEqual(expect.stringMatching(/^counter_\d+\.db$/));
  });

  test('gunicorn --check-config beside the running server wipes nothing', async () => {
    const { files, check } = await counting();
    const before = files();
    expect(check()).toBe(0);
    expect(files()).toEqual(before);
  });

  test('once the server is gone, even --check-config wipes: the lock is what protected the files', async () => {
    const { files, check, server } = await counting();
    server.signal('SIGTERM');
    await server.ends(10);
    expect(files()).not.toEqual([]);
    check();
    expect(files()).toEqual([]);
  });

  test('SIGHUP keeps the counters of the workers it replaces, and removes the gauges that meant them', async () => {
    const { files, server, port } = await counting();
    const before = childrenOf(server.pid);
    const counters = files().filter((name) => name.startsWith('counter'));
    expect(files()).toContainEqual(expect.stringMatching(/^gauge_livesum_/));
    server.signal('SIGHUP');
    await eventually(
      () => childrenOf(server.pid).length === 2 && !childrenOf(server.pid).some((pid) => before.includes(pid)),
      10,
      () => `the workers ${before} were not replaced:\n${server.output}`,
    );
    expect(files()).toEqual(expect.arrayContaining(counters));
    await eventually(
      () => !files().some((name) => before.some((pid) => name === `gauge_livesum_${pid}.db`)),
      5,
      () => `gauges of workers that are gone: ${files()}`,
    );
    expect((await fetchFrom({ port, path: '/counted/' })).status).toBe(200);
  });
});
