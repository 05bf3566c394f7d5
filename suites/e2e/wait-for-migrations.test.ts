import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { Duration } from 'cdk8s';
import { Migrations } from 'probewise';
import type { DjangoServiceProps } from 'probewise';
import { djangoService, environmentOf, kind } from './manifests';
import type { Json } from './manifests';
import { freePort, Running } from './processes';
import { PATH, PROJECT, temporary } from './servers';
import { describeServers } from './suite';

/** The shortest wait that the library allows. */
const BOUND = 10;
/** A last attempt that is cut short, and this machine's other work. */
const MARGIN = 5;
const APPLIED = 0;
const UNREACHABLE = 3;
const PENDING = 4;

function synthesised(props: Partial<DjangoServiceProps> = {}) {
  const { podSpec, objects } = djangoService({
    projectDirectory: PROJECT,
    migrations: Migrations.job({ podsWaitAtMost: Duration.seconds(BOUND) }),
    ...props,
  });
  const [waiting] = podSpec.initContainers;
  const [migrate] = kind(objects, 'Job').spec.template.spec.containers;
  return { waiting, migrate };
}

/** The command of a container, verbatim, where the manifest says and with what it says. */
function run({ command, workingDir, ...container }: Json, DATABASE_URL: string): Running {
  return new Running({ argv: command, cwd: workingDir, env: { PATH, ...environmentOf(container, { DATABASE_URL }) } });
}

function emptyDatabase(): string {
  return `sqlite://${join(temporary(), 'db.sqlite3')}`;
}

async function migrated(): Promise<string> {
  const url = emptyDatabase();
  expect(await run(synthesised().migrate, url).ends(20)).toBe(0);
  return url;
}

const listeners: Server[] = [];
afterEach(() => listeners.splice(0).forEach((one) => one.close()));

/** Accepts connections and never says a word, as a database behind a broken network path does. */
async function silentListener(): Promise<number> {
  const server = createServer((socket) => socket.on('error', () => undefined));
  listeners.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return (server.address() as AddressInfo).port;
}

describeServers('given the init container that waits for migrations', () => {
  test("it ends at once with 0 where the Job's own command has migrated", async () => {
    const url = await migrated();
    expect(await run(synthesised().waiting, url).ends(BOUND)).toBe(APPLIED);
  });

  test('it says that migrations are pending, and whose, and gives up with 4 at its bound', async () => {
    const waiting = run(synthesised().waiting, emptyDatabase());
    await waiting.says(/^waiting: 1 migrations are pending, the first is portal\.0001_initial; \d+ s left$/m);
    expect(await waiting.ends(BOUND + MARGIN)).toBe(PENDING);
    // The seconds that really passed: it ends where the next attempt would begin beyond the bound.
    expect(waiting.output).toMatch(/gave up after ([6-9]|10) s: 1 migrations are pending/);
  });

  test('it ends with 0 when the migrations are applied while it waits', async () => {
    const url = emptyDatabase();
    const { waiting, migrate } = synthesised();
    const process = run(waiting, url);
    await process.says(/pending/);
    expect(await run(migrate, url).ends(20)).toBe(0);
    expect(await process.ends(BOUND)).toBe(APPLIED);
  });

  test('it says that the database is unreachable, and gives up with 3, when nobody listens', async () => {
    const waiting = run(synthesised().waiting, `postgres://127.0.0.1:${await freePort()}/portal`);
    await waiting.says(/^waiting: the database is unreachable: .*refused.*; \d+ s left$/m);
    expect(await waiting.ends(BOUND + MARGIN)).toBe(UNREACHABLE);
  });

  test('it gives up with 3 when somebody listens and never answers', async () => {
    const waiting = run(synthesised().waiting, `postgres://127.0.0.1:${await silentListener()}/portal`);
    expect(await waiting.ends(BOUND + MARGIN)).toBe(UNREACHABLE);
    expect(waiting.output).toContain('the database is unreachable: no answer within');
  });

  test('it fails at once, with what Python said, on a settings module that does not exist: no waiting cures that', async () => {
    const waiting = run(synthesised({ settings: 'portal.settings.production' }).waiting, emptyDatabase());
    expect(await waiting.ends(BOUND / 2)).toBe(1);
    expect(waiting.output).toContain("No module named 'portal.settings.production'");
  });
});
