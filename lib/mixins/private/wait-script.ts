/** What the waiting container exits with: applied, or what it was still waiting for at its bound. */
export const WAIT_EXIT_STATUS = { applied: 0, unreachable: 3, pending: 4 } as const;

/**
 * Waits until the database answers and its migrations are applied. Arguments: seconds between attempts, seconds in all.
 *
 * Each attempt is a child process with a time limit, so that a database that hangs counts as unreachable; the child tells
 * by exit status what it found. (`manage.py migrate --check` exits with 1 for both and prints nothing that could be
 * searched for.) Anything else the child ends with is a fault of its own, a broken settings module for example, and no
 * waiting cures it: its output is passed on and the container fails at once.
 */
export const WAIT_SCRIPT = `import signal
import subprocess
import sys
import time

APPLIED, UNREACHABLE, PENDING = ${WAIT_EXIT_STATUS.applied}, ${WAIT_EXIT_STATUS.unreachable}, ${WAIT_EXIT_STATUS.pending}
ATTEMPT = '''
import django
from django.db import InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
django.setup()
try:
    connection.ensure_connection()
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
except (InterfaceError, OperationalError) as error:
    print("the database is unreachable:", " ".join(str(error).split()))
    raise SystemExit(${WAIT_EXIT_STATUS.unreachable})
if plan:
    print(f"{len(plan)} migrations are pending, the first is {plan[0][0]}")
    raise SystemExit(${WAIT_EXIT_STATUS.pending})
'''


def attempt(limit):
    try:
        child = subprocess.run([sys.executable, '-c', ATTEMPT], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               text=True, errors='replace', timeout=limit)
    except subprocess.TimeoutExpired:
        return None
    if child.returncode not in (APPLIED, UNREACHABLE, PENDING):
        print(child.stdout, end='', file=sys.stderr)
        sys.exit(child.returncode if child.returncode > 0 else 128 - child.returncode)
    return child.returncode, (child.stdout.splitlines() or [''])[-1]


def main(interval, bound, limit=15.0):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # process 1 has no default action for it
    started = time.monotonic()
    deadline, said, status, reason = started + bound, 0.0, None, ''
    while True:
        began = time.monotonic()
        allowed = min(limit, deadline - began)
        answer = attempt(allowed)
        if answer is None and (status is None or allowed == limit):  # cut short by the deadline, it says nothing new
            answer = UNREACHABLE, f'the database is unreachable: no answer within {allowed:.0f} s'
        status, reason = answer or (status, reason)
        now = time.monotonic()
        if status == APPLIED:
            return status
        if max(began + interval, now) >= deadline:
            print(f'gave up after {now - started:.0f} s: {reason}', file=sys.stderr)
            return status
        if not said or now - said >= 5:
            print(f'waiting: {reason}; {deadline - now:.0f} s left', flush=True)
            said = now
        time.sleep(max(0.0, began + interval - now))


sys.exit(main(*map(float, sys.argv[1:])))
`;
