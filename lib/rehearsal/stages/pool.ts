import type { Pool, WeighedProcess } from '../evidence';
import { memoryOf } from '../machine/memory';
import type { RunningProcess } from '../machine/process-tree';
import type { Play } from '../play';
import { socketsOf } from './sockets';

/** The processes that run now, with what they weigh. */
export function poolOf(play: Pick<Play, 'process'>): Pool {
  const listening = new Set(socketsOf(play).flatMap(({ pids }) => pids));
  const members = play.process.members;
  const isWorker = ({ pid }: RunningProcess) =>
    listening.has(pid) && !members.some((other) => other.parent === pid && listening.has(other.pid));
  return { workers: members.filter(isWorker).map(weighed), others: members.filter((member) => !isWorker(member)).map(weighed) };
}

function weighed({ pid, name, threads }: RunningProcess): WeighedProcess {
  const memory = memoryOf(pid);
  return { pid, name, threads, ...(memory && { memory }) };
}

/** What a pool weighs in all, as the limit of its container counts it; nothing where a process could not be weighed. */
export function weightOf({ workers, others }: Pool): number | undefined {
  return [...workers, ...others].reduce<number | undefined>(
    (sum, { memory }) => (sum === undefined || !memory ? undefined : sum + memory.pss),
    0,
  );
}
