import { describe, expect, test } from '@jest/globals';
import { autoscaler, deployment, seen, type Json } from '../shop';

const exceeds = (limit: string | undefined, args: string[], specFields: Json = {}, ...others: unknown[]) =>
  judged({ limit }, args, specFields, ...others);
const judged = ({ limit, each }: { limit?: string; each?: string }, args: string[], specFields: Json = {}, ...others: unknown[]) => {
  const object = deployment({ command: ['gunicorn', ...args, 'a:a'] }, {}, specFields);
  const { template } = object.spec as { template: { metadata: Json } };
  template.metadata.annotations = {
    ...(limit !== undefined && { 'probewise.dev/database-connections': limit }),
    ...(each !== undefined && { 'probewise.dev/connections-per-worker': each }),
  };
  return seen('db-connections-exceed', object, ...others);
};
const GTHREAD = ['-k', 'gthread', '-w', '2', '--threads', '4'];

describe('reported', () => {
  test('two replicas, one more during a rollout, and two that end', () => {
    expect(exceeds('39', GTHREAD)).toEqual([
      expect.stringMatching(
        /^error .*command: \(2 replicas \+ 1 surge \+ 2 terminating\) × 2 workers × 4 threads \+ 0 beside them = 40 of 39/,
      ),
    ]);
  });
  test('the most that an autoscaler runs', () => {
    expect(exceeds('40', GTHREAD, { replicas: undefined }, autoscaler())).toEqual([expect.stringContaining('10 replicas')]);
  });
  test('one connection for each sync worker', () => {
    expect(exceeds('14', ['-w', '3'])).toEqual([expect.stringContaining('× 3 workers × 1 each + 0 beside them = 15 of 14')]);
  });
  test('as many connections of a worker as the pod template says, whatever its class', () => {
    expect(judged({ limit: '59', each: '6' }, ['-k', 'gevent', '-w', '2'])).toEqual([
      expect.stringContaining('× 2 workers × 6 each + 0 beside them = 60 of 59'),
    ]);
  });
});

describe('left alone', () => {
  test('threads that share fewer connections than they are, where the pod template says so', () => {
    expect(judged({ limit: '10', each: '1' }, GTHREAD)).toEqual([]);
  });
  test.each<[string, string | undefined, string[], Json]>([
    ['just enough', '40', GTHREAD, {}],
    ['no limit stated', undefined, GTHREAD, {}],
    ['a limit that is no number', 'many', GTHREAD, {}],
    ['Recreate, which waits', '16', GTHREAD, { strategy: { type: 'Recreate' } }],
    ['a class without bound', '1', ['-k', 'gevent', '-w', '2'], {}],
    ['workers that are not known', '1', ['-w', '$(WORKERS)'], {}],
  ])('%s', (_, limit, args, spec) => {
    expect(exceeds(limit, args, spec)).toEqual([]);
  });
});
