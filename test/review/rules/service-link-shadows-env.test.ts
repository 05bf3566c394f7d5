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

const script = (text: string) => ({ command: ['sh', '-c', `${text}; exec uvicorn app:app --port "$REDIS_PORT"`] });

test.each(['REDIS_PORT=${REDIS_PORT:-6379}', ': ${REDIS_PORT:=6379}', 'true'])(
  'a start script that reads the port (%s) is reported',
  (text) => {
    expect(shadows(deployment(script(text)), redis())).toEqual([
      'warning spec.template.spec.containers[0].command: the start script reads REDIS_PORT, which the link of Service redis sets to ' +
        'tcp://…:6379',
    ]);
  },
);

test.each([
  ['that sets it first', script('REDIS_PORT=6379'), {}],
  ['whose container sets it', { ...script('true'), ...env('REDIS_PORT') }, {}],
  ['without links', script('true'), { enableServiceLinks: false }],
])('a start script %s is left alone', (_, container, pod) => {
  expect(shadows(deployment(container, pod), redis())).toEqual([]);
});
