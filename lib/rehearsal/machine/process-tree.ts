import { readdirSync, readFileSync } from 'node:fs';

/** A process as `/proc/PID/stat` has it (proc_pid_stat(5)). */
export interface RunningProcess {
  readonly pid: number;
  /** At most 15 characters. */
  readonly name: string;
  readonly parent: number;
  readonly session: number;
  readonly threads: number;
}

/** The processes that belong to a container played on this machine: see {@link membersOf}. */
export interface Membership {
  /** The process that was started; it leads its session. */
  readonly root: number;
  /** `NAME=value`, which only processes of this container have in their environment. */
  readonly mark: string;
}

/**
 * Every process of the container that still runs, the root first.
 *
 * One that made a session of its own and lost its parent is known by the environment it inherited; one that wrote over its
 * environment (setproctitle does) by its session or its parent.
 */
export function membersOf({ root, mark }: Membership): RunningProcess[] {
  const all = allProcesses();
  const members = new Set(all.filter(({ pid, session }) => pid === root || session === root || isMarked(pid, mark)).map(({ pid }) => pid));
  for (let grown = true; grown;) {
    const children = all.filter(({ pid, parent }) => members.has(parent) && !members.has(pid));
    children.forEach(({ pid }) => members.add(pid));
    grown = children.length > 0;
  }
  return all
    .filter(({ pid }) => members.has(pid))
    .sort((one, other) => Number(other.pid === root) - Number(one.pid === root) || one.pid - other.pid);
}

/** A zombie runs no more: it only waits to be collected. */
function allProcesses(): RunningProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = textOf(`/proc/${name}/stat`);
      // The name stands in parentheses and may hold any character, parentheses too.
      const [, command, rest] = /^\d+ \((.*)\) ([^)]*)$/s.exec(stat) ?? [];
      const fields = (rest ?? '').split(' ');
      return command === undefined || fields[0] === 'Z'
        ? []
        : [{ pid: Number(name), name: command, parent: Number(fields[1]), session: Number(fields[3]), threads: Number(fields[17]) }];
    });
}

function isMarked(pid: number, mark: string): boolean {
  return textOf(`/proc/${pid}/environ`).split('\0').includes(mark);
}

/** Whether a process does something of its own when it gets SIGTERM (`SigCgt` of proc_pid_status(5)); nothing when it has gone. */
export function catchesSigterm(pid: number): boolean | undefined {
  const [, mask] = /^SigCgt:\s*([0-9a-f]+)$/m.exec(textOf(`/proc/${pid}/status`)) ?? [];
  return mask === undefined ? undefined : ((BigInt(`0x${mask}`) >> BigInt(14)) & BigInt(1)) === BigInt(1);
}

/** Empty for a process that has gone meanwhile, or is another user's. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
