import { expect, test } from '@jest/globals';
import { deployment, seen } from '../shop';

const shared = (path: string, replicas: number) =>
  seen('readiness-shared-dependency', deployment({ readinessProbe: { httpGet: { path, port: 'http' } } }, {}, { replicas }));

test('a readiness of several replicas that names a dependency is information', () => {
  expect(shared('/ready/database', 3)).toEqual([expect.stringMatching(/^info .*readiness of all 3 replicas asks .* about database$/)]);
});

test.each([
  ['/ready/database', 1],
  ['/ready/', 3],
])('%s of %d replicas is left alone', (path, replicas) => {
  expect(shared(path, replicas)).toEqual([]);
});
