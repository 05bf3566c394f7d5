import { expect, test } from '@jest/globals';
import { deployment, ingress, seen, service } from '../shop';

const published = (...objects: unknown[]) => seen('not-ready-published', deployment(), ...objects);
const annotated = { name: 'web', annotations: { 'service.alpha.kubernetes.io/tolerate-unready-endpoints': 'true' } };

test('a routed Service that lists pods which are not ready is reported', () => {
  expect(published(service({ publishNotReadyAddresses: true }), ingress())).toEqual([
    'error spec.publishNotReadyAddresses: Ingress web sends users to Service web, which lists pods that are not ready ' +
      '(publishNotReadyAddresses)',
  ]);
  expect(published(service({}, annotated), ingress())).toHaveLength(1);
});

test.each([
  ['peers without a route', [service({ publishNotReadyAddresses: true })]],
  ['an ordinary Service', [service(), ingress()]],
  ['false', [service({ publishNotReadyAddresses: false }), ingress()]],
])('%s is left alone', (_, objects) => {
  expect(published(...objects)).toEqual([]);
});
