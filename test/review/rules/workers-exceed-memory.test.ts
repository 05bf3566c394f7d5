import { describe, expect, test } from '@jest/globals';
import { deployment, seen } from '../shop';

const exceed = (memory: string | undefined, options: string[], fields = {}, ...others: unknown[]) =>
  exceeding('shop.wsgi', memory, options, fields, ...others);
const exceeding = (application: string, memory: string | undefined, options: string[], fields = {}, ...others: unknown[]) =>
  seen(
    'workers-exceed-memory',
    deployment({ command: ['gunicorn', application, ...options], resources: memory ? { limits: { memory } } : undefined, ...fields }),
    ...others,
  );

describe('given an application that may be lighter than Django', () => {
  test('an error where the lightest workers do not fit either', () => {
    expect(exceeding('app:app', '512Mi', ['-w', '40'])).toEqual([expect.stringMatching(/^error /)]);
  });
  test('a warning from twice the limit on', () => {
    expect(exceeding('app:app', '128Mi', ['-w', '4', '--threads', '8'])).toEqual([expect.stringMatching(/^warning /)]);
  });
  test('nothing below', () => {
    expect(exceeding('app:app', '128Mi', ['-w', '2', '--threads', '4'])).toEqual([]);
  });
});

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
