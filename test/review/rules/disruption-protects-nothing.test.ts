import { expect, test } from '@jest/globals';
import { deployment, seen } from '../shop';

const budget = (spec: object) => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'web' },
  spec: { selector: { matchLabels: { app: 'web' } }, ...spec },
});
const protects = (spec: object) => seen('disruption-protects-nothing', deployment(), budget(spec));

test.each([
  ['minAvailable', 0],
  ['minAvailable', '0%'],
  ['maxUnavailable', '100%'],
])('%s %s is information', (field, value) => {
  expect(protects({ [field]: value })).toEqual([`info spec.${field}: ${field} ${value} lets all pods be evicted at once`]);
});

test.each([{ minAvailable: 1 }, { maxUnavailable: 1 }, { maxUnavailable: '50%' }, {}])('%j is left alone', (spec) => {
  expect(protects(spec)).toEqual([]);
});
