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
