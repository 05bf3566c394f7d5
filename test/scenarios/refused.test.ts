import { describe, expect, test } from '@jest/globals';
import { asking, web } from './subject';
import { Reading } from '../../lib/reading/reading';
import { runScenario, Scenario } from '../../lib/scenarios';

const boots = (bind: string, port: number | string) =>
  runScenario(
    Scenario.boot,
    web({ container: { command: ['gunicorn', `--bind=${bind}`, 'app.wsgi'], readinessProbe: { httpGet: { path: '/ready', port } } } }),
  );

describe('a readiness probe that reaches nobody', () => {
  test.each([
    ['another port than the process', '0.0.0.0:8000', 8080, 'asks port 8080, and the process listens on 0.0.0.0:8000'],
    ['a port that its container does not declare', '0.0.0.0:8000', 'web', 'asks port web, which its container does not declare'],
    ['a process on the loopback', '127.0.0.1:8000', 8000, 'asks the address of the pod, and the process listens on'],
  ])('%s: the pod never becomes ready, and why is said', (_, bind, port, because) => {
    expect(boots(bind, port)).toMatchObject({ verdict: 'broken', because: expect.stringContaining(because), readyAfter: undefined });
  });

  test('nothing else is judged of such a pod', () => {
    expect(runScenario(Scenario.rollout, web({ readiness: { httpGet: { path: '/ready', port: 8080 } } }))).toMatchObject({
      verdict: 'not judged',
      because: expect.stringContaining('not all pods became ready'),
    });
  });
});

test('where the process listens is not known, a probe is taken to reach it', () => {
  const container = { command: undefined, readinessProbe: asking('/ready') };

  expect(runScenario(Scenario.boot, web({ container })).verdict).toBe('held');
});

test('how a process serves that is not known is not judged under load', () => {
  expect(runScenario(Scenario.overload(1), web({ container: { command: ['/srv/app'] } }))).toMatchObject({
    verdict: 'not judged',
    because: expect.stringContaining('which server runs'),
  });
});

test('a workload without users is drained all the same', () => {
  const [consumer] = Reading.ofObjects([
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'consumer' },
      spec: { replicas: 2, template: { spec: { containers: [{ name: 'consumer', image: 'app', command: ['celery', 'worker'] }] } } },
    },
  ]).workloads;

  expect(runScenario(Scenario.drain, consumer).verdict).toBe('held');
});
