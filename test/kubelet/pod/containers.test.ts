import { describe, expect, test } from '@jest/globals';
import { container, HEALTH, podOf, start } from './subject';
import { ProbeTiming } from '../../../lib/health/probe-timing';
import type { PoolContainer, PoolInitStep } from '../../../lib/simulation/pod/pool-pod-template';
import { POOL_DEFAULTS } from '../../../lib/simulation/pool/pool-settings';
import { Request, type Outcome } from '../../../lib/simulation/pool/request';

const probe = (periodSeconds: number, more: object = {}) => ({
  timing: ProbeTiming.ofFields({ periodSeconds, failureThreshold: 30, ...more }),
});
const booting = (boot: number) => ({ ...POOL_DEFAULTS, boot });
const sidecar = (template: Partial<PoolContainer>): PoolInitStep => ({
  kind: 'sidecar',
  container: container({ name: 'proxy', ...template }),
});

class NotedRequest extends Request {
  public endpoint = HEALTH.endpoint;
  public outcome: Outcome | undefined;
  public end(outcome: Outcome): void {
    this.outcome = outcome;
  }
}

describe('given a sidecar', () => {
  test('without a startup probe, what comes next starts with it', () => {
    const { clock, events } = start(
      podOf({}, { initContainers: [sidecar({}), { kind: 'to its end', container: { name: 'init', duration: 2_000 } }] }),
    );
    clock.runUntil(60_000);

    expect(events).toEqual(['0 proxy: container started', '2 init done', '2 container started', '2 ready', '3 in endpoints']);
  });

  test('with one, what comes next waits until it has started', () => {
    const { clock, events } = start(
      podOf({}, { initContainers: [sidecar({ probes: { startup: probe(1) }, questions: { startup: HEALTH } })] }),
    );
    clock.runUntil(60_000);

    // It boots for 3 s, and is asked every second.
    const started = parseFloat(events.find((event) => event.endsWith(' container started') && !event.includes('proxy'))!);
    expect(started).toBeGreaterThan(3);
    expect(started).toBeLessThan(4.1);
    expect(events[0]).toBe('0 proxy: container started');
  });

  test('that never starts is restarted, and the containers never start', () => {
    const { clock, pod, events } = start(
      podOf(
        {},
        {
          initContainers: [
            sidecar({
              settings: booting(1e9),
              probes: { startup: probe(2, { failureThreshold: 3 }) },
              questions: { startup: HEALTH },
            }),
          ],
        },
      ),
    );
    clock.runUntil(60_000);

    expect(events).toContainEqual(expect.stringMatching(/proxy: condemned startup$/));
    expect(events.filter((event) => event.endsWith('container started')).every((event) => event.includes('proxy'))).toBe(true);
    expect(pod.restarts).toBeGreaterThan(1);
    expect(pod.ready).toBe(false);
  });

  test('that is not ready keeps the pod from being ready, though not from starting', () => {
    const { clock, pod, events } = start(
      podOf(
        {},
        {
          initContainers: [
            sidecar({
              settings: booting(20_000),
              probes: { readiness: probe(1) },
              questions: { readiness: HEALTH },
            }),
          ],
        },
      ),
    );
    clock.runUntil(60_000);

    expect(events).toContain('0 container started');
    expect(pod.readySince).toBeGreaterThan(20_000);
  });

  test('when the pod ends, it ends after the containers, and the first after the last', () => {
    const { clock, pod, events } = start(
      podOf({ preStop: 5_000 }, { initContainers: [sidecar({ name: 'one' }), sidecar({ name: 'two' })] }),
    );
    clock.runUntil(20_000);
    pod.receive(new NotedRequest());
    pod.delete();
    clock.runUntil(100_000);

    expect(events.filter((event) => /SIG|gone/.test(event))).toEqual(['25 SIGTERM', '25 two: SIGTERM', '25 one: SIGTERM', '25 gone']);
  });

  test('that waits for containers longer than the grace period gets two seconds of its own', () => {
    const { clock, pod, events } = start(
      podOf(
        { preStop: 60_000 },
        {
          gracePeriod: 10_000,
          serving: 'proxy',
          initContainers: [sidecar({ settings: { ...booting(1_000), gracefulTimeout: 1e6 } })],
        },
      ),
    );
    clock.runUntil(20_000);
    pod.stall();
    pod.receive(new NotedRequest());
    pod.delete();
    clock.runUntil(100_000);

    expect(events.filter((event) => /SIG|gone/.test(event)).sort()).toEqual(['30 SIGTERM', '30 web: SIGTERM', '32 SIGKILL', '32 gone']);
  });
});

describe('given two containers', () => {
  const beside = container({
    name: 'beside',
    settings: booting(10_000),
    probes: { readiness: probe(1) },
    questions: { readiness: HEALTH },
  });

  test('the pod is ready when both are', () => {
    const { clock, pod } = start({ ...podOf(), containers: [container(), beside] });
    clock.runUntil(60_000);

    expect(pod.readySince).toBeGreaterThan(10_000);
  });

  test('the liveness of one restarts that one alone, and the pod is not ready meanwhile', () => {
    const { clock, pod, events } = start({
      ...podOf(),
      containers: [
        container(),
        {
          ...beside,
          settings: booting(1e9),
          probes: { liveness: probe(2, { failureThreshold: 2, initialDelaySeconds: 10 }) },
          questions: { liveness: HEALTH },
        },
      ],
    });
    clock.runUntil(30_000);

    expect(events.filter((event) => event.endsWith('container started')).filter((event) => !event.includes('beside'))).toEqual([
      '0 container started',
    ]);
    expect(events.filter((event) => event.includes('beside: container started')).length).toBeGreaterThan(1);
    expect(events).toContainEqual(expect.stringMatching(/ not ready$/));
    expect(pod.restarts).toBe(events.filter((event) => event.includes('beside: container started')).length - 1);
  });

  test('requests reach the one that serves', () => {
    const template = {
      ...podOf(),
      containers: [container({ settings: booting(1e9) }), container({ name: 'beside', settings: booting(0) })],
    };
    const outcomes = (['web', 'beside'] as const).map((serving) => {
      const { clock, pod } = start({ ...template, serving });
      clock.runUntil(5_000);
      const request = new NotedRequest();
      pod.receive(request);
      clock.runUntil(6_000);
      return request.outcome;
    });

    expect(outcomes).toEqual([undefined, 'ok']);
  });
});

test('given a longest back-off, every later restart waits no longer, and ten minutes of life forget it', () => {
  const { clock, pod, events } = start(podOf(), 15_000);
  for (const at of [10, 20, 40, 60, 700, 720]) {
    clock.runUntil(at * 1000);
    pod.runOutOfMemory();
  }
  clock.runUntil(800_000);

  const times = (kind: string) => events.filter((event) => event.endsWith(kind)).map(parseFloat);
  expect(
    times('container started')
      .slice(1)
      .map((at, index) => at - times('container exited')[index]),
  ).toEqual([0, 10, 15, 15, 0, 10]);
});
