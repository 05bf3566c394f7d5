import { expect, test } from '@jest/globals';
import { autoscaler, seen } from '../shop';

const scaled = (metadata = {}) => ({
  apiVersion: 'keda.sh/v1alpha1',
  kind: 'ScaledObject',
  metadata: { name: 'queue', ...metadata },
  spec: { scaleTargetRef: { name: 'web' } },
});
const compete = (...objects: unknown[]) => seen('autoscalers-compete', ...objects);

test('two autoscalers of one workload are reported, whether or not it is here', () => {
  expect(compete(autoscaler(), scaled())).toEqual([
    'error spec.scaleTargetRef: ScaledObject queue and HorizontalPodAutoscaler web both scale Deployment web',
  ]);
  expect(compete(autoscaler(), { ...autoscaler(), metadata: { name: 'again' } })).toHaveLength(1);
});

test.each([
  ['one', [autoscaler()]],
  ['another target', [autoscaler(), autoscaler({ scaleTargetRef: { kind: 'Deployment', name: 'api' } })]],
  [
    'what KEDA made',
    [scaled(), { ...autoscaler(), metadata: { name: 'keda-hpa-queue', ownerReferences: [{ kind: 'ScaledObject', name: 'queue' }] } }],
  ],
  ['a ScaledObject that takes it over', [autoscaler(), scaled({ annotations: { 'scaledobject.keda.sh/transfer-hpa-ownership': 'true' } })]],
  ['another namespace', [autoscaler(), { ...autoscaler(), metadata: { name: 'web', namespace: 'b' } }]],
])('%s is left alone', (_, objects) => {
  expect(compete(...objects)).toEqual([]);
});
