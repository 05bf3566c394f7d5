import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { probewise, spawned, root, withFiles } from './program';

const CONTAINER = ['size', '--cpu', '1', '--memory', '1Gi'];
const PEAK = ['--peak', '80/s', '--p95', '300ms', '--on-cpu', '40%'];

test('what docs/cli.md shows is what the program prints', async () => {
  const [, command, shown] = /```text\n\$ probewise (size .*?)\n(.*?)```/s.exec(readFileSync(join(root, 'docs/cli.md'), 'utf8'))!;
  expect(await probewise(command.split(' '))).toEqual({ status: 0, stdout: shown, stderr: '' });
});

test('json holds the plan and the replicas', async () => {
  const { status, stdout } = await probewise([...CONTAINER, ...PEAK, '--format', 'json']);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    plan: { workerClass: 'gthread', workers: 2, threads: 4, boundBy: 'cpu' },
    replicas: { replicas: 14, boundBy: 'CPU' },
  });
});

test.each([
  [['--worker-class', 'sync'], { workerClass: 'sync', workers: 3 }],
  [['--worker-memory', '500Mi'], { workers: 1, boundBy: 'memory' }],
  [['--db-connections', '30'], { workers: 1, threads: 4, boundBy: 'database connections' }],
])('%j changes the plan', async (args, plan) => {
  expect(JSON.parse((await probewise([...CONTAINER, ...args, '--format', 'json'])).stdout).plan).toMatchObject(plan);
});

describe('values that cannot be used are exit 2, with one that can and no stack trace', () => {
  test.each([
    [['size'], '--cpu is missing; give one such as --cpu 500m'],
    [['size', '--cpu', '1'], '--memory is missing'],
    [['size', '--cpu', 'one', '--memory', '1Gi'], '--cpu one: it cannot be used'],
    [['size', '--cpu', '0', '--memory', '1Gi'], '--cpu 0: it cannot be used'],
    [['size', '--cpu', '1', '--memory', '40Mi'], 'give at least 113 MiB'],
    [[...CONTAINER, '--worker-class', 'eventlet'], 'there is sync, gthread'],
    [[...CONTAINER, '--worker-memory', '10'], 'no Python process is that small'],
    [[...CONTAINER, '--peak', '80/s'], '--p95 is missing'],
    [[...CONTAINER, '--peak', '80', '--p95', '1s', '--on-cpu', '4%'], '--peak 80: it cannot be used; write one such as --peak 80/s'],
    [[...CONTAINER, '--peak', '80/s', '--p95', '1s', '--on-cpu', '140%'], '--on-cpu 140%: it cannot be used'],
    [[...CONTAINER, '--db-connections', '22'], '3 database connections for each pod: one gthread worker opens up to 4'],
    [[...CONTAINER, ...PEAK, '--db-connections', '100'], '3 database connections for each pod'],
    [[...CONTAINER, '--measure'], '--measure: name the command after --'],
    [[...CONTAINER, '--', 'gunicorn'], 'a command and --path are for --measure'],
    [[...CONTAINER, '--path', 'health', '--measure', '--', 'gunicorn'], '--path health: a path begins with /'],
    [[...CONTAINER, '--p95', '1s', '--measure', '--', 'gunicorn'], '--peak is missing'],
    [[...CONTAINER, '--format', 'xml'], 'there is text, json'],
  ])('%j', async (args, message) => {
    const { status, stdout, stderr } = await probewise(args);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });
});

test('cdk8s is never loaded', () => {
  withFiles(
    {
      'hook.js':
        'const m = require("module"); const load = m._load; m._load = (name, ...rest) => {' +
        ' if (/cdk8s|constructs/.test(name) && !/^[./]/.test(name)) { throw new Error("loaded " + name); } return load(name, ...rest); };',
    },
    (folder) => {
      expect(spawned(CONTAINER, { node: ['--require', join(folder, 'hook.js')] }).status).toBe(0);
    },
  );
});
