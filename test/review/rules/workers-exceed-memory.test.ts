import { describe, expect, test } from '@jest/globals';
import { deployment, seen } from '../shop';

const exceed = (memory: string | undefined, options: string[], fields = {}, ...others: unknown[]) =>
  seen(
    'workers-exceed-memory',
    deployment({ command: ['gunicorn', 'app:app', ...options], resources: memory ? { limits: { memory } } : undefined, ...fields }),
    ...others,
  );

describe('reported', () => {
  test("the incident's 67 workers, with the arithmetic", () => {
    expect(exceed('1Gi', ['-w', '67'])).toEqual([
      'error spec.template.spec.containers[0].command: ' +
        '13 MiB + 67 workers (the command line) × 45 MiB = 3 GiB under load; the memory limit is 1 GiB',
    ]);
  });

  test('threads weigh, and so does a master that preloads', () => {
    expect(exceed('256Mi', ['-w', '4', '--threads', '8', '--preload'])).toEqual([
      expect.stringContaining('25 MiB + 4 workers (the command line) × 109 MiB'),
    ]);
  });

  test('a limit that a LimitRange fills in', () => {
    const range = {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'a' },
      spec: { limits: [{ type: 'Container', default: { memory: '100Mi' } }] },
    };
    expect(exceed(undefined, ['-w', '4'], {}, range)).toHaveLength(1);
  });
});

test.each([
  ['a pool that fits', '256Mi', ['-w', '4']],
  ['no limit', undefined, ['-w', '67']],
  ['a count that is not known', '64Mi', ['-c', '/conf.py']],
])('%s is left alone', (_, memory, options) => {
  expect(exceed(memory, options)).toEqual([]);
});
