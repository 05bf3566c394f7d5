import { expect, test } from '@jest/globals';
import { configMap, deployment, seen, service } from '../shop';

const twice = (...objects: unknown[]) => seen('duplicate-object', ...objects);

test('two objects of one name with different content are reported', () => {
  expect(twice(deployment(), deployment({}, {}, { replicas: 5 }))).toEqual([
    'warning metadata.name: Deployment web stands twice in these manifests, with different content',
  ]);
});

test('an older version of the same API group is the same object', () => {
  expect(twice(deployment(), { ...deployment(), apiVersion: 'apps/v1beta2' })).toHaveLength(1);
});

test('the same content is information', () => {
  expect(twice(service(), service())).toEqual(['info metadata.name: Service web stands twice in these manifests, with the same content']);
});

test.each([
  ['objects of different kinds', [deployment(), service()]],
  ['objects of different namespaces', [service({}, { namespace: 'a' }), service({}, { namespace: 'b' })]],
  ['a namespace that only one says', [service({}, { namespace: 'a' }), service()]],
  [
    'objects without a name',
    [
      { ...configMap('x', {}), metadata: {} },
      { ...configMap('x', {}), metadata: {} },
    ],
  ],
])('%s are left alone', (_, objects) => {
  expect(twice(...objects)).toEqual([]);
});
