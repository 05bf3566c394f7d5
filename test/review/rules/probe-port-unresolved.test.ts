import { describe, expect, test } from '@jest/globals';
import { container, deployment, seen } from '../shop';

const unresolved = (...objects: unknown[]) => seen('probe-port-unresolved', ...objects);
const probe = (port: unknown) => ({ readinessProbe: { httpGet: { path: '/', port } } });

test('a name that the container does not declare is reported', () => {
  expect(unresolved(deployment(probe('web')))).toEqual([
    'error spec.template.spec.containers[0].readinessProbe.httpGet.port: the readiness probe asks port web; container web declares http',
  ]);
});

test('a name of another container is reported: the kubelet does not look there', () => {
  expect(
    unresolved(
      deployment(
        {},
        {
          containers: [
            container(probe('admin')),
            container({ name: 'proxy', ports: [{ name: 'admin', containerPort: 1 }], readinessProbe: undefined }),
          ],
        },
      ),
    ),
  ).toEqual([expect.stringContaining('does not look into container proxy, which declares admin')]);
});

describe('left alone', () => {
  test.each([
    ['a declared name', deployment(probe('http'))],
    ['a number that is not declared', deployment(probe(9999))],
    ['a name of digits', deployment(probe('9999'))],
    [
      'a declared name with another protocol',
      deployment({ ...probe('dns'), ports: [{ name: 'dns', containerPort: 53, protocol: 'UDP' }] }),
    ],
    [
      'a sidecar with its own port',
      deployment(
        {},
        { initContainers: [{ name: 'proxy', restartPolicy: 'Always', ports: [{ name: 'p', containerPort: 1 }], ...probe('p') }] },
      ),
    ],
    ['an exec probe', deployment({ readinessProbe: { exec: { command: ['true'] } } })],
    ['a port of a wrong type', deployment(probe({ name: 'x' }))],
  ])('%s', (_, object) => {
    expect(unresolved(object)).toEqual([]);
  });
});
