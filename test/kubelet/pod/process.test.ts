import { describe, expect, test } from '@jest/globals';
import { ProbeTiming } from '../../../lib/health/probe-timing';
import { VirtualClock } from '../../../lib/kubelet/clock';
import { Pod } from '../../../lib/kubelet/pod/pod';
import type { PodProcess, ProcessSurroundings } from '../../../lib/kubelet/pod/pod-process';
import type { ContainerTemplate } from '../../../lib/kubelet/pod/pod-template';
import { Random } from '../../../lib/kubelet/random';

/** A process that answers every probe as it was told, and ends `leaves` milliseconds after SIGTERM. */
class ScriptedProcess implements PodProcess {
  public running = true;
  public healthy = true;

  public constructor(
    private readonly leaves: number,
    private readonly around: ProcessSurroundings,
  ) {}

  public ask(_: string, answered: (answer: 'success' | 'failure') => void): void {
    answered(this.healthy ? 'success' : 'failure');
  }

  public terminate(): void {
    this.around.clock.at(this.around.clock.now + this.leaves, () => this.kill());
  }

  public kill(): void {
    if (this.running) {
      this.running = false;
      this.around.onExit();
    }
  }
}

/** A pod with a liveness probe each 5 s, whose process ends so long after SIGTERM. */
function start(leaves: number) {
  const clock = new VirtualClock();
  const events: string[] = [];
  const web: ContainerTemplate = {
    name: 'web',
    preStop: 0,
    probes: { liveness: { timing: ProbeTiming.ofFields({ periodSeconds: 5, failureThreshold: 1, initialDelaySeconds: 1 }) } },
  };
  const pod = new Pod<ContainerTemplate, ScriptedProcess>(
    'web',
    { initContainers: [], containers: [web], serving: 'web', gracePeriod: 10_000, restarts: true, publishNotReady: false },
    {
      clock,
      random: Random.seeded(1),
      runtime: { start: (_, around) => new ScriptedProcess(leaves, around) },
      service: { state: 'up', patience: 0 },
      propagation: 1_000,
      onChange: () => undefined,
      onEvent: ({ at, kind }) => events.push(`${at / 1000} ${kind}`),
    },
  );
  return { clock, pod, events };
}

describe('given a process that knows nothing but the interface of the kubelet', () => {
  test('when it is deleted, then it gets SIGTERM, and SIGKILL where it outstays the grace period', () => {
    const ends = [3_000, 60_000].map((leaves) => {
      const { clock, pod, events } = start(leaves);
      clock.runUntil(2_000);
      pod.delete();
      clock.runUntil(60_000);
      return events.filter((event) => /SIG|gone/.test(event));
    });

    expect(ends).toEqual([
      ['2 SIGTERM', '5 gone'],
      ['2 SIGTERM', '12 SIGKILL', '12 gone'],
    ]);
  });

  test('when its liveness probe fails, then the container ends and another process is started', () => {
    const { clock, pod, events } = start(1_000);
    clock.runUntil(2_000);
    const first = pod.process!;
    first.healthy = false;
    clock.runUntil(30_000);

    expect(events).toContainEqual(expect.stringMatching(/ condemned$/));
    expect(pod.restarts).toBe(1);
    expect(pod.process).not.toBe(first);
    expect(pod.ready).toBe(true);
  });
});
