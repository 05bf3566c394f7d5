import { expect, test } from '@jest/globals';
import { container, deployment, seen } from '../shop';

const undeclared = (...objects: unknown[]) => seen('probe-port-undeclared', ...objects);
const probe = (port: unknown, fields = {}) => ({ readinessProbe: { httpGet: { path: '/', port, ...fields } } });

test('a number beside the declared ones is reported', () => {
  expect(undeclared(deployment(probe(8080)))).toEqual([
    'warning spec.template.spec.containers[0].readinessProbe.httpGet.port: the readiness probe asks 8080; container web declares 8000',
  ]);
});

test.each([
  ['the declared number', deployment(probe(8000))],
  ['a container that declares nothing', deployment({ ...probe(8080), ports: undefined })],
  [
    'a port that the proxy declares',
    deployment({}, { containers: [container(probe(8080)), container({ name: 'proxy', ports: [{ containerPort: 8080 }] })] }),
  ],
  ['a process that says where it listens', deployment({ ...probe(8080), command: ['gunicorn', '-b', ':8080', 'app:app'] })],
  ['another host', deployment(probe(8080, { host: 'example.org' }))],
])('%s is left alone', (_, object) => {
  expect(undeclared(object)).toEqual([]);
});
