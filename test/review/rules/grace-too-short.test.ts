import { describe, expect, test } from '@jest/globals';
import { container, deployment, seen, service } from '../shop';

const short = (...objects: unknown[]) => seen('grace-too-short', ...objects);
const sleep = (seconds: number) => ({ lifecycle: { preStop: { sleep: { seconds } } } });
const shell = (script: string) => ({ lifecycle: { preStop: { exec: { command: ['sh', '-c', script] } } } });
const gunicorn = (...options: string[]) => ({ command: ['gunicorn', 'app:app', '-b', ':8000', ...options] });

const celery = ['celery', '-A', 'shop', 'worker'];

describe('reported', () => {
  test('a hook and a graceful timeout that do not fit', () => {
    expect(short(deployment({ ...gunicorn('--graceful-timeout', '25'), ...sleep(10) }))).toEqual([
      'error spec.template.spec: the preStop hook sleeps 10 s and gunicorn drains for up to (graceful_timeout, the command line) 25 s, ' +
        'but the pod is killed after 30 s (the default grace period)',
    ]);
  });

  test("gunicorn's default graceful timeout, as a warning", () => {
    expect(short(deployment({ ...gunicorn(), ...sleep(5) }))).toEqual([expect.stringMatching(/^warning .*gunicorn's default/)]);
  });

  test('a graceful timeout alone', () => {
    expect(short(deployment(gunicorn('--graceful-timeout=60'), { terminationGracePeriodSeconds: 45 }))).toEqual([
      expect.stringMatching(
        /^error spec.template.spec.terminationGracePeriodSeconds: gunicorn drains .* 1 min, but the pod is killed after 45 s$/,
      ),
    ]);
  });

  test.each([
    ['a sleep action', sleep(30)],
    ['a shell', shell('sleep 30')],
    ['a shell that does more', shell('nginx -s quit; sleep 45 && true')],
  ])('a hook that fills it: %s', (_, hook) => {
    expect(short(deployment(hook))).toEqual([expect.stringMatching(/^error spec.template.spec: the preStop hook sleeps/)]);
  });

  test.each([
    [
      'uvicorn',
      ['uvicorn', 'app:app', '--timeout-graceful-shutdown', '60'],
      'uvicorn drains for up to (--timeout-graceful-shutdown) 1 min',
    ],
    [
      'hypercorn',
      ['hypercorn', 'app:app', '--graceful-timeout', '60'],
      'hypercorn drains for up to (graceful_timeout, the command line) 1 min',
    ],
    ['granian', ['granian', 'app:app', '--workers-kill-timeout', '60'], 'granian drains for up to (--workers-kill-timeout) 1 min'],
  ])('%s, which is told to wait for longer', (_, command, words) => {
    expect(short(deployment({ command }))).toEqual([expect.stringContaining(words)]);
  });

  test('the time limit of celery, as a warning', () => {
    expect(short(deployment({ command: [...celery, '--time-limit', '1800'] }))).toEqual([
      expect.stringMatching(/^warning .*celery lets a task run for up to \(time limit, the command line\) 30 min, but the pod is killed/),
    ]);
  });

  test('celery without a time limit in the default grace period, as information', () => {
    expect(short(deployment({ command: celery }))).toEqual([expect.stringMatching(/^info .*celery waits for its tasks without end/)]);
  });

  test('no grace at all for pods that serve users', () => {
    expect(short(deployment({}, { terminationGracePeriodSeconds: 0 }), service())).toEqual([
      expect.stringContaining('has a terminationGracePeriodSeconds of 0'),
    ]);
  });
});

describe('left alone', () => {
  test.each([
    ['a sum that fits', deployment({ ...gunicorn('--graceful-timeout', '20'), ...sleep(10) })],
    ["gunicorn's default in the default grace period", deployment(gunicorn())],
    ['a graceful timeout that is not known', deployment({ command: ['gunicorn', '-c', '/conf.py', 'app:app'], ...sleep(10) })],
    ['celery with a longer grace period', deployment({ command: celery }, { terminationGracePeriodSeconds: 600 })],
    ['a time limit that fits', deployment({ command: [...celery, '--time-limit=20'] })],
    ['uvicorn, which waits for as long as it may', deployment({ command: ['uvicorn', 'app:app'] })],
    ['a hook without a sleep', deployment(shell('nginx -s quit'))],
    ['no grace for a worker', deployment({}, { terminationGracePeriodSeconds: 0 })],
    [
      'a Job',
      {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name: 'a' },
        spec: { template: { spec: { containers: [container(sleep(60))] } } },
      },
    ],
  ])('%s', (_, object) => {
    expect(short(object)).toEqual([]);
  });
});
