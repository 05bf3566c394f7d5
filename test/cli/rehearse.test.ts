import { createServer, type AddressInfo } from 'node:net';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { probewise, root } from './program';

const folder = mkdtempSync(join(tmpdir(), 'probewise-rehearse-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

function pod(name: string, container: object): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers: [{ name: 'web', ...container }] } });
}

const SECRET = { name: 'DATABASE_URL', valueFrom: { secretKeyRef: { name: 'database', key: 'url' } } };
const web = file('web.json', pod('web', { command: ['no-such-program'], env: [SECRET] }));
const both = file('both.yaml', `${pod('web', {})}\n---\n${pod('worker', {})}\n`);

test.each([
  ['no manifest', [], 'name the manifests'],
  ['a file that is not there', ['nowhere.yaml'], 'there is no such file'],
  [
    'a variable of a Secret that is not given',
    [web],
    'DATABASE_URL (key url of Secret database) has no value here; give it with --env DATABASE_URL=…',
  ],
  ['a program that is not there', [web, '--env', 'DATABASE_URL=x'], 'no-such-program cannot be started'],
  ['no command in the manifest', [file('image.json', pod('web', {}))], 'give the command after --'],
  ['several workloads', [both], 'say which with --workload: Pod web, Pod worker'],
  ['a workload that is not there', [both, '--workload', 'other'], '--workload other: there is Pod web, Pod worker'],
  ['a container that is not there', [web, '--container', 'other'], '--container other: there is web'],
  ['a variable without a value', [web, '--env', 'DATABASE_URL'], '--env DATABASE_URL: it is no NAME=VALUE'],
  ['a line of a file that is no variable', [web, '--env-file', file('bad.env', '# fine\nA=1\nno\n')], 'bad.env:3: it is no NAME=VALUE'],
  ['a path without its slash', [web, '--path', 'health'], '--path health: a path begins with /'],
  ['nothing after --', [web, '--'], 'name the command after --'],
  ['an empty disturbance', [web, '--while', ' '], '--while: name a command'],
  ['a format that is not there', [web, '--format', 'pdf'], '--format pdf: there is text'],
])('given %s, it says what to do and exits 2', async (_, args, message) => {
  const { status, stdout, stderr } = await probewise(['rehearse', ...args]);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^\s+at /m);
});

test('given a port that something else of this machine listens on, nothing is started', async () => {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  const manifest = file('taken.json', pod('web', { command: ['sleep', '60'], ports: [{ containerPort: port }] }));
  // Not spawnSync: the server is this very process, and has to stay awake.
  const child = spawn(process.execPath, [join(root, 'dist/cli/main.js'), 'rehearse', manifest], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  const status = await new Promise((settle) => child.once('close', settle));
  server.close();
  expect(status).toBe(2);
  expect(said).toContain(`port ${port} of this machine is in use by something else`);
});

test('given a rule that only a rehearsal judges, explain tells of it', async () => {
  expect(await probewise(['explain', 'process-ended'])).toMatchObject({ status: 0, stdout: expect.stringContaining('CrashLoopBackOff') });
});
