import { spawn } from 'node:child_process';
import type { Membership } from '../machine/process-tree';

/** Ends a rehearsed process when probewise cannot: it was killed. */
export interface Guard {
  /** The process is gone, and nobody has to watch. */
  dismiss(): void;
}

/**
 * Its standard input is a pipe that only probewise holds. A word on it is the dismissal, its end is the death of probewise.
 * $1 is the group, $2 the mark in the environment of what left the group.
 */
const SCRIPT = `read -r word && exit
kill -KILL -- "-$1"
for file in $(grep -lF -- "$2" /proc/[0-9]*/environ); do
  pid=\${file#/proc/}
  kill -KILL "\${pid%/environ}"
done`;

/** Watches over a process. The guard is in a session of its own: what ends probewise does not end it. */
export function guard({ root, mark }: Membership): Guard {
  const watch = spawn('/bin/sh', ['-c', SCRIPT, 'probewise-guard', String(root), mark], {
    detached: true,
    env: { PATH: '/usr/bin:/bin' },
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Without a shell there is no guard; probewise still ends what it started whenever it can.
  watch.on('error', () => undefined);
  watch.stdin.on('error', () => undefined);
  watch.unref();
  return { dismiss: () => void watch.stdin.end('over\n') };
}
