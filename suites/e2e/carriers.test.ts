import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { GunicornConfig, WorkerClass, WorkerPolicy } from 'probewise';
import { answers } from './http';
import { environmentOf, gunicornService, kind } from './manifests';
import type { Json } from './manifests';
import { childrenOf, eventually, freePort } from './processes';
import { gunicorn, PATH, PROJECT, serving, temporary } from './servers';
import { describeServers } from './suite';

/** As the report's image has it (`incident/SEVALLA-001.md`, Gunicorn Configuration). */
const REPORTS_OWN = `import os
port = os.getenv('PORT', '8080')
bind = f"0.0.0.0:{port}"
workers = int(os.getenv('GUNICORN_WORKERS', 4))
worker_class = 'sync'
timeout = 120
`;

function fileIn(directory: string, contents: string): string {
  const path = join(directory, 'gunicorn.conf.py');
  writeFileSync(path, contents);
  return path;
}

describeServers("given an image like the report's, whose command line names a gunicorn.conf.py and which sets GUNICORN_WORKERS", () => {
  const image = { GUNICORN_WORKERS: '5' };
  const workers = WorkerPolicy.fixed(2, { workerClass: WorkerClass.GTHREAD });

  test('alone, it runs the workers of its own file', async () => {
    const port = await freePort();
    const config = fileIn(temporary(), REPORTS_OWN);
    const server = gunicorn({ env: [] }, { args: ['--config', config], image: { ...image, PORT: String(port) } });
    await answers(server, { port, path: '/health/' });
    expect(server.output).toContain('Using worker: sync');
    await eventually(
      () => childrenOf(server.pid).length === 5,
      5,
      () => server.output,
    );
  });

  test('the environment of the manifest steers it: workers, class and port are the planned ones', async () => {
    const { container, plan } = gunicornService({ port: await freePort(), workers });
    const server = await serving(container, { args: ['--config', fileIn(temporary(), REPORTS_OWN)], image });
    expect(server.output).toContain('Using worker: gthread');
    await eventually(
      () => childrenOf(server.pid).length === plan.workers,
      5,
      () => server.output,
    );
  });

  test('the file of the manifest, laid over its own, steers it as well', async () => {
    const where = join(temporary(), 'gunicorn.conf.py');
    const { container, objects, plan } = gunicornService({ port: await freePort(), workers, config: GunicornConfig.file(where) });
    mounted(container, objects, where);
    const server = await serving(container, { args: ['--config', where], image });
    expect(server.output).toContain('Using worker: gthread');
    await eventually(
      () => childrenOf(server.pid).length === plan.workers,
      5,
      () => server.output,
    );
  });

  test.each(Object.values(WorkerClass))('gunicorn --check-config accepts the file for %s workers', (workerClass) => {
    const where = join(temporary(), 'gunicorn.conf.py');
    const { container, objects } = gunicornService({ workers: WorkerPolicy.fit({ workerClass }), config: GunicornConfig.file(where) });
    mounted(container, objects, where);
    const { status, stderr } = spawnSync('gunicorn', ['--check-config', '--config', where, '--chdir', PROJECT, 'portal.wsgi:application'], {
      env: { ...environmentOf(container), PATH },
      encoding: 'utf8',
      timeout: 30_000,
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

/** What the kubelet does: the key of the ConfigMap, as a file at the path of the mount. */
function mounted(container: Json, objects: Json[], where: string): void {
  const { subPath, name } = container.volumeMounts.find(({ mountPath }: Json) => mountPath === where);
  const { volumes } = kind(objects, 'Deployment').spec.template.spec;
  const { configMap } = volumes.find((volume: Json) => volume.name === name);
  const map = kind(objects, 'ConfigMap');
  expect(map.metadata.name).toBe(configMap.name);
  const { key } = configMap.items.find(({ path }: Json) => path === subPath);
  writeFileSync(where, map.data[key]);
}
