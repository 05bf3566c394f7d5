import { expect, test } from '@jest/globals';
import { autoscaler, deployment, seen } from '../shop';

const missing = (scaleTargetRef: object, ...others: unknown[]) =>
  seen('autoscaler-target-missing', autoscaler({ scaleTargetRef }), ...others);

test.each([
  [{ kind: 'StatefulSet', name: 'web' }, 'StatefulSet web'],
  [{ kind: 'Deployment', name: 'webb' }, 'Deployment webb'],
])('%j beside Deployment web is reported', (target, words) => {
  expect(missing(target, deployment())).toEqual([
    `error spec.scaleTargetRef: HorizontalPodAutoscaler web scales ${words}, which is not here; Deployment web is`,
  ]);
});

test('a target that is there is left alone, and so is one that may live elsewhere', () => {
  expect(missing({ kind: 'Deployment', name: 'web' }, deployment())).toEqual([]);
  expect(missing({ kind: 'Deployment', name: 'api' }, { ...deployment(), metadata: { name: 'other' } })).toEqual([]);
});
