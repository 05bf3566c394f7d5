import { describe, expect, test } from '@jest/globals';
import { Chart, Duration, Testing } from 'cdk8s';
import { ObcmsChart } from '../examples/obcms/obcms-chart';
import { findingsSerializer, matchers } from '../lib/jest';
import { review } from '../lib/review';
import { Scenario } from '../lib/scenarios';
import { deployment, service } from './review/shop';

const BEFORE = 'examples/obcms/before.yaml';
const unready = [deployment({ readinessProbe: undefined }), service()];

describe('toPassReview', () => {
  test('given a chart of the library, it passes', () => {
    const { pass } = matchers.toPassReview(new ObcmsChart(Testing.app(), 'obcms'));
    expect(pass).toBe(true);
  });
  test.each([
    ['objects', unready],
    ['a file', BEFORE],
  ])('given %s without readiness, it fails and says what is wrong', (_, received) => {
    const { pass, message } = matchers.toPassReview(received);
    expect(pass).toBe(false);
    expect(message()).toContain('readiness-missing');
  });
  test('given a finding that is suppressed, it passes', () => {
    const accepted = [
      deployment({ readinessProbe: undefined }, {}, {}, { annotations: { 'probewise.dev/ignore.readiness-missing': 'a batch job' } }),
      service(),
    ];
    expect(matchers.toPassReview(accepted).pass).toBe(true);
  });
  test.each([[undefined], [{}], [7]])('given %p, it says what it takes', (received) => {
    expect(() => matchers.toPassReview(received)).toThrow('expected a chart, an array of Kubernetes objects, or the name of a file');
  });
  test('given a file that is not there, it says so', () => {
    expect(() => matchers.toPassReview('gone.yaml')).toThrow('gone.yaml: there is no such file');
  });
  test('given an empty chart, it passes', () => {
    expect(matchers.toPassReview(new Chart(Testing.app(), 'empty')).pass).toBe(true);
  });
});

describe('toHaveFinding', () => {
  test('given objects without readiness, there is readiness-missing and no single-replica', () => {
    expect(matchers.toHaveFinding(unready, 'readiness-missing').pass).toBe(true);
    expect(matchers.toHaveFinding(unready, 'single-replica')).toMatchObject({ pass: false });
    expect(matchers.toHaveFinding(unready, 'single-replica').message()).toContain('expected a finding of single-replica');
  });
});

describe('toSurvive', () => {
  const shared = (path: string) => [deployment({ livenessProbe: { httpGet: { path, port: 'http' } } }), service()];
  const outage = Scenario.dependencyOutage(Duration.minutes(2));

  test('given liveness that does not ask for the database, its outage is survived', () => {
    const { pass, message } = matchers.toSurvive(shared('/health/'), outage);
    expect(pass).toBe(true);
    expect(message()).toContain('expected dependency-outage-120s not to be survived\n\nDeployment web\n');
  });
  test('given liveness that asks for it, it is not, and the message tells the verdict, why, and the course', () => {
    const { pass, message } = matchers.toSurvive(shared('/ready/'), outage);
    expect(pass).toBe(false);
    expect(message()).toMatchSnapshot();
  });
  test('given a chart of the library, it survives a dependency that is down, a rollout and a boot within its promise', () => {
    const chart = new ObcmsChart(Testing.app(), 'obcms');
    expect(matchers.toSurvive(chart, Scenario.dependencyOutage(Duration.minutes(10))).pass).toBe(true);
    expect(matchers.toSurvive(chart, 'rollout').pass).toBe(true);
    expect(matchers.toSurvive(chart, 'boot', { boot: 100 }).pass).toBe(true);
  });
  test('given options, they are the assumptions', () => {
    expect(matchers.toSurvive(shared('/health/'), 'boot', { boot: 5 }).pass).toBe(true);
    expect(matchers.toSurvive(shared('/health/'), Scenario.boot, { boot: 60 }).pass).toBe(false);
  });
  test("given a scenario of the user's own, it is judged by that", () => {
    const crash: Scenario = {
      name: 'nobody-comes',
      invariant: 'somebody comes',
      duration: 1,
      disturb: () => undefined,
      judge: ({ requests }) => (requests ? undefined : 'nobody came'),
    };
    expect(matchers.toSurvive(shared('/health/'), crash, { load: 0.0001 }).message()).toContain('not kept: somebody comes: nobody came');
  });
  test('given the name of a file, its manifests are simulated', () => {
    expect(matchers.toSurvive(BEFORE, Scenario.badRelease).message()).toContain('Deployment obcms/obcms');
  });
  test('given no scenario of that name, or no workload, it says so', () => {
    expect(() => matchers.toSurvive(unready, 'earthquake')).toThrow('there is no scenario "earthquake": there is boot, slow-boot,');
    expect(() => matchers.toSurvive([service()], 'boot')).toThrow('expected a workload that goes on and has a pod');
  });
});

test("loading it teaches jest's own expect the matchers", () => {
  const globalExpect = (
    globalThis as unknown as {
      expect: (value: unknown) => {
        not: { toPassReview(): void; toSurvive(scenario: string): void };
        toHaveFinding(rule: string): void;
      };
    }
  ).expect;
  globalExpect(unready).not.toPassReview();
  globalExpect(unready).toHaveFinding('readiness-missing');
  globalExpect(unready).not.toSurvive('bad-release');
});

test('the serialiser keeps findings to a line each, whatever the order and whatever the line of the file', () => {
  const findings = review(unready);
  const written = findingsSerializer.serialize(findings);
  expect(written).toContain('error readiness-missing  Deployment web  spec.template.spec.containers[0]');
  expect(findingsSerializer.serialize([...findings].reverse().map((finding) => ({ ...finding, line: 99 })))).toBe(written);
  expect([findings, [], [{}], 'text'].map((value) => findingsSerializer.test(value))).toEqual([true, false, false, false]);
});
