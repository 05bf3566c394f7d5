import { describe, expect, test } from '@jest/globals';
import { WAIT_EXIT_STATUS, WAIT_SCRIPT } from '../../../lib/mixins/private/wait-script';

const { applied, unreachable, pending } = WAIT_EXIT_STATUS;

describe('given what the waiting container exits with', () => {
  test("applied is success, and 'unreachable' differs from 'pending'", () => {
    expect(applied).toBe(0);
    expect(new Set([applied, unreachable, pending]).size).toBe(3);
  });

  test('neither is a status that Python uses itself: 1 for a traceback, 2 for a bad command line', () => {
    expect([unreachable, pending].filter((status) => status <= 2)).toEqual([]);
  });

  test('the script says the same numbers in both of its halves', () => {
    expect(WAIT_SCRIPT).toContain(`APPLIED, UNREACHABLE, PENDING = ${applied}, ${unreachable}, ${pending}`);
    expect(WAIT_SCRIPT).toContain(`raise SystemExit(${unreachable})`);
    expect(WAIT_SCRIPT).toContain(`raise SystemExit(${pending})`);
  });
});

describe('given that `migrate --check` prints nothing to search for', () => {
  test('the script asks Django itself, and searches no output', () => {
    expect(WAIT_SCRIPT).toContain('MigrationExecutor(connection)');
    expect(WAIT_SCRIPT).not.toMatch(/migrate.*--check|showmigrations|grep/);
  });
});

describe('given that its text becomes an argument of a container', () => {
  test('the kubelet finds nothing to expand in it', () => {
    expect(WAIT_SCRIPT).not.toContain('$');
  });
});
