import { describe, expect, test } from '@jest/globals';
import { cpuSecondsIn, cpuSecondsOf } from '../../../lib/rehearsal/machine/cpu-time';

/** Of a gunicorn worker on Linux 6.18. */
const STAT =
  '4242 (gunicorn) S 4200 4200 4200 0 -1 4194368 9316 0 0 0 1234 66 0 0 20 0 5 0 123456 48283648 9000 18446744073709551615 1 1 0 ' +
  '0 0 0 0 16781312 134235778';

describe('given the text of /proc/PID/stat', () => {
  test('user and system time are added, a hundredth of a second each tick', () => {
    expect(cpuSecondsIn(STAT)).toBe(13);
  });

  test('a name with spaces and parentheses does not shift the fields', () => {
    expect(cpuSecondsIn(STAT.replace('(gunicorn)', '(a) b (c)'))).toBe(13);
  });
});

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux('the kernel says of this process about what Node says', () => {
  for (const until = Date.now() + 300; Date.now() < until;) {
    // uses a CPU
  }
  const { user, system } = process.cpuUsage();
  expect(Math.abs(cpuSecondsOf(process.pid) - (user + system) / 1e6)).toBeLessThan(0.2);
});

test('a process that has gone used none', () => {
  expect(cpuSecondsOf(2 ** 30)).toBe(0);
});
