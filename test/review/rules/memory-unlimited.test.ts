import { expect, test } from '@jest/globals';
import { deployment, seen, service } from '../shop';

const unlimited = (resources: unknown, ...others: unknown[]) => seen('memory-unlimited', deployment({ resources }), service(), ...others);
const range = (limit: object, namespace?: string) => ({
  apiVersion: 'v1',
  kind: 'LimitRange',
  metadata: { name: 'a', namespace },
  spec: { limits: [limit] },
});

test('a container that serves users without a limit is reported', () => {
  expect(unlimited({ requests: { memory: '1Gi' } })).toEqual([
    'warning spec.template.spec.containers[0].resources: container web of Deployment web has no memory limit',
  ]);
  expect(unlimited(undefined, range({ type: 'Pod', max: { memory: '1Gi' } }))).toHaveLength(1);
});

test.each([
  ['a limit', { limits: { memory: '1Gi' } }, []],
  ['a LimitRange', undefined, [range({ type: 'Container', default: { memory: '1Gi' } })]],
])('%s is left alone', (_, resources, others) => {
  expect(unlimited(resources, ...others)).toEqual([]);
});

test('the resources of the pod count, and a worker without users is left alone', () => {
  expect(seen('memory-unlimited', deployment({}, { resources: { limits: { memory: '1Gi' } } }), service())).toEqual([]);
  expect(seen('memory-unlimited', deployment())).toEqual([]);
});
