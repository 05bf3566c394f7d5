import { describe, expect, test } from '@jest/globals';
import { bootedWorker, loadedWorker, master } from '../../lib/workers/worker-memory';
import { WorkerClass } from '../../lib/workers/worker-class';

describe('given the facts page', () => {
  test('a sync worker weighs 31 MiB at boot and 45 MiB after load', () => {
    expect([bootedWorker(false), loadedWorker(WorkerClass.SYNC, 1)]).toEqual([31, 45]);
  });

  test('a gthread worker with 4 to 8 threads weighs between 65 and 109 MiB after load', () => {
    const [four, eight] = [loadedWorker(WorkerClass.GTHREAD, 4), loadedWorker(WorkerClass.GTHREAD, 8)];
    expect(four).toBeGreaterThanOrEqual(65);
    expect(eight).toBeLessThanOrEqual(109);
    expect(eight).toBeGreaterThan(four);
  });

  test('preloading makes the boot look lighter and the master heavier', () => {
    expect([bootedWorker(true), master(true), master(false)]).toEqual([8, 25, 13]);
  });

  test('no class is planned with less than it weighs at boot', () => {
    for (const workerClass of Object.values(WorkerClass)) {
      expect(loadedWorker(workerClass, 1)).toBeGreaterThan(bootedWorker(false));
    }
  });
});
