import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { BEFORE, build, probewise, root, withFiles } from './program';

const incident = readFileSync(join(root, BEFORE), 'utf8');

beforeAll(build, 120_000);

describe('probewise simulate', () => {
  test('given the incident, exit 1 and a table with the worst first', () => {
    const { status, stdout } = probewise(['simulate', BEFORE]);
    expect(stdout).toMatchSnapshot();
    expect(status).toBe(1);
  });

  test('given one scenario that holds, exit 0', () => {
    const { status, stdout } = probewise(['simulate', '--scenario', 'dependency-outage', BEFORE]);
    expect(stdout).toContain('0 of 1 scenario broken');
    expect(status).toBe(0);
  });

  test('given --trace, what happened to the first pod', () => {
    const { stdout } = probewise(['simulate', '--scenario', 'stall', '--trace', BEFORE]);
    expect(stdout).toMatch(/condemned by its liveness probe\n +[\d.]+ s {2}SIGTERM\n/);
  });

  test('given what somebody knows of the world, it is an assumption and said', () => {
    const { stdout } = probewise([
      'simulate',
      '--scenario',
      'boot',
      '--boot',
      '40s',
      '--load',
      '50/s',
      '--service-time',
      '80ms',
      '--on-cpu',
      '40%',
      '--replicas',
      '3',
      '--seed',
      '7',
      BEFORE,
    ]);
    expect(stdout).toContain('replicas 3 (option), boot 40 (option), serviceTime 0.08 (option), cpuShare 0.4 (option)');
    expect(stdout).toContain('seed 7 (option), load 50 (option)');
  });

  test('given the same seed, the same result; as JSON, without traces that nobody asked for', () => {
    const [one, other] = [1, 2].map(() => probewise(['simulate', '--format', 'json', BEFORE]).stdout);
    expect(one).toBe(other);
    expect(JSON.parse(one).workloads[0]).toMatchObject({
      workload: 'Deployment obcms/obcms',
      results: expect.arrayContaining([expect.objectContaining({ scenario: 'boot' })]),
    });
    expect(one).not.toContain('"trace"');
  });

  test('given --html, a page in one file', () => {
    withFiles({ 'incident.yaml': incident }, (folder) => {
      probewise(['simulate', '--html', join(folder, 'page.html'), join(folder, 'incident.yaml')]);
      expect(readdirSync(folder).sort()).toEqual(['incident.yaml', 'page.html']);
      expect(readFileSync(join(folder, 'page.html'), 'utf8')).toContain('condemned by its liveness probe');
    });
  });

  test.each([
    [['simulate'], 'name what to simulate'],
    [['simulate', '--scenario', 'flood', BEFORE], '--scenario flood: there is boot, slow-boot'],
    [['simulate', '--workload', 'web', BEFORE], '--workload web: there is obcms'],
    [['simulate', '--boot', 'soon', BEFORE], '--boot soon: it cannot be used; write one such as --boot 40s'],
    [['simulate', '--on-cpu', '140%', BEFORE], '--on-cpu 140%: it cannot be used'],
    [['simulate', 'nowhere.yaml'], 'there is no such file'],
    [['simulate', 'package.json'], 'there is no workload in what was named'],
  ])('given %j, exit 2: %s', (args, message) => {
    const { status, stdout, stderr } = probewise(args);
    expect(stdout + stderr).toContain(message);
    expect(status).toBe(2);
  });
});
