import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { runScenario, SCENARIOS, type Scenario } from '../../lib/scenarios';
import { asking, web, type Web } from './subject';

const scenario = (name: string): Scenario => SCENARIOS.find((each) => each.name === name)!;

const SOUND: Web = {
  args: ['--workers=2', '--threads=8'],
  startup: asking('/health/', { periodSeconds: 3, failureThreshold: 20 }),
  readiness: asking('/ready/', { periodSeconds: 5 }),
  liveness: asking('/health/', { periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 7 }),
  spec: { replicas: 3 },
  podSpec: { terminationGracePeriodSeconds: 75 },
  container: { lifecycle: { preStop: { sleep: { seconds: 10 } } } },
  others: [
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'web' },
      spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'web' } } },
    },
  ],
};

describe('a dependency that is down', () => {
  test('restarts every pod whose liveness asks for it, and none whose liveness does not', () => {
    const shared = runScenario(
      scenario('dependency-outage'),
      web({ readiness: asking('/ready/'), liveness: asking('/ready/'), spec: { replicas: 2 } }),
    );

    expect(shared).toMatchObject({ verdict: 'broken', restarts: 4, because: '4 restarts' });
    expect(runScenario(scenario('dependency-outage'), web(SOUND))).toMatchObject({ verdict: 'held', restarts: 0 });
    expect(runScenario(scenario('dependency-outage-600s'), web(SOUND))).toMatchObject({ verdict: 'held', restarts: 0 });
  });

  test('given two sync workers, when it hangs, then readiness requests alone fill the pool and liveness kills the container', () => {
    const probes = { readiness: asking('/ready/', { periodSeconds: 5 }), liveness: asking('/health/') };

    expect(runScenario(scenario('dependency-hang'), web({ args: ['--workers=2'], ...probes }), { load: 0.001 })).toMatchObject({
      verdict: 'broken',
      restarts: 1,
    });
    expect(
      runScenario(scenario('dependency-hang'), web({ args: ['--workers=2', '--threads=8'], ...probes }), { load: 0.001 }),
    ).toMatchObject({ verdict: 'held', restarts: 0 });
  });
});

describe('a release', () => {
  test('loses no request where pods wait for their readiness and for the endpoints', () => {
    expect(runScenario(scenario('rollout'), web(SOUND))).toMatchObject({ verdict: 'held', complete: true, restarts: 0, answered: 1 });
    expect(runScenario(scenario('drain'), web(SOUND))).toMatchObject({ verdict: 'held', complete: true, answered: 1 });
  });

  test('loses requests where a pod closes its listener before the endpoints know', () => {
    const { endings } = runScenario(scenario('rollout'), web({ ...SOUND, container: {}, spec: { replicas: 1 } }), { load: 50 });

    expect(endings['ingress 502'] + endings['ingress 503']).toBeGreaterThan(0);
  });

  test('that never serves leaves the old pods alone and goes when it is undone, unless nothing asks whether it is ready', () => {
    expect(runScenario(scenario('bad-release'), web(SOUND))).toMatchObject({ verdict: 'held', complete: true, answered: 1 });
    expect(runScenario(scenario('bad-release'), web({}))).toMatchObject({ verdict: 'broken' });
  });
});

describe('a boot', () => {
  test('that outlasts liveness without a startup probe never ends', () => {
    const liveness = asking('/health/', { periodSeconds: 5 });

    expect(runScenario(scenario('boot'), web({ liveness, readiness: asking('/ready/') }), { boot: 40 })).toMatchObject({
      verdict: 'broken',
      because: 'not all pods became ready',
    });
    expect(runScenario(scenario('slow-boot'), web(SOUND), { boot: 15 })).toMatchObject({ verdict: 'held' });
  });
});

describe('a deadlock', () => {
  test('is ended by liveness, by the timeout of a sync worker, or by nobody', () => {
    expect(runScenario(scenario('stall'), web(SOUND))).toMatchObject({ verdict: 'held', restarts: 3 });
    expect(runScenario(scenario('stall'), web({}), { trace: true })).toMatchObject({ verdict: 'held', restarts: 0, workerTimeouts: 1 });
    expect(runScenario(scenario('stall'), web({ args: ['--threads=4'] }))).toMatchObject({
      verdict: 'not judged',
      because: 'nothing could end it: no liveness probe, and no worker timeout that applies',
    });
  });

  test('is not noticed by a liveness probe that only connects', () => {
    expect(runScenario(scenario('stall'), web({ args: ['--threads=4'], liveness: { tcpSocket: { port: 8000 } } }))).toMatchObject({
      verdict: 'broken',
      because: expect.stringContaining('asks for a TCP connection, which the kernel accepts, and stays green'),
    });
  });
});

describe('every scenario on every workload', () => {
  const numbers = fc.record({
    periodSeconds: fc.integer({ min: 1, max: 20 }),
    timeoutSeconds: fc.integer({ min: 1, max: 10 }),
    failureThreshold: fc.integer({ min: 1, max: 6 }),
  });
  const probe = fc.option(
    fc.tuple(fc.constantFrom('/health/', '/ready/'), numbers).map(([path, timing]) => asking(path, timing)),
    { nil: undefined },
  );
  const subject = fc.record({
    args: fc.constantFrom(
      ['--workers=1'],
      ['--workers=3', '--max-requests=50'],
      ['--threads=4', '--preload'],
      ['--worker-class=gevent', '--timeout=5'],
    ),
    startup: probe,
    readiness: probe,
    liveness: probe,
    spec: fc.record({ replicas: fc.integer({ min: 1, max: 3 }), minReadySeconds: fc.constantFrom(0, 10) }),
  });

  test('requests end exactly once, no event goes back in time, and the same seed gives the same trace', () => {
    const [seeds, loads] = [fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 40 })];
    fc.assert(
      fc.property(fc.constantFrom(...SCENARIOS), subject, seeds, loads, (each, model, seed, load) => {
        const options = { seed, load, trace: true };
        const result = runScenario(each, web(model), options);

        expect(Object.values(result.endings).reduce((sum, count) => sum + count, 0)).toBe(result.requests);
        const times = result.trace!.map(({ at }) => at);
        expect(times).toEqual([...times].sort((one, other) => one - other));
        expect(runScenario(each, web(model), options)).toEqual(result);
      }),
      { numRuns: process.env.CI ? 60 : 20, seed: 1 },
    );
  });

  test('an option, an annotation and a default say where they come from', () => {
    const { assumptions } = runScenario(scenario('boot'), web({ args: ['--workers=3'] }), { boot: 7 });

    expect(assumptions).toContainEqual({ name: 'boot', value: 7, origin: 'option' });
    expect(assumptions).toContainEqual({ name: 'serviceTime', value: 0.1, origin: 'default' });
    expect(assumptions).toContainEqual({ name: 'workers', value: '3', origin: 'the command line' });
  });
});
