import { expect, test } from '@jest/globals';
import { deployment, seen } from '../shop';

const delayed = (fields: object) => seen('initial-delay-as-startup', deployment({ ...fields }));
const probe = (initialDelaySeconds?: number) => ({ tcpSocket: { port: 'http' }, initialDelaySeconds });

test('a long delay without a startup probe is reported', () => {
  expect(delayed({ livenessProbe: probe(60) })).toEqual([
    'warning spec.template.spec.containers[0].livenessProbe.initialDelaySeconds: liveness waits 1 min before its first question, ' +
      'and there is no startup probe',
  ]);
});

test.each([
  ['a short delay', { livenessProbe: probe(29) }],
  ['a startup probe', { livenessProbe: probe(60), startupProbe: probe() }],
  ['a delay of readiness', { readinessProbe: probe(60) }],
])('%s is left alone', (_, fields) => {
  expect(delayed(fields)).toEqual([]);
});
