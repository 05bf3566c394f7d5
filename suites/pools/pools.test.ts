import { expect, test } from '@jest/globals';
import { MeasuredPool } from './measured-pool';
import { measured, predicted, probes, rangeOf, usersAtRandom, type Course, type Planned } from './plan';
import { describeApplication } from '../app/suite';

/** The figure of the machine is in the range of those of the model, a fifth wider. */
function expectWithin(figure: number, courses: readonly Course[], of: (course: Course) => number): void {
  const { least, most } = rangeOf(courses, of);
  expect(figure).toBeGreaterThanOrEqual(least);
  expect(figure).toBeLessThanOrEqual(most);
}

describeApplication('a pool of this machine and the model of it', () => {
  test.each([3, 7])(
    'when %d of 16 threads compute, then a probe that has a thread to itself waits for the lock of the interpreter as predicted',
    async (computing) => {
      const lasting = 15_000;
      const busy = Array.from({ length: computing }, (): Planned => ({ at: 0, who: 'user', compute: lasting, within: 60_000 }));
      const plan = [...busy, ...probes(1_000, lasting - 2_000, 250).map((probe) => ({ ...probe, within: 10_000 }))];
      const pool = await MeasuredPool.start('--threads', '16');
      const [before, began] = [pool.cpu, performance.now()];
      const machine = await measured(plan, pool);
      // On a machine that others use as well every turn of a thread takes longer.
      const share = Math.min((pool.cpu - before) / (performance.now() - began), 1);

      expectWithin(machine.waited('probe', 0.5) * share, predicted(plan, { concurrency: 'gthread', threads: 16 }), (course) =>
        course.waited('probe', 0.5),
      );
    },
  );

  test.each([
    [2, 4],
    [1, 8],
  ])('%d gthread workers of %d threads have a queue each: users wait as predicted', async (workers, threads) => {
    const plan = usersAtRandom(14, 400, 15_000);
    const pool = await MeasuredPool.start('--workers', String(workers), '--threads', String(threads));
    const machine = await measured(plan, pool);
    const model = predicted(plan, { concurrency: 'gthread', workers, threads });

    expect(machine.answered('user')).toBe(plan.length);
    for (const share of [0.5, 0.95]) {
      expectWithin(machine.waited('user', share), model, (course) => course.waited('user', share));
    }
  });

  test('100 at once on three sync workers with a backlog of 64: all are answered as late, and probes are lost, as predicted', async () => {
    const users = Array.from({ length: 100 }, (): Planned => ({ at: 0, who: 'user', wait: 500, within: 60_000 }));
    const plan = [...users, ...probes(500, 24_500, 1_000)];
    const pool = await MeasuredPool.start('--workers', '3', '--backlog', '64');
    const machine = await measured(plan, pool);
    const model = predicted(plan, { workers: 3, backlog: 64 });

    expect(machine.answered('user')).toBe(100);
    for (const share of [0.5, 1]) {
      expectWithin(machine.waited('user', share), model, (course) => course.waited('user', share));
    }
    expectWithin(24 - machine.answered('probe'), model, (course) => 24 - course.answered('probe'));
  });
});
