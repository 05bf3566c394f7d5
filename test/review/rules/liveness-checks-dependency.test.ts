import { expect, test } from '@jest/globals';
import { deployment, seen } from '../shop';

const checks = (livenessProbe: unknown, fields = {}) => seen('liveness-checks-dependency', deployment({ livenessProbe, ...fields }));
const get = (path: string) => ({ httpGet: { path, port: 'http' } });
const exec = (...command: string[]) => ({ exec: { command } });

test.each([
  ['a database in the path', get('/health/db'), 'db'],
  ['a full check', get('/healthz/full/'), 'full'],
  ['readiness in the path', get('/-/readyz?x=1'), 'readiness'],
  ['a client', exec('pg_isready', '-h', 'db'), 'pg_isready'],
  ['a client behind a shell', exec('sh', '-c', 'redis-cli -h cache ping'), 'redis-cli'],
])('%s is reported', (_, probe, sign) => {
  expect(checks(probe)).toEqual([expect.stringMatching(new RegExp(`^warning spec.template.spec.containers\\[0\\].livenessProbe: .*by its name is about ${sign}$`))]);
});

test.each([
  ['a plain path', get('/healthz/'), {}], ['a word that only contains it', get('/dashboard/already'), {}], ['a database that checks itself', exec('pg_isready', '-h', 'db'), { image: 'docker.io/library/postgres:16' }],
  ['a check of this container', exec('redis-cli', '-h', '127.0.0.1', 'ping'), {}], ['the check of readiness, which liveness-equals-readiness judges', get('/ready/'), {}],
])('%s is left alone', (_, probe, fields) => {
  expect(checks(probe, fields)).toEqual([]);
});
