import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { BEFORE, probewise, root, withFiles } from './program';

const incident = readFileSync(join(root, BEFORE), 'utf8');

describe('probewise simulate', () => {
  test('given the incident, exit 1 and a table with the worst first', async () => {
    const { status, stdout } = await probewise(['simulate', BEFORE]);
    expect(stdout).toMatchSnapshot();
    expect(status).toBe(1);
  });

  test('given one scenario that holds, exit 0', async () => {
    const { status, stdout } = await probewise(['simulate', '--scenario', 'dependency-outage', BEFORE]);
    expect(stdout).toContain('0 of 1 scenario broken');
    expect(status).toBe(0);
  });

  test('given --trace, what happened to the first pod', async () => {
    const { stdout } = await probewise(['simulate', '--scenario', 'stall', '--load', '25/s', '--trace', BEFORE]);
    expect(stdout).toMatch(/condemned by its liveness probe\n +[\d.]+ s {2}SIGTERM\n/);
  });

  test('given what somebody knows of the world, it is an assumption and said', async () => {
    const { stdout } = await probewise([
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

  test('given several service times, a steady load and a burst, users and probes have percentiles in JSON', async () => {
    const load = ['--service-time', '95% 20ms, 5% 2s', '--arrivals', 'steady', '--burst', '20', '--load', '5/s'];
    const { stdout } = await probewise(['simulate', '--scenario', 'overload', '--format', 'json', ...load, BEFORE]);
    const [{ userLatency, probes, assumptions }] = JSON.parse(stdout).workloads[0].results;
    expect(userLatency).toEqual({ p50: expect.any(Number), p95: expect.any(Number), p99: expect.any(Number) });
    expect(probes).toMatchObject({ asked: expect.any(Number), failed: expect.any(Number), p99: expect.any(Number) });
    expect(assumptions).toContainEqual({ name: 'burst', value: 20, origin: 'option' });
  });

  test('given the same seed, the same result; as JSON, without traces that nobody asked for', async () => {
    const json = async () => (await probewise(['simulate', '--format', 'json', BEFORE])).stdout;
    const [one, other] = [await json(), await json()];
    expect(one).toBe(other);
    expect(JSON.parse(one).workloads[0]).toMatchObject({
      workload: 'Deployment obcms/obcms',
      results: expect.arrayContaining([expect.objectContaining({ scenario: 'boot' })]),
    });
    expect(one).not.toContain('"trace"');
  });

  test('given --html, a page in one file', async () => {
    await withFiles({ 'incident.yaml': incident }, async (folder) => {
      await probewise(['simulate', '--html', join(folder, 'page.html'), join(folder, 'incident.yaml')]);
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
    [['simulate', '--arrivals', 'bunched', BEFORE], '--arrivals bunched: there is random, steady'],
    [['simulate', '--service-time', '95% 20ms, 4% 2s', BEFORE], 'shares that come to 100 % are missing'],
    [['simulate', 'nowhere.yaml'], 'there is no such file'],
    [['simulate', 'package.json'], 'there is no workload in what was named'],
  ])('given %j, exit 2: %s', async (args, message) => {
    const { status, stdout, stderr } = await probewise(args);
    expect(stdout + stderr).toContain(message);
    expect(status).toBe(2);
  });
});
