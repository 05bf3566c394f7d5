import { describe, expect, test } from '@jest/globals';
import { ProbeTiming } from '../../../lib/health/probe-timing';
import type { ProbeFields } from '../../../lib/health/probe-fields';
import { VirtualClock } from '../../../lib/kubelet/clock';
import { drawnFrom } from '../../../lib/kubelet/prober/chance';
import { ContainerProber } from '../../../lib/kubelet/prober/container-prober';
import type { Answer } from '../../../lib/kubelet/prober/probe';
import { Random } from '../../../lib/kubelet/random';
import type { ProbeRole } from '../../../lib/conventions/probe-role';

/** A container that is asked, and a kubelet that syncs as soon as a result changes. */
function run(probes: { readonly [role in ProbeRole]?: ProbeFields }, answers: (role: ProbeRole, at: number) => Answer, latency = 10) {
  const clock = new VirtualClock();
  const events: string[] = [];
  const prober: ContainerProber = new ContainerProber({
    clock,
    chance: drawnFrom(Random.seeded(1)),
    probes: Object.fromEntries(Object.entries(probes).map(([role, fields]) => [role, { timing: ProbeTiming.ofFields(fields) }])),
    ask: (role, answer) => void clock.at(clock.now + latency, () => answer(answers(role, clock.now))),
    onAttempt: ({ role, began, answer }) => events.push(`${began} ${role} ${answer}`),
    onResult: (role, result) => {
      events.push(`${clock.now} ${role} is ${result}`);
      prober.sync();
    },
  });
  return { clock, prober, events };
}

describe('the prober of a container', () => {
  test('given a liveness probe, when the container falls silent, then it is condemned at the nth failure and left alone', () => {
    const { clock, prober, events } = run({ liveness: { periodSeconds: 5, failureThreshold: 2 } }, () => 'failure');

    clock.at(1000, () => prober.containerStarted());
    clock.runUntil(60_000);

    expect(events).toEqual(['5000 liveness is success', '5000 liveness failure', '10000 liveness failure', '10010 liveness is failure']);
  });

  test('given a startup probe, when it has not passed, then readiness and liveness do not ask', () => {
    const fields = { periodSeconds: 5, failureThreshold: 9 };
    const { clock, prober, events } = run({ startup: fields, readiness: fields, liveness: fields }, (role, at) =>
      role === 'startup' && at < 12_000 ? 'failure' : 'success',
    );

    prober.containerStarted();
    clock.runUntil(14_000);
    expect(events.filter((event) => event.includes('readiness s') || event.includes('liveness s'))).toEqual([]);
    expect(prober.started).toBe(false);
    clock.runUntil(15_010);

    expect(prober.started).toBe(true);
    expect(prober.ready).toBe(false);
    // Asked out of turn, as soon as the container had started.
    clock.runUntil(15_020);
    expect(prober.ready).toBe(true);
  });

  test('given a container that crashed in mid-boot, then its failures count against the next one', () => {
    const { clock, prober, events } = run({ startup: { periodSeconds: 5, failureThreshold: 4 } }, () => 'failure');

    prober.containerStarted();
    clock.runUntil(11_000);
    prober.containerExited();
    prober.containerStarted();
    const before = events.length;
    clock.runUntil(60_000);

    expect(events.slice(0, before).filter((event) => event.endsWith('startup failure'))).toHaveLength(3);
    expect(events.slice(before)).toEqual(['15000 startup is unknown', '15000 startup failure', '15010 startup is failure']);
  });

  test('given a sync in the initial delay, then readiness asks a whole period after it and not when its turn would have been', () => {
    const { clock, prober, events } = run({ readiness: { initialDelaySeconds: 7, periodSeconds: 5 } }, () => 'success');

    prober.containerStarted();
    clock.at(6000, () => prober.sync());
    clock.runUntil(30_000);

    expect(events.filter((event) => event.endsWith('readiness success'))[0]).toBe('11000 readiness success');
  });
});
