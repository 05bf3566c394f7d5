import { describe, expect, test } from '@jest/globals';
import { Reading } from '../../lib/reading/reading';
import { review, RULES } from '../../lib/review';
import { withSimulatedConsequences } from '../../lib/review/simulated-consequence';
import { SCENARIOS } from '../../lib/scenarios';
import { deployment, ingress, service, type Json } from './shop';

const asking = (path: string, numbers: object = {}) => ({ httpGet: { path, port: 'http' }, ...numbers });
const gunicorn = (...args: string[]) => ({ command: ['gunicorn', '--bind=0.0.0.0:8000', ...args, 'app.wsgi'] });
const preStop = { lifecycle: { preStop: { sleep: { seconds: 10 } } } };

function measured(objects: readonly Json[]): ReadonlyMap<string, string> {
  return new Map(
    withSimulatedConsequences(review(objects), Reading.ofObjects(objects), RULES).map(({ rule, consequence }) => [rule, consequence]),
  );
}

const web = (container: Json, spec: Json = {}) => measured([ingress(), service(), deployment(container, {}, spec)]);

describe('a finding of a rule that the clock shows', () => {
  test.each<[string, Json, Json]>([
    ['liveness-checks-dependency', { ...preStop, livenessProbe: asking('/health/db/') }, {}],
    ['liveness-equals-readiness', { ...preStop, livenessProbe: asking('/ready/') }, {}],
    ['liveness-impatient', { ...gunicorn('--workers=2'), ...preStop, livenessProbe: asking('/health/', { periodSeconds: 5 }) }, {}],
    [
      'pool-shares-probes',
      { ...gunicorn('--workers=1'), ...preStop, livenessProbe: asking('/health/', { periodSeconds: 5, timeoutSeconds: 2 }) },
      {},
    ],
    ['startup-uncovered', { ...preStop, livenessProbe: asking('/health/', { periodSeconds: 5, failureThreshold: 2 }) }, {}],
    ['shutdown-drops-requests', gunicorn('--workers=4'), { replicas: 1 }],
    ['rollout-loses-capacity', preStop, { strategy: { type: 'Recreate' } }],
    ['readiness-missing', { readinessProbe: undefined, ...preStop }, {}],
  ])('%s says what was simulated, with the fix and without', (rule, container, spec) => {
    expect(web(container, spec).get(rule)).toMatchSnapshot();
    expect(web(container, spec).get(rule)).toMatch(/; simulated \(.*\): .* with the fix /);
  });

  test('given a workload on which the scenario does not show it, the finding stays as it was', () => {
    const objects = [
      ingress(),
      service(),
      deployment({ ...gunicorn('--workers=2', '--timeout=120'), livenessProbe: asking('/health/', { timeoutSeconds: 30 }) }),
    ];
    const findings = review(objects).filter(({ rule }) => rule === 'liveness-impatient');

    expect(findings).toHaveLength(1);
    expect(withSimulatedConsequences(findings, Reading.ofObjects(objects), RULES)).toEqual(findings);
  });

  test('given one that is suppressed, or nothing to simulate, it stays as it was', () => {
    const accepted = [
      deployment(
        { livenessProbe: asking('/ready/') },
        {},
        {},
        { annotations: { 'probewise.dev/ignore.liveness-equals-readiness': 'only one endpoint' } },
      ),
    ];
    expect(measured(accepted).get('liveness-equals-readiness')).not.toContain('simulated');
    expect(
      measured([deployment({ livenessProbe: asking('/ready/') }, {}, { replicas: 0 })]).get('liveness-equals-readiness'),
    ).not.toContain('simulated');
  });

  test('given more workloads than are simulated, the rest keep their static sentence', () => {
    const objects = Array.from({ length: 21 }, (_, index) =>
      deployment({ livenessProbe: asking('/ready/') }, {}, {}, { name: `web-${index}` }),
    );
    const findings = withSimulatedConsequences(review(objects), Reading.ofObjects(objects), RULES).filter(
      ({ rule }) => rule === 'liveness-equals-readiness',
    );

    expect(findings.map(({ consequence }) => consequence.includes('simulated'))).toEqual([
      ...Array.from({ length: 20 }, () => true),
      false,
    ]);
  });
});

test('every demonstration names a scenario that there is', () => {
  const names = RULES.flatMap(({ demonstration }) => (demonstration ? [demonstration.scenario] : []));
  expect(names.length).toBeGreaterThan(5);
  expect(SCENARIOS.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
});

test('checking the rules measures nothing', () => {
  const objects = [ingress(), service(), deployment({ livenessProbe: asking('/ready/') })];
  expect(review(objects).filter(({ consequence }) => consequence.includes('simulated'))).toEqual([]);
});
