import { describe, expect, test } from '@jest/globals';
import { METRICS_DIRECTORY_HEAD } from '../../lib/workers/metrics-directory';

const line = (text: string) => METRICS_DIRECTORY_HEAD.split('\n').findIndex((one) => one.includes(text));

describe('given a configuration file whose workers share a metrics directory', () => {
  test('files are removed only by whoever holds the lock alone, so that a reload wipes nothing that is alive', () => {
    expect(line('LOCK_EX | fcntl.LOCK_NB')).toBeGreaterThan(0);
    expect(line('os.unlink')).toBeGreaterThan(line('LOCK_EX | fcntl.LOCK_NB'));
    expect(line('LOCK_SH')).toBeGreaterThan(line('os.unlink'));
  });

  test('the lock is a bare descriptor, which fork inherits and no garbage collection closes', () => {
    expect(METRICS_DIRECTORY_HEAD).toContain('_lock = os.open(');
  });

  test('only metric files go, never the lock itself', () => {
    expect(METRICS_DIRECTORY_HEAD).toContain("'*.db'");
    expect(METRICS_DIRECTORY_HEAD).toContain("'.lock'");
  });

  test('a worker that leaves is marked as gone, through the hook of that name in gunicorn', () => {
    expect(METRICS_DIRECTORY_HEAD).toMatch(/^def child_exit\(server, worker\):\n {4}from prometheus_client import multiprocess$/m);
  });

  test('settings can follow it: it ends at the margin, after a blank line', () => {
    expect(METRICS_DIRECTORY_HEAD).toMatch(/\)\n\n\n$/);
  });
});
