import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { VirtualClock } from '../../lib/kubelet/clock';

describe('a virtual clock', () => {
  it('lets things happen in the order of their times, and of the asking where times are equal', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (times) => {
        const clock = new VirtualClock();
        const seen: [number, number][] = [];
        times.forEach((time, index) => clock.at(time, () => seen.push([clock.now, index])));

        clock.runUntil(20);

        expect(seen).toEqual(
          times.map((time, index) => [time, index]).sort(([one, first], [other, second]) => one - other || first - second),
        );
      }),
    );
  });

  it('stands at the end of the run, and keeps what is due later', () => {
    const clock = new VirtualClock();
    const seen: number[] = [];
    clock.at(5, () => seen.push(clock.now));
    clock.at(15, () => seen.push(clock.now));

    clock.runUntil(10);

    expect([clock.now, ...seen]).toEqual([10, 5]);
    clock.runUntil(15);
    expect(seen).toEqual([5, 15]);
  });

  it('passes over what was cancelled', () => {
    const clock = new VirtualClock();
    const happen = jest.fn();

    clock.at(5, happen).cancel();
    clock.runUntil(10);

    expect(happen).not.toHaveBeenCalled();
  });

  it('never goes back: what is asked for too late happens now, after what is due now', () => {
    const clock = new VirtualClock();
    const seen: string[] = [];
    clock.at(5, () => {
      clock.at(1, () => seen.push(`late at ${clock.now}`));
      clock.at(5, () => seen.push(`due at ${clock.now}`));
    });
    clock.at(5, () => seen.push('first'));

    clock.runUntil(10);

    expect(seen).toEqual(['first', 'late at 5', 'due at 5']);
  });
});
