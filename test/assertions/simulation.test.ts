import { describe, expect, test } from '@jest/globals';
import { ApiObject, Chart, Duration, Testing } from 'cdk8s';
import { ScenarioVerdict, SimulatedScenario, Simulation } from '../../lib';
import { SCENARIOS } from '../../lib/scenarios';
import { deployment, service } from '../review/shop';

function chartOf(livenessPath: string): Chart {
  const chart = new Chart(Testing.app(), 'shop');
  new ApiObject(chart, 'web', deployment({ livenessProbe: { httpGet: { path: livenessPath, port: 'http' } } }) as never);
  new ApiObject(chart, 'service', service() as never);
  return chart;
}
const outage = { scenarios: [SimulatedScenario.DEPENDENCY_OUTAGE] };

test('the enum names every scenario that there is, and no other', () => {
  expect(Object.values(SimulatedScenario)).toEqual(SCENARIOS.map(({ name }) => name));
});

describe('given liveness that asks for no dependency', () => {
  test('its outage is survived', () => {
    const simulation = Simulation.of(chartOf('/health/'), outage);
    expect(simulation.outcomes).toMatchObject([{ workload: 'Deployment web', verdict: ScenarioVerdict.HELD, restarts: 0 }]);
    expect(() => simulation.assertSurvived()).not.toThrow();
  });
});

describe('given liveness that asks for the dependency', () => {
  test('its outage is not survived, and the error says why', () => {
    const simulation = Simulation.of(chartOf('/ready/'), outage);
    expect(simulation.survived).toBe(false);
    expect(simulation.broken).toMatchObject([{ scenario: SimulatedScenario.DEPENDENCY_OUTAGE, verdict: ScenarioVerdict.BROKEN }]);
    expect(() => simulation.assertSurvived()).toThrow(/expected all scenarios to be survived\n\nDeployment web\n[^]*restart/);
  });
});

test('what the manifests cannot say is played as it is said', () => {
  const load = (requestsPerSecond: number) =>
    Simulation.of(chartOf('/health/'), { scenarios: [SimulatedScenario.ROLLOUT], requestsPerSecond, boot: Duration.seconds(2) }).outcomes[0]
      .requests;
  expect(load(20)).toBeGreaterThan(5 * load(2));
});

test.each<[string, () => unknown, RegExp]>([
  ['no workload', () => Simulation.of(new Chart(Testing.app(), 'empty')), /give a Deployment/],
  ['no scenario', () => Simulation.of(chartOf('/'), { scenarios: [] }), /nothing would be played/],
  [
    'a scenario that is none',
    () => Simulation.of(chartOf('/'), { scenarios: ['flood' as never] }),
    /'flood': there is none of this name; use some of boot/,
  ],
  ['a load of nothing', () => Simulation.of(chartOf('/'), { requestsPerSecond: 0 }), /requestsPerSecond 0: it has to be more than 0/],
])('given %s, it says what would do', (_, act, message) => {
  expect(act).toThrow(message);
});
