import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { build } from '../build';
import { OBJECTS, PATH, Pod } from './deployed';
import { APPLICATION } from './environment';
import { Postgres } from './postgres';
import { describeApplication } from './suite';
import { kind, type Json } from '../e2e/manifests';
import { freePort, Running } from '../e2e/processes';
import { temporary } from '../e2e/servers';

const PROGRAM = resolve(__dirname, '../../dist/cli/main.js');

/** Where the process listens when the manifest does not say; 8080 may be somebody's on this machine. */
let defaultPort = '';

interface Rehearsed {
  readonly status: number;
  /** The rules that speak, each once. */
  readonly rules: readonly string[];
  readonly messages: string;
  readonly output: string;
}

interface Changes {
  readonly container?: (container: Json) => Json;
  /** What else the Dockerfile says. */
  readonly dockerfile?: () => string;
  readonly database?: string;
}

/**
 * `probewise rehearse` of what the example synthesises, with the example's own application as its image. The ports and the
 * directory of the metrics are those of this test, since all tests share one machine.
 */
async function rehearsed({
  container: change = (container) => container,
  dockerfile = () => '',
  database = 'postgres://obcms:x@127.0.0.1:1/obcms',
}: Changes): Promise<Rehearsed> {
  const [folder, application] = [temporary(), join(temporary(), 'app')];
  cpSync(APPLICATION, application, { recursive: true, filter: (path) => !/__pycache__|staticfiles|\.pytest_cache/.test(path) });
  const amend = (file: string, change: (text: string) => string) =>
    writeFileSync(join(application, file), change(readFileSync(join(application, file), 'utf8')));
  amend('Dockerfile', (text) => text.replace('\n', `\n${dockerfile()}\n`));
  amend('startup.sh', (text) => text.replace(':-8080', `:-${defaultPort}`));
  const objects: Json[] = JSON.parse(JSON.stringify(OBJECTS));
  const spec = kind(objects, 'Deployment').spec.template.spec;
  spec.containers[0] = change(spec.containers[0]);
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects })
    .replace(/\b8080\b/g, String(await freePort()))
    .replace(/\b9100\b/g, String(await freePort()))
    .replace(/\/tmp\/prometheus/g, join(folder, 'prometheus'));
  const [manifest, report] = [join(folder, 'obcms.json'), join(folder, 'report.json')];
  writeFileSync(manifest, text);
  const given = { DATABASE_URL: database, REDIS_URL: 'redis://127.0.0.1:1/0', DJANGO_SECRET_KEY: 'x' };
  const run = new Running({
    argv: [
      process.execPath,
      PROGRAM,
      'rehearse',
      manifest,
      '--workload',
      kind(objects, 'Deployment').metadata.name,
      '--app',
      `registry.example/obcms=${application}`,
      ...Object.entries(given).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
      '--path',
      '/health/',
      '--format',
      'json',
      '--output',
      report,
    ],
    cwd: folder,
    env: { PATH, HOME: folder },
  });
  const status = await run.ends(150);
  if (status === 2) {
    throw new Error(run.output);
  }
  const { findings } = JSON.parse(readFileSync(report, 'utf8'));
  return {
    status,
    output: run.output,
    rules: [...new Set<string>(findings.map(({ rule }: Json) => rule))].sort(),
    messages: findings.map(({ message }: Json) => message).join('\n'),
  };
}

/** Nothing but the image says where to listen. */
function bare(container: Json): Json {
  return {
    ...container,
    env: container.env.filter(
      ({ name }: Json) => !['PORT', 'GUNICORN_CMD_ARGS', 'WEB_CONCURRENCY', 'METRICS_PORT', 'PROMETHEUS_MULTIPROC_DIR'].includes(name),
    ),
  };
}

function withVariable(container: Json, name: string, value: string): Json {
  return { ...container, env: [...container.env.filter((one: Json) => one.name !== name), { name, value }] };
}

beforeAll(async () => {
  build();
  defaultPort = String(await freePort());
}, 120_000);

describeApplication('given a rehearsal of the example, with its image', () => {
  test("the image's own ENTRYPOINT is run, and nothing is found", async () => {
    const postgres = await Postgres.start();
    expect(await (await Pod.create({ database: postgres.url() })).migrate().ends(60)).toBe(0);
    const { status, rules, output } = await rehearsed({ database: postgres.url() });
    expect({ status, rules }).toEqual({ status: 0, rules: [] });
    expect(output).toMatch(/startup\.sh/);
    expect(output).toContain('it did not have what its container has: the volumes at');
  }, 180_000);

  test(
    'a command that bypasses the ENTRYPOINT is named, and so is what comes of it: the directory of the metrics ' + 'was never made',
    async () => {
      const { status, rules, messages } = await rehearsed({
        container: (container) => ({ ...container, command: ['gunicorn', '--chdir', 'src', 'obc_management.wsgi:application'] }),
      });
      expect({ status, rules }).toEqual({ status: 1, rules: ['command-replaces-entrypoint', 'process-ended'] });
      expect(messages).toContain('replaces the ENTRYPOINT /app/startup.sh');
      expect(messages).toMatch(/prometheus/);
    },
    180_000,
  );

  test.each<[string, Changes]>([
    ['changed by the platform', { container: (container) => withVariable(bare(container), 'PORT', defaultPort) }],
    ['empty, so that the start script takes its own', { container: (container) => withVariable(bare(container), 'PORT', '') }],
    ['set in the image, and left to it by the manifest', { container: bare, dockerfile: () => `ENV PORT=${defaultPort}` }],
  ])(
    'a PORT that is %s is not the one that probes and Service go to',
    async (_, changes) => {
      const { rules, messages } = await rehearsed(changes);
      expect(rules).toContain('port-disagreement');
      expect(messages).toMatch(new RegExp(`the process listens on 0\\.0\\.0\\.0:${defaultPort}, and .*probe.* go to \\d+`));
    },
    180_000,
  );
});
