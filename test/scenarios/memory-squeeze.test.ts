import { describe, expect, test } from '@jest/globals';
import { runScenario, SCENARIOS, type ScenarioOptions } from '../../lib/scenarios';
import { asking, web, type Web } from './subject';

const squeeze = (memory: string | undefined, args: readonly string[], options: ScenarioOptions = {}, more: Web = {}) =>
  runScenario(
    SCENARIOS.find(({ name }) => name === 'memory-squeeze')!,
    web({
      args,
      readiness: asking('/health/', { periodSeconds: 5 }),
      liveness: asking('/health/', { failureThreshold: 6 }),
      spec: { replicas: 3 },
      container: memory === undefined ? {} : { resources: { limits: { memory, cpu: '2' } } },
      ...more,
    }),
    { trace: true, ...options },
  );
const kinds = (result: ReturnType<typeof squeeze>) => result.trace!.map(({ kind }) => kind);

// A sync worker weighs 45 MiB after load, the master 13 MiB.
describe('given two sync workers whose requests leave memory behind', () => {
  test('a limit that they reach ends the container, and it comes back while others serve', () => {
    const result = squeeze('128Mi', ['--workers=2']);

    expect(result).toMatchObject({ verdict: 'held', workersOutOfMemory: 0 });
    expect(result.restarts).toBeGreaterThan(0);
    expect(kinds(result).filter((kind) => kind === 'out of memory')).toHaveLength(result.restarts);
  });

  test('one that they do not reach ends nothing', () => {
    expect(squeeze('4Gi', ['--workers=2'])).toMatchObject({ verdict: 'held', restarts: 0 });
  });

  test('replacing workers after max_requests is a cure', () => {
    expect(squeeze('128Mi', ['--workers=2', '--max-requests=150'])).toMatchObject({ verdict: 'held', restarts: 0 });
  });

  test('and so is a smaller leak', () => {
    expect(squeeze('128Mi', ['--workers=2'], { leak: 1 })).toMatchObject({ restarts: 0 });
  });

  test('a single replica is away meanwhile', () => {
    expect(squeeze('128Mi', ['--workers=2'], {}, { spec: { replicas: 1 } })).toMatchObject({
      verdict: 'broken',
      because: expect.stringMatching(/without a ready pod/),
    });
  });
});

describe('given a kubelet that lets the kernel kill one process', () => {
  const result = squeeze('128Mi', ['--workers=2'], { singleProcessOOMKill: true });

  test('the loop of killed workers leaves the container looking healthy, and the scenario says so', () => {
    expect(result).toMatchObject({
      verdict: 'broken',
      restarts: 0,
      secondsWithoutReadyPod: 0,
      because: expect.stringMatching(/workers killed .* counts as healthy$/),
    });
    expect(kinds(result).filter((kind) => kind === 'worker out of memory')).toHaveLength(result.workersOutOfMemory);
  });

  test('what a killed worker served is lost', () => {
    expect(result.endings['ingress 502']).toBeGreaterThan(0);
  });
});

describe('given a pool that is too heavy from the start, as the 67 workers of the incident', () => {
  test('every new container ends with its first requests, and the pod never comes back', () => {
    const result = squeeze('2Gi', ['--workers=67']);

    expect(result.restarts).toBeGreaterThan(3);
    expect(result).toMatchObject({ verdict: 'broken', because: 'not all pods are ready at the end' });
  });
});

describe('given that a limit or a weight is not known', () => {
  test.each([
    ['no limit', squeeze(undefined, ['--workers=2'])],
    [
      'another server',
      squeeze(
        '128Mi',
        [],
        {},
        { container: { command: ['uvicorn', 'app:app', '--port=8000'], resources: { limits: { memory: '128Mi' } } } },
      ),
    ],
  ])('%s: it is not judged', (_, result) => {
    expect(result).toMatchObject({ verdict: 'not judged', because: 'its memory limit, or what its process weighs, is not known' });
  });
});
