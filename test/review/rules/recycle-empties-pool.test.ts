import { expect, test } from '@jest/globals';
import { deployment, seen } from '../shop';

const recycle = (...options: string[]) => seen('recycle-empties-pool', deployment({ command: ['gunicorn', 'app:app', ...options] }));

test('max_requests without jitter is reported', () => {
  expect(recycle('--max-requests', '1000')).toEqual([
    expect.stringContaining('workers are recycled after 1000 requests (the command line) with a jitter of 0'),
  ]);
});

test.each([
  ['--max-requests=1000', '--max-requests-jitter=100'],
  ['--max-requests=0'],
  ['-w', '4'],
  ['-c', '/conf.py', '--max-requests', '1000'],
])('%s %s is left alone', (...options) => {
  expect(recycle(...(options as string[]))).toEqual([]);
});

test.each([
  [
    ['gunicorn', 'app:app', '-k', 'gevent', '-w', '1', '--max-requests', '10000', '--max-requests-jitter', '1000'],
    'the only worker of gunicorn',
  ],
  [['uvicorn', 'app:app', '--limit-max-requests', '500'], 'the only process of uvicorn'],
  [['uwsgi', '--http', ':8000', '--processes', '1', '--max-requests', '500', '--wsgi-file', 'app.py'], 'the only process of uwsgi'],
])('the only process that %j replaces is reported, whatever the jitter', (command, message) => {
  expect(seen('recycle-empties-pool', deployment({ command }))).toEqual([expect.stringContaining(message)]);
});

test('a worker of Celery is no pool that users wait for', () => {
  const command = ['celery', '-A', 'shop', 'worker', '-c', '1', '--max-tasks-per-child', '10'];
  expect(seen('recycle-empties-pool', deployment({ command }))).toEqual([]);
});
