import { expect, test } from '@jest/globals';
import { deployment, seen } from '../shop';

const unset = (options: string[], env: unknown[] = []) =>
  seen('workers-unset', deployment({ command: ['gunicorn', 'app:app', ...options], env }));

test('gunicorn without a number is reported', () => {
  expect(unset([])).toEqual([
    expect.stringContaining('no place sets the number of workers or threads: gunicorn runs 1 sync worker, assuming that'),
  ]);
  expect(unset([], [{ name: 'GUNICORN_WORKERS', value: '4' }])).toHaveLength(1);
});

test.each([
  ['workers', ['-w', '1'], []],
  ['WEB_CONCURRENCY', [], [{ name: 'WEB_CONCURRENCY', value: '2' }]],
  ['threads', ['--threads', '8'], []],
  ['an asynchronous class', ['-k', 'gevent'], []],
  ['a file that cannot be read', ['-c', '/conf.py'], []],
])('%s is left alone', (_, options, env) => {
  expect(unset(options, env)).toEqual([]);
});
