import { expect, test } from '@jest/globals';
import { deployment, seen } from '../shop';

const exceeds = (containerFields: object, spec: object = {}) =>
  seen('startup-exceeds-progress-deadline', deployment({ ...containerFields }, {}, { ...spec }));
const startup = (failureThreshold: number) => ({ startupProbe: { tcpSocket: { port: 'http' }, periodSeconds: 10, failureThreshold } });

test('a startup probe that outlasts the default deadline is reported with the whole sum', () => {
  // 60 × 10 s + 1 s of startup, then 10 s + 1 s of readiness.
  expect(exceeds(startup(60))).toEqual([
    'warning spec.template.spec.containers[0].startupProbe: container web may take 10 min 12 s to be ready; the rollout is ' +
      'declared failed after 10 min',
  ]);
});

test('minReadySeconds counts', () => {
  expect(exceeds(startup(30), { minReadySeconds: 300 })).toEqual([expect.stringContaining('and 5 min more to be available')]);
});

test('a shorter deadline counts', () => {
  expect(exceeds(startup(30), { progressDeadlineSeconds: 120 })).toHaveLength(1);
});

test('the initial delay of readiness runs beside startup, not after it', () => {
  expect(
    exceeds(
      { ...startup(30), readinessProbe: { tcpSocket: { port: 'http' }, initialDelaySeconds: 301 } },
      { progressDeadlineSeconds: 320 },
    ),
  ).toEqual([]);
  expect(exceeds({ readinessProbe: { tcpSocket: { port: 'http' }, initialDelaySeconds: 700 } })).toHaveLength(1);
});

test.each([
  ['a sum that fits', startup(58), {}],
  ['a longer deadline', startup(60), { progressDeadlineSeconds: 900 }],
  ['a deadline of the wrong type', startup(30), { progressDeadlineSeconds: 'none' }],
])('%s is left alone', (_, fields, spec) => {
  expect(exceeds(fields, spec)).toEqual([]);
});

test('a StatefulSet has no deadline', () => {
  expect(seen('startup-exceeds-progress-deadline', { ...deployment(startup(600)), kind: 'StatefulSet' })).toEqual([]);
});
