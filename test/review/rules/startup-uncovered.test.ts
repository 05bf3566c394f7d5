import { describe, expect, test } from '@jest/globals';
import { deployment, seen } from '../shop';

const uncovered = (fields: object) => seen('startup-uncovered', deployment({ ...fields }));
const probe = (fields: object) => ({ tcpSocket: { port: 'http' }, ...fields });

test('liveness that may kill before 20 s is reported, by its earliest verdict', () => {
  // Period × failureThreshold is 20 s here; the guaranteed patience is not.
  expect(uncovered({ livenessProbe: probe({ periodSeconds: 10, failureThreshold: 2 }) })).toEqual([
    expect.stringContaining('liveness, with no startup probe before it, may condemn container web 10 s after its start'),
  ]);
});

test('so is a startup probe that is no more patient', () => {
  expect(uncovered({ startupProbe: probe({ periodSeconds: 5 }), livenessProbe: probe({}) })).toEqual([
    expect.stringMatching(/startupProbe: the startup probe may condemn/),
  ]);
});

test.each([
  ['the defaults', { livenessProbe: probe({}) }],
  ['a startup probe', { startupProbe: probe({ failureThreshold: 24, periodSeconds: 5 }), livenessProbe: probe({ failureThreshold: 1 }) }],
  ['an initial delay', { livenessProbe: probe({ initialDelaySeconds: 21, failureThreshold: 1 }) }],
  ['no liveness', {}],
])('%s is left alone', (_, fields) => {
  expect(uncovered(fields)).toEqual([]);
});

describe('a boot time that the pod template states', () => {
  const stated = (seconds: string, fields: object, sidecars: object[] = []) =>
    seen(
      'startup-uncovered',
      deployment(
        { ...fields },
        {},
        {
          template: {
            metadata: { labels: { app: 'web' }, annotations: { 'starts-within.probewise.dev/web': seconds } },
            spec: { containers: [{ name: 'web', ...fields }, ...sidecars] },
          },
        },
      ),
    );
  const minute = { startupProbe: probe({ periodSeconds: 5, failureThreshold: 13 }) };

  test('is longer than the earliest verdict, and is reported', () => {
    expect(stated('120', minute)).toEqual([expect.stringContaining('starts-within.probewise.dev/web allows the boot 2 min')]);
  });
  test('says nothing about another container, which boots sooner', () => {
    const patient = { startupProbe: probe({ periodSeconds: 5, failureThreshold: 25 }) };
    expect(stated('120', patient, [{ name: 'proxy', startupProbe: probe({ periodSeconds: 5, failureThreshold: 6 }) }])).toEqual([]);
  });
  test.each([
    ['60', minute],
    ['5', { livenessProbe: probe({ periodSeconds: 5, failureThreshold: 3 }) }],
    ['soon', minute],
  ])('%s is left alone', (seconds, fields) => {
    expect(stated(seconds, fields)).toEqual([]);
  });
});
