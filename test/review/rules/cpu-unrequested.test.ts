import { expect, test } from '@jest/globals';
import { deployment, seen, service } from '../shop';

const unrequested = (resources: unknown, ...others: unknown[]) => seen('cpu-unrequested', deployment({ resources }), service(), ...others);
const range = {
  apiVersion: 'v1',
  kind: 'LimitRange',
  metadata: { name: 'a' },
  spec: { limits: [{ type: 'Container', defaultRequest: { cpu: '100m' } }] },
};

test('a container that serves users without a request is reported', () => {
  expect(unrequested({ requests: { memory: '1Gi' } })).toEqual([
    'warning spec.template.spec.containers[0].resources: container web of Deployment web requests no CPU',
  ]);
});

test.each([
  ['a request', { requests: { cpu: '100m' } }, []],
  ['a limit', { limits: { cpu: 1 } }, []],
  ['a LimitRange', undefined, [range]],
])('%s is left alone', (_, resources, others) => {
  expect(unrequested(resources, ...others)).toEqual([]);
});
