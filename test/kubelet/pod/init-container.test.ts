import { describe, expect, test } from '@jest/globals';
import { podOf, start } from './subject';
import type { Wait } from '../../../lib/kubelet/pod/init-container';
import type { DependencyState } from '../../../lib/simulation/pool/dependency';

const waiting = (wait?: Wait, restarts = true) =>
  podOf({}, { restarts, initContainers: [{ kind: 'to its end', container: { name: 'init', duration: 2_000, wait } }] });

/** A pod that is made while its dependency is down, until so many milliseconds later. */
function startDuring(state: DependencyState, until: number, wait?: Wait, restarts = true) {
  const run = start(waiting(wait, restarts));
  run.dependency.state = state;
  run.clock.at(until, () => {
    run.dependency.state = 'up';
  });
  run.clock.runUntil(1_000_000);
  return run;
}

const ATTEMPTS = { interval: 2_000, patience: 300_000 };

describe('given an init container and a dependency that refuses connections for 60 s', () => {
  test('one that needs nothing does not notice', () => {
    expect(startDuring('refusing', 60_000).events).toEqual(['2 init done', '2 container started', '2 ready', '3 in endpoints']);
  });

  test('one that waits for it ends at its first attempt afterwards, and did not fail', () => {
    expect(startDuring('refusing', 60_000, ATTEMPTS).events[0]).toBe('60 init done');
  });

  test('one that fails at once is started again at once, then after 10 s, 20 s, 40 s', () => {
    expect(startDuring('refusing', 60_000, { interval: 2_000, patience: 0 }).events.slice(0, 5)).toEqual([
      '2 init: init container failed',
      '4 init: init container failed',
      '16 init: init container failed',
      '38 init: init container failed',
      '80 init done',
    ]);
  });

  test('no container has been restarted: it has not run yet', () => {
    expect(startDuring('refusing', 60_000, { interval: 2_000, patience: 0 }).pod).toMatchObject({ restarts: 0, ready: true });
  });
});

describe('given an outage that outlasts the wait', () => {
  test('it fails when no attempt is left before its bound, and its second container waits as long again', () => {
    expect(startDuring('refusing', 400_000, ATTEMPTS).events.slice(0, 2)).toEqual(['298 init: init container failed', '400 init done']);
  });

  test('under restartPolicy Never the pod stays as it is', () => {
    const { events, pod } = startDuring('refusing', 400_000, ATTEMPTS, false);

    expect(events).toEqual(['298 init: init container failed']);
    expect(pod.ready).toBe(false);
  });

  test('one that never gives up waits', () => {
    expect(startDuring('refusing', 400_000, { interval: 2_000, patience: Infinity }).events[0]).toBe('400 init done');
  });
});

describe('given a dependency that hangs', () => {
  test('each attempt takes as long as its patience, so the pod may notice later that it is back', () => {
    // Attempts at 2 s, 15 s and 28 s give up after 13 s each.
    expect(startDuring('hanging', 30_000, ATTEMPTS).events[0]).toBe('41 init done');
  });

  test('one that does not wait fails when its attempt is over', () => {
    expect(startDuring('hanging', 10_000, { interval: 2_000, patience: 0 }).events.slice(0, 2)).toEqual([
      '15 init: init container failed',
      '17 init done',
    ]);
  });
});

test('a pod that is deleted while it waits is gone at once, and its container never starts', () => {
  const { clock, dependency, events, pod } = start(waiting(ATTEMPTS));
  dependency.state = 'refusing';
  clock.runUntil(30_000);
  pod.delete();
  dependency.state = 'up';
  clock.runUntil(100_000);

  expect(events).toEqual(['30 deleted', '30 gone']);
});
