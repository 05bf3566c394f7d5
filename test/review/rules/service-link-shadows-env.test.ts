import { expect, test } from '@jest/globals';
import { deployment, seen, service } from '../shop';

const redis = (spec = {}) => service({ selector: { app: 'redis' }, ports: [{ port: 6379 }], ...spec }, { name: 'redis' });
const env = (...names: string[]) => ({ env: names.map((name) => ({ name, value: 'x' })) });
const shadows = (...objects: unknown[]) => seen('service-link-shadows-env', ...objects);

test('a host without its port, beside a Service of that name, is reported', () => {
  expect(shadows(deployment(env('REDIS_HOST')), redis())).toEqual([
    'warning spec.template.spec.containers[0].env[0]: ' +
      'the container sets REDIS_HOST and not REDIS_PORT, which the link of Service redis sets to tcp://…:6379',
  ]);
});

test.each([
  ['both', [deployment(env('REDIS_HOST', 'REDIS_PORT')), redis()]],
  ['links that are off', [deployment(env('REDIS_HOST'), { enableServiceLinks: false }), redis()]],
  ['another name', [deployment(env('CACHE_HOST')), redis()]],
  ['a headless Service, which has no link', [deployment(env('REDIS_HOST')), redis({ clusterIP: 'None' })]],
  ['names that are not all known', [deployment({ ...env('REDIS_HOST'), envFrom: [{ secretRef: { name: 'elsewhere' } }] }), redis()]],
  [
    'another namespace',
    [deployment(env('REDIS_HOST'), {}, {}, { namespace: 'a' }), { ...redis(), metadata: { name: 'redis', namespace: 'b' } }],
  ],
])('%s is left alone', (_, objects) => {
  expect(shadows(...objects)).toEqual([]);
});
