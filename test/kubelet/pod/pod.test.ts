import { describe, expect, test } from '@jest/globals';
import { ProbeTiming } from '../../../lib/health/probe-timing';
import { POOL_DEFAULTS } from '../../../lib/simulation/pool/pool-settings';
import { Request } from '../../../lib/simulation/pool/request';
import { HEALTH, podOf, start } from './subject';

class HeldRequest extends Request {
  public endpoint = HEALTH.endpoint;
  public end(): void {}
}

describe('a pod', () => {
  test('without a readiness probe is ready as soon as its container runs, after the init containers', () => {
    const { clock, events } = start(
      podOf({}, { initContainers: [2_000, 3_000].map((duration) => ({ kind: 'to its end', container: { name: 'init', duration } })) }),
    );
    clock.runUntil(60_000);

    expect(events).toEqual(['5 init done', '5 container started', '5 ready', '6 in endpoints']);
  });

  test('with one is ready when it first answers', () => {
    const { clock, events } = start(
      podOf({ probes: { readiness: { timing: ProbeTiming.ofFields({ periodSeconds: 5 }) } }, questions: { readiness: HEALTH } }),
    );
    clock.runUntil(60_000);

    expect(events[0]).toBe('0 container started');
    expect(events.filter((event) => /ready|endpoints/.test(event) && !event.includes('failed'))).toEqual([
      expect.stringMatching(/ ready$/),
      expect.stringMatching(/in endpoints$/),
    ]);
    expect(parseFloat(events.find((event) => event.endsWith(' ready'))!)).toBeGreaterThan(3);
  });

  test('that is deleted runs its hook, then SIGTERM; the endpoints follow by themselves', () => {
    const { clock, pod, events } = start(podOf({ preStop: 10_000 }));
    clock.runUntil(20_000);
    pod.delete();
    clock.runUntil(60_000);

    expect(events.slice(-5)).toEqual(['20 deleted', '21 out of endpoints', '30 SIGTERM', '30 container exited', '30 gone']);
  });

  test('whose hook takes all of the grace period leaves two seconds to the process', () => {
    const { clock, pod, events } = start(
      podOf({ preStop: 60_000, settings: { ...POOL_DEFAULTS, gracefulTimeout: 60_000 } }, { gracePeriod: 10_000 }),
    );
    clock.runUntil(20_000);
    pod.stall();
    pod.receive(new HeldRequest());
    pod.delete();
    clock.runUntil(60_000);

    expect(events.slice(-4)).toEqual(['30 SIGTERM', '32 SIGKILL', '32 container exited', '32 gone']);
  });

  test('that falls silent is condemned by liveness, and restarted at once, then later each time', () => {
    const { clock, pod, events } = start(
      podOf({
        probes: { liveness: { timing: ProbeTiming.ofFields({ periodSeconds: 5, initialDelaySeconds: 10, failureThreshold: 2 }) } },
        questions: { liveness: HEALTH },
        settings: { ...POOL_DEFAULTS, boot: 1_000_000 },
      }),
    );
    clock.runUntil(120_000);

    const times = (kind: string) => events.filter((event) => event.includes(kind)).map(parseFloat);
    expect(pod.restarts).toBe(3);
    expect(events.some((event) => event.includes('condemned liveness'))).toBe(true);
    expect(
      times('container started')
        .slice(1)
        .map((at, index) => at - times('container exited')[index]),
    ).toEqual([0, 10, 20]);
  });

  test('that runs out of memory is restarted, and its connections are gone', () => {
    const { clock, pod, events } = start(podOf());
    clock.runUntil(20_000);
    pod.runOutOfMemory();
    clock.runUntil(30_000);

    expect(events.slice(3, 6)).toEqual(['20 out of memory', '20 container exited', '20 not ready']);
    expect(pod).toMatchObject({ restarts: 1, ready: true });
  });

  test('whose addresses are published though it is not ready gets requests from the first moment', () => {
    const { clock, pod } = start(
      podOf(
        {
          probes: { readiness: { timing: ProbeTiming.ofFields({}) } },
          questions: { readiness: HEALTH },
          settings: { ...POOL_DEFAULTS, boot: 1_000_000 },
        },
        { publishNotReady: true },
      ),
    );
    clock.runUntil(5_000);

    expect(pod).toMatchObject({ ready: false, inEndpoints: true });
  });
});
