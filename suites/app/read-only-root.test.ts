import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { PATH, PLAN, POD, Pod, WEB } from './deployed';
import { VENV } from './environment';
import { Postgres } from './postgres';
import { Redis } from './redis';
import { describeApplication } from './suite';
import { answers, fetchFrom } from '../e2e/http';
import { environmentOf } from '../e2e/manifests';
import { inPod, ROOT, whyNoPodRoot } from '../e2e/pod-root';
import { childrenOf, eventually, freePort, type Running } from '../e2e/processes';

const HEADERS = { Host: 'obcms.example.gov', 'X-Forwarded-Proto': 'https' };
const reason = whyNoPodRoot();
if (reason) {
  process.stderr.write(`\n*** ${reason}: the tests of the application with a read-only root are skipped ***\n\n`);
}
const testInPod = reason ? test.skip : test;

interface Started {
  readonly server: Running;
  readonly port: number;
}

interface Changes {
  readonly argv?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** The synthesised container in the file system that its manifest describes, as the user that it names. */
async function start({ argv = ['/app/startup.sh'], environment = {} }: Changes = {}): Promise<Started> {
  const [postgres, redis] = [await Postgres.start(), await Redis.start()];
  const pod = await Pod.create({ database: postgres.url(), cache: redis.url });
  expect(await pod.migrate().ends(60)).toBe(0);
  // The place of a volume is made by the runtime where the image has none.
  mkdirSync(join(pod.app, 'src/staticfiles'), { recursive: true });
  const [port, metricsPort] = [await freePort(), await freePort()];
  const env = environmentOf(WEB, { DATABASE_URL: postgres.url(), REDIS_URL: redis.url, DJANGO_SECRET_KEY: 'secret-key-not-to-be-seen' });
  const moved = Object.fromEntries(
    Object.entries(env).map(([name, value]) => [
      name,
      value
        .replace(new RegExp(`\\b${WEB.ports[0].containerPort}\\b`), `${port}`)
        .replace(new RegExp(`^${WEB.ports[1].containerPort}$`), `${metricsPort}`),
    ]),
  );
  const server = inPod({
    podSpec: POD,
    container: WEB,
    image: { folder: pod.app, at: '/app' },
    python: VENV,
    cwd: '/app',
    argv,
    env: { PATH, PYTHONUNBUFFERED: '1', ...moved, ...environment, FORWARDED_ALLOW_IPS: '127.0.0.1' },
  });
  return { server, port };
}

describeApplication('given a read-only root, a user whom nobody knows, and nothing to write on but the volumes of the manifest', () => {
  testInPod(
    'what the image holds cannot be written, and the volumes can, by the user of the manifest',
    async () => {
      const { server } = await start({
        argv: ['sh', '-c', 'touch /x /app/x /app/src/x || echo refused; touch "$HOME/x" /app/src/staticfiles/x && echo written; id -u'],
      });
      expect(await server.ends(10)).toBe(0);
      expect(server.output.match(/Read-only file system/g)).toHaveLength(3);
      expect(server.output).toMatch(/^written$/m);
      expect(server.output).toMatch(new RegExp(`^${ROOT ? POD.securityContext.runAsUser : 0}$`, 'm'));
    },
    120_000,
  );

  testInPod(
    'the application boots, serves its users, and has no word of complaint',
    async () => {
      const { server, port } = await start();
      await answers(server, { port, path: '/ready/', headers: HEADERS }, 60);
      await eventually(
        () => childrenOf(server.pid).length === PLAN.workers,
        5,
        () => server.output,
      );
      expect((await fetchFrom({ port, path: '/', headers: HEADERS })).status).toBe(200);
      await server.says(/Control socket listening at \/tmp\//);
      expect(server.output).not.toMatch(/\[ERROR\]|\[WARNING\]|Traceback|Read-only|Permission denied|No such file/);
    },
    120_000,
  );

  testInPod(
    'without the HOME and the volume of the manifest it would complain, and say of what',
    async () => {
      const { server, port } = await start({ environment: { HOME: '/nowhere' } });
      await answers(server, { port, path: '/health/', headers: HEADERS }, 60);
      await server.says(/\[(ERROR|WARNING)\] .*control/i);
    },
    120_000,
  );
});
