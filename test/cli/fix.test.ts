import { chmodSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { probewise, spawned, withFiles } from './program';

/** A pod whose shell keeps SIGTERM to itself, killed before it can be done; a person has left notes in it. */
const WEB = `# The shop's web server.
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2   # one a zone
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      # Ask the platform team before you add one.
      containers:
        - name: web
          image: python:3.12-slim
          command: ["sh", "-c", "gunicorn shop.wsgi -b :8000 --graceful-timeout 40"]  # see runbook
          readinessProbe: {httpGet: {path: /ready/, port: 8000}}
          resources: {limits: {memory: 1Gi}, requests: {cpu: 500m}}
`;
const MENDED = WEB.replace('      # Ask the', '      terminationGracePeriodSeconds: 45\n      # Ask the').replace(
  '"gunicorn shop',
  '"exec gunicorn shop',
);
const SOUND = "kind: ConfigMap\napiVersion: v1\nmetadata: {name: a}\ndata:   {a:   'b'}\n";

test('given findings with one right answer, they are gone and every other byte stays; a second run changes nothing', async () => {
  await withFiles({ 'sound.yaml': SOUND, 'web.yaml': WEB }, async (folder) => {
    const { status, stdout, stderr } = await probewise(['review', '--fix', folder]);
    expect(readFileSync(join(folder, 'web.yaml'), 'utf8')).toBe(MENDED);
    expect(readFileSync(join(folder, 'sound.yaml'), 'utf8')).toBe(SOUND);
    expect(stderr).toMatch(
      /^fixed {4}grace-too-short {2}.*web\.yaml:11:5\nfixed {4}signal-not-forwarded {2}.*web\.yaml:16:11\nfixed 2 findings in 1 file\n$/,
    );
    // The report and the exit code are about what is left.
    expect(stdout).not.toMatch(/grace-too-short|signal-not-forwarded/);
    expect(status).toBe(0);
    const changedAt = statSync(join(folder, 'web.yaml')).mtimeMs;
    expect((await probewise(['review', '--fix', folder])).stderr).toBe('fixed 0 findings in 0 files\n');
    expect(statSync(join(folder, 'web.yaml')).mtimeMs).toBe(changedAt);
    expect(readdirSync(folder)).toEqual(['sound.yaml', 'web.yaml']);
  });
});

test('given --dry-run, the diff is what patch applies to get the same, and nothing is written', async () => {
  await withFiles({ 'web.yaml': WEB }, async (folder) => {
    const file = join(folder, 'web.yaml');
    const { status, stdout, stderr } = await probewise(['review', '--fix', '--dry-run', file]);
    expect(readFileSync(file, 'utf8')).toBe(WEB);
    expect(stdout).toBe(`--- ${file}
+++ ${file}
@@ -8,11 +8,12 @@
   selector: {matchLabels: {app: web}}
   template:
     metadata: {labels: {app: web}}
     spec:
+      terminationGracePeriodSeconds: 45
       # Ask the platform team before you add one.
       containers:
         - name: web
           image: python:3.12-slim
-          command: ["sh", "-c", "gunicorn shop.wsgi -b :8000 --graceful-timeout 40"]  # see runbook
+          command: ["sh", "-c", "exec gunicorn shop.wsgi -b :8000 --graceful-timeout 40"]  # see runbook
           readinessProbe: {httpGet: {path: /ready/, port: 8000}}
           resources: {limits: {memory: 1Gi}, requests: {cpu: 500m}}
`);
    expect(stderr).toContain('would fix 2 findings in 1 file\n');
    expect(status).toBe(1);
    expect(
      spawnSync('git', ['apply', '-p0', '--unsafe-paths', '--directory=/', '-'], { cwd: folder, input: stdout, encoding: 'utf8' }),
    ).toMatchObject({ stderr: '' });
    expect(readFileSync(file, 'utf8')).toBe(MENDED);
  });
});

describe('files as they come', () => {
  const mended = async (bytes: Buffer) =>
    withFiles({}, async (folder) => {
      writeFileSync(join(folder, 'web.yaml'), bytes);
      const { stderr } = await probewise(['review', '--fix', folder]);
      return { bytes: readFileSync(join(folder, 'web.yaml')), stderr };
    });
  test('a byte order mark and CRLF stay', async () => {
    const crlf = (text: string) => Buffer.from(`\ufeff${text.replace(/\n/g, '\r\n')}`);
    expect((await mended(crlf(WEB))).bytes.toString()).toBe(crlf(MENDED).toString());
  });
  test('UTF-16 is read but not edited, and it is said', async () => {
    const utf16 = Buffer.from(`\ufeff${WEB}`, 'utf16le');
    const { bytes, stderr } = await mended(utf16);
    expect(bytes.equals(utf16)).toBe(true);
    expect(stderr).toContain('its file is not UTF-8 text');
    expect(stderr).toContain('fixed 0 findings in 0 files');
  });
  test('a link stays a link, and a mode stays what it was', async () => {
    await withFiles({ 'real.txt': WEB }, async (folder) => {
      chmodSync(join(folder, 'real.txt'), 0o640);
      symlinkSync('real.txt', join(folder, 'web.yaml'));
      await probewise(['review', '--fix', join(folder, 'web.yaml')]);
      expect(readdirSync(folder, { withFileTypes: true }).map((entry) => [entry.name, entry.isSymbolicLink()])).toEqual([
        ['real.txt', false],
        ['web.yaml', true],
      ]);
      expect(readFileSync(join(folder, 'real.txt'), 'utf8')).toBe(MENDED);
      expect(statSync(join(folder, 'real.txt')).mode & 0o777).toBe(0o640);
    });
  });
});

test('given two files of which one cannot be written, neither is changed, and exit 2 says which', () => {
  withFiles({ 'a.yaml': WEB, 'b.yaml': WEB.replace(/name: web$/m, 'name: other') }, (folder) => {
    // Something is in the way, at the very place beside b.yaml that the program would write to.
    const inTheWay = `require('node:fs').mkdirSync(${JSON.stringify(join(folder, 'b.yaml.'))} + process.pid + '.tmp');`;
    writeFileSync(join(folder, 'block.js'), inTheWay);
    const { status, stdout, stderr } = spawned(['review', '--fix', folder], { node: ['--require', join(folder, 'block.js')] });
    expect(stderr).toMatch(/b\.yaml cannot be written \(EEXIST\); no file was changed/);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(readFileSync(join(folder, 'a.yaml'), 'utf8')).toBe(WEB);
    expect(readdirSync(folder).filter((name) => name.startsWith('a.yaml.'))).toEqual([]);
  });
});

describe('a command line that cannot be used is exit 2', () => {
  test.each([
    [['--fix', '-'], '--fix edits files, and the standard input is none; name the files'],
    [['--dry-run', 'examples/obcms/before.yaml'], '--dry-run belongs to --fix'],
  ])('%j', async (args, message) => {
    const { status, stderr } = await probewise(['review', ...args]);
    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });
});
