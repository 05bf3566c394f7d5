import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { BEFORE, probewise, spawned, root, withFiles } from './program';

const incident = readFileSync(join(root, BEFORE), 'utf8');
/** The incident's one error, accepted. */
const config = "ignore:\n  - rule: readiness-missing\n    object: 'Deployment obcms/obcms'\n    reason: being mended in the next release\n";
const rulesIn = (stdout: string) => JSON.parse(stdout).findings.map(({ rule }: { rule: string }) => rule);

describe('exit codes', () => {
  test.each([
    ['error', 1],
    ['warning', 1],
    ['info', 1],
    ['never', 0],
  ])('given the incident, --fail-on %s is exit %d', async (severity, status) => {
    expect((await probewise(['review', '--fail-on', severity, BEFORE])).status).toBe(status);
  });
  test('given warnings and infos alone, the default is exit 0 and --fail-on warning exit 1', async () => {
    await withFiles({ 'probewise.config.yaml': config }, async (folder) => {
      const args = ['review', '--config', join(folder, 'probewise.config.yaml'), BEFORE];
      expect((await probewise(args)).status).toBe(0);
      expect((await probewise([...args, '--fail-on', 'warning'])).status).toBe(1);
    });
  });
  test('given broken YAML beside the incident, exit 2 with its line, and the incident is still reviewed', async () => {
    await withFiles({ 'broken.yaml': 'a: 1\nb: [\n', 'incident.yaml': incident }, async (folder) => {
      const { status, stdout } = await probewise(['review', folder]);
      expect(status).toBe(2);
      expect(stdout).toMatch(/unusable {2}.*broken\.yaml:\d+:\d+: /);
      expect(stdout).toContain('readiness-missing');
    });
  });
  test.each([
    ['nothing.yaml', 'there is no such file'],
    ['package.json', 'there is no Kubernetes object in what was named'],
  ])('given %s, exit 2: %s', async (file, message) => {
    const { status, stdout } = await probewise(['review', file]);
    expect(stdout).toContain(message);
    expect(status).toBe(2);
  });
});

describe('what is named', () => {
  test('a file, its folder, a glob and the standard input say the same', () => {
    withFiles({ 'incident.yaml': incident }, (folder) => {
      const of = (named: string) => rulesIn(spawned(['review', '--format', 'json', named], { input: incident }).stdout);
      const wanted = of(BEFORE);
      expect(wanted).toContain('readiness-missing');
      expect([folder, join(folder, 'incident.yaml'), join(folder, '*.yaml'), '-'].map(of)).toEqual([wanted, wanted, wanted, wanted]);
    });
  });
});

describe('--output', () => {
  test('given a file, the report is written to it and standard output stays empty', async () => {
    await withFiles({}, async (folder) => {
      const { status, stdout, stderr } = await probewise(['review', '--format', 'sarif', '--output', join(folder, 'report.sarif'), BEFORE]);
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toContain('1 error');
      expect(JSON.parse(readFileSync(join(folder, 'report.sarif'), 'utf8')).version).toBe('2.1.0');
      expect(readdirSync(folder)).toEqual(['report.sarif']);
    });
  });
  test('given a file that cannot be replaced, nothing is left behind', async () => {
    await withFiles({}, async (folder) => {
      mkdirSync(join(folder, 'report'));
      writeFileSync(join(folder, 'report/kept'), '');
      expect((await probewise(['review', '--output', join(folder, 'report'), BEFORE])).status).toBe(2);
      expect(readdirSync(folder)).toEqual(['report']);
    });
  });
});

describe('what is suppressed', () => {
  test('given a configuration, its finding is suppressed with its reason, and exit 0', async () => {
    await withFiles({ 'probewise.config.yaml': config }, async (folder) => {
      const { status, stdout } = await probewise(['review', '--format', 'json', '--config', join(folder, 'probewise.config.yaml'), BEFORE]);
      expect(status).toBe(0);
      expect(JSON.parse(stdout).findings).toContainEqual(
        expect.objectContaining({ rule: 'readiness-missing', suppressed: true, reason: 'being mended in the next release' }),
      );
    });
  });
  test('given a configuration with a field that there is not, exit 2', async () => {
    await withFiles({ 'c.yaml': 'disable: all\n' }, async (folder) => {
      const { status, stdout } = await probewise(['review', '--config', join(folder, 'c.yaml'), BEFORE]);
      expect(stdout).toContain('disable is no field of a configuration');
      expect(status).toBe(2);
    });
  });
  test('given a baseline of today, nothing is new, even for --fail-on info', async () => {
    await withFiles({}, async (folder) => {
      const baseline = join(folder, 'baseline.json');
      expect((await probewise(['review', '--write-baseline', baseline, BEFORE])).status).toBe(0);
      expect(existsSync(baseline)).toBe(true);
      expect((await probewise(['review', '--fail-on', 'info', '--baseline', baseline, BEFORE])).status).toBe(0);
    });
  });
});
