import { describe, expect, test } from '@jest/globals';
import { autoscaler, deployment, seen, seenWithApplication, type Json } from '../shop';

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

describe('a pool in each worker', () => {
  const LIMIT = { 'probewise.dev/database-connections': '200' };
  const pooled = (container: Json, annotations: Json = LIMIT) => {
    const object = deployment({ command: ['gunicorn', '-k', 'uvicorn.workers.UvicornWorker', '-w', '4', 'shop.main:app'], ...container });
    (object.spec as { template: { metadata: Json } }).template.metadata.annotations = annotations;
    return object;
  };
  const env = (...pairs: [string, string][]) => ({ env: pairs.map(([name, value]) => ({ name, value })) });

  test.each([
    ['by variables', env(['DB_POOL_SIZE', '15'], ['DB_MAX_OVERFLOW', '30']), '× 4 workers × 45 each', 'DB_POOL_SIZE + DB_MAX_OVERFLOW'],
    ['by a URL', env(['DATABASE_URL', 'postgresql://a:b@db/shop?connection_limit=20']), '× 20 each', 'connection_limit in DATABASE_URL'],
    ['by the threads of puma', { command: ['puma', '-w', '8', '-t', '8:8'] }, '8 workers × 8 each', 'one for each thread of puma'],
  ])('%s is a warning', (_, container, factors, origin) => {
    expect(seen('db-connections-exceed', pooled(container))).toEqual([
      expect.stringMatching(new RegExp(`^warning .*${factors}.*of 200.*has a pool of its own \\(${origin.replace('+', '\\+')}\\)`)),
    ]);
  });

  test('by the code that makes the engine', () => {
    const engine = 'engine = create_async_engine(URL, pool_size=20, max_overflow=30)\n';
    const read = (text: string) =>
      seenWithApplication(
        'db-connections-exceed',
        'FROM python:3.12\nWORKDIR /app\nCOPY . .\n',
        { 'shop/db/session.py': text },
        pooled({}),
      );
    expect(read(engine)).toEqual([expect.stringContaining('pool_size 20 + max_overflow 30 in shop/db/session.py')]);
    expect(read('engine = create_engine(URL, pool_size=SIZE)\n')).toEqual([]);
  });

  const postgres = (args: string[] = []) => [
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'db' },
      spec: { template: { metadata: { labels: { app: 'db' } }, spec: { containers: [{ name: 'db', image: 'postgres:16', args }] } } },
    },
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'db' }, spec: { selector: { app: 'db' }, ports: [{ port: 5432 }] } },
  ];
  const told = env(['DATABASE_URL', 'postgresql://shop:x@db:5432/shop'], ['DB_POOL_SIZE', '10']);

  test('is held against the PostgreSQL of the bundle that it is told to use', () => {
    expect(seen('db-connections-exceed', pooled(told, {}), ...postgres())).toEqual([
      expect.stringContaining('= 200 of 100 − 0 reserved (max_connections of StatefulSet db, by default)'),
    ]);
  });

  test.each([
    ['one that takes more', told, postgres(['-c', 'max_connections=300'])],
    ['one that a file configures', told, postgres(['-c', 'config_file=/etc/postgresql.conf'])],
    ['one of which nothing says that it is used', env(['DB_POOL_SIZE', '10']), postgres()],
    ['no database', told, []],
  ])('%s: left alone', (_, container, others) => {
    expect(seen('db-connections-exceed', pooled(container, {}), ...others)).toEqual([]);
  });
});
