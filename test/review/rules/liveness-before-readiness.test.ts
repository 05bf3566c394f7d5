import { expect, test } from '@jest/globals';
import { deployment, seen } from '../shop';

const before = (liveness: object, readiness: object, path = '/live') =>
  seen(
    'liveness-before-readiness',
    deployment({
      livenessProbe: { httpGet: { path, port: 'http' }, ...liveness },
      readinessProbe: { httpGet: { path: '/ready', port: 'http' }, ...readiness },
    }),
  );

test('liveness that condemns before readiness removes is reported with both ranges', () => {
  expect(before({ periodSeconds: 5 }, {})).toEqual([
    'warning spec.template.spec.containers[0].livenessProbe: liveness condemns a silent process after 10 s to 16 s, readiness ' +
      'removes it only after 20 s to 31 s',
  ]);
});

test('an initial delay does not save it: a running process has that behind it', () => {
  expect(before({ periodSeconds: 5, initialDelaySeconds: 600 }, {})).toHaveLength(1);
});

test.each([
  ['equal numbers', {}, {}, '/live'],
  ['liveness later', { failureThreshold: 6 }, {}, '/live'],
  ['ranges of which neither comes first', { periodSeconds: 1, failureThreshold: 30 }, { periodSeconds: 20, failureThreshold: 2 }, '/live'],
  ['the same check, which liveness-equals-readiness judges', { periodSeconds: 5 }, {}, '/ready'],
])('%s is left alone', (_, liveness, readiness, path) => {
  expect(before(liveness, readiness, path)).toEqual([]);
});
