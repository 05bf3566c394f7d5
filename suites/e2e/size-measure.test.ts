import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { build } from '../build';
import { childrenOf, eventually, Running } from './processes';
import { PATH, PROJECT, temporary } from './servers';
import { describeServers } from './suite';

const PROGRAM = resolve(__dirname, '../../dist/cli/main.js');
const CONTAINER = ['--cpu', '1', '--memory', '1Gi'];
const GUNICORN = ['gunicorn', '--workers=2', '--threads=4', '--bind=127.0.0.1:0'];
const APPLICATION = 'portal.wsgi:application';

beforeAll(build, 120_000);

function size(args: readonly string[]): Running {
  return new Running({ argv: [process.execPath, PROGRAM, 'size', ...CONTAINER, ...args], cwd: PROJECT, env: { PATH, HOME: temporary() } });
}

/** The gunicorn master that `size` started, beside the shell that watches over it. */
async function masterOf(run: Running): Promise<number> {
  let master: number | undefined;
  await eventually(
    () => {
      master = childrenOf(run.pid).find((pid) => childrenOf(pid).length === 2);
      return master !== undefined;
    },
    20,
    () => run.output,
  );
  return master!;
}

/** One whose parent went first is there until init has collected it. */
async function gone(processes: readonly number[]): Promise<void> {
  await eventually(
    () => !processes.some(exists),
    5,
    () => `left: ${processes.filter(exists).join(' ')}`,
  );
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describeServers('given gunicorn and Django', () => {
  test('what its workers weigh and take under load goes into the plan, and none of them is left', async () => {
    const run = size(['--peak', '80/s', '--path', '/health/', '--format', 'json', '--measure', '--', ...GUNICORN, APPLICATION]);
    const master = await masterOf(run);
    const processes = [master, ...childrenOf(master)];
    expect(await run.ends(50)).toBe(0);
    const { measured, plan, replicas } = JSON.parse(run.output);
    expect(measured).toMatchObject({ workers: 2, threads: expect.any(Number) });
    expect(measured.threads).toBeGreaterThanOrEqual(2); // those that the load needed, beside the main one
    const mebibytes = measured.loadedBytesPerWorker / 2 ** 20;
    expect(mebibytes).toBeGreaterThan(15);
    expect(mebibytes).toBeLessThan(120);
    expect(measured.loadedBytesPerWorker).toBeGreaterThanOrEqual(measured.bootBytesPerWorker);
    expect(plan.loadedBytes).toBeGreaterThanOrEqual(2 * measured.loadedBytesPerWorker + measured.sharedBytes);
    expect(measured.p95).toBeLessThan(1);
    expect(replicas.slotUtilisation).toBeCloseTo((80 * measured.p95) / replicas.replicas / plan.concurrency, 6);
    await gone(processes);
  });

  test.each([
    ['SIGINT', 'interrupted'],
    ['SIGTERM', 'interrupted'],
    ['SIGKILL', ''],
  ] as const)('%s ends it, and no process is left', async (signal, said) => {
    const run = size(['--path', '/health/', '--measure', '--', ...GUNICORN, APPLICATION]);
    const master = await masterOf(run);
    const processes = [master, ...childrenOf(master)];
    run.signal(signal);
    expect(await run.ends(10)).toBe(signal === 'SIGKILL' ? 137 : 2);
    expect(run.output).toContain(said);
    await gone(processes);
  });

  test.each([
    ['a program that is not there', ['no-such-program'], 'no-such-program cannot be started'],
    ['an application that cannot be imported', [...GUNICORN, 'portal.nothing'], 'it ended before it answered'],
    ['a path that is not there', [...GUNICORN, APPLICATION], 'answers 404: name with --path what users ask for'],
  ])('%s is exit 2, says so, and leaves no process', async (_name, command, said) => {
    const run = size(['--path', '/nothing/', '--measure', '--', ...command]);
    expect(await run.ends(20)).toBe(2);
    expect(run.output).toContain(said);
    expect(run.output).not.toMatch(/^ {4}at /m);
  });
});

test('a server in the way is not taken for the one that was started', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  try {
    await new Promise((ready) => other.once('listening', ready));
    const run = size(['--measure', '--', process.execPath, '-e', 'setTimeout(() => process.exit(3), 500)']);
    expect(await run.ends(20)).toBe(2);
    expect(run.output).toContain('it ended before it answered');
  } finally {
    other.close();
  }
});
