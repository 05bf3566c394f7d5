import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { BEFORE, probewise, root, withFiles } from './program';

const incident = readFileSync(join(root, BEFORE), 'utf8');
/** The incident's one probe called what it is. */
const mended = incident.replace(/^ {10}livenessProbe:$/m, '          readinessProbe:');

describe('probewise diff', () => {
  test('given a change that mends, exit 0 and what it fixed', async () => {
    await withFiles({ 'before.yaml': incident, 'after.yaml': mended }, async (folder) => {
      const { status, stdout } = await probewise(['diff', join(folder, 'before.yaml'), join(folder, 'after.yaml')]);
      expect(stdout).toContain('fixed  error  readiness-missing  Deployment obcms/obcms');
      expect(status).toBe(0);
    });
  });

  test('given a change that breaks, exit 1, and 0 with --fail-on never', async () => {
    await withFiles({ 'before.yaml': incident, 'after.yaml': mended }, async (folder) => {
      const sides = [join(folder, 'after.yaml'), join(folder, 'before.yaml')];
      const { stdout, status } = await probewise(['diff', ...sides]);
      expect(stdout).toContain('new  error  readiness-missing');
      expect(status).toBe(1);
      expect((await probewise(['diff', '--fail-on', 'never', ...sides])).status).toBe(0);
    });
  });

  test('given probes that break what a scenario kept, exit 1 although no new finding is an error', async () => {
    const web = (path: string) =>
      JSON.stringify({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'web', annotations: { 'probewise.dev/ignore.liveness-checks-dependency': 'to see the clock alone' } },
        spec: {
          selector: { matchLabels: { app: 'web' } },
          template: {
            metadata: { labels: { app: 'web' } },
            spec: {
              containers: [
                { name: 'web', image: 'web:1', ports: [{ containerPort: 8000 }], livenessProbe: { httpGet: { path, port: 8000 } } },
              ],
            },
          },
        },
      });
    await withFiles({ 'before.yaml': web('/health/'), 'after.yaml': web('/ready/') }, async (folder) => {
      const sides = [join(folder, 'before.yaml'), join(folder, 'after.yaml')];
      const { status, stdout } = await probewise(['diff', '--fail-on', 'error', ...sides]);
      expect(stdout).toMatch(/^worse {2}dependency-outage {2}Deployment web: held → broken, 0 → \d+ restarts/m);
      expect(stdout).not.toMatch(/^new {2}error/m);
      expect(status).toBe(1);
      expect((await probewise(['diff', '--fail-on', 'never', ...sides])).status).toBe(0);
      expect((await probewise(['diff', ...[...sides].reverse()])).status).toBe(0);
    });
  });

  test('given the same file twice, nothing', async () => {
    const nothing = '0 new, 0 fixed; 0 request paths and 0 probes changed\n';
    expect(await probewise(['diff', BEFORE, BEFORE])).toEqual({ status: 0, stdout: nothing, stderr: '' });
  });

  test('given --output, the report is in the file and nowhere else', async () => {
    await withFiles({}, async (folder) => {
      const { stdout } = await probewise(['diff', '--format', 'markdown', '--output', join(folder, 'comment.md'), BEFORE, BEFORE]);
      expect(stdout).toBe('');
      expect(readdirSync(folder)).toEqual(['comment.md']);
    });
  });

  test.each([
    [['diff', BEFORE], 'name two sides'],
    [['diff', BEFORE, 'nowhere'], 'nowhere: there is no such file, and git knows no such revision here'],
    [['diff', '--format', 'sarif', BEFORE, BEFORE], '--format sarif: there is text, markdown, json'],
    [['diff', '--fail-on', 'fatal', BEFORE, BEFORE], '--fail-on fatal: there is error, warning, info, never'],
  ])('given %j, exit 2: %s', async (args, message) => {
    const { status, stdout, stderr } = await probewise(args);
    expect(stdout + stderr).toContain(message);
    expect(status).toBe(2);
  });
});
