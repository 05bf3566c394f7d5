import { setMaxListeners } from 'node:events';
import { get } from 'node:http';
import { ContainedProcess } from './contained/contained-process';
import type { Pool, WeighedProcess } from './evidence';
import { applyLoad, percentile } from './load';
import { cpuSecondsOf } from './machine/cpu-time';
import { Interrupted, pause } from './play';
import type { Refusal } from './rehearse';
import { poolOf, weightOf } from './stages/pool';
import { socketsOf } from './stages/sockets';

/** What to run, and what to ask it for. */
export interface PoolRun {
  /** Never empty. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Asked in turn. */
  readonly paths: readonly string[];
  readonly signal: AbortSignal;
}

/** What a pool weighed and how long it took. Sizes in bytes, times in seconds. */
export interface MeasuredPool {
  readonly workers: number;
  readonly threads: number;
  /** Unique set size of the heaviest worker. */
  readonly bootBytesPerWorker: number;
  readonly loadedBytesPerWorker: number;
  /** What all of it weighs beside that: the master, and what the workers share. */
  readonly sharedBytes: number;
  /** Requests that the loaded figures come after. */
  readonly answered: number;
  /** Requests asked one at a time, and how long 95 of 100 of them took. */
  readonly asked: number;
  readonly p95: number;
  /** The share of their time in which the workers computed. */
  readonly onCpu: number;
}

const BOOT_SECONDS = 60;
/** As long as nothing but refused or broken connections come. */
const SILENCE_SECONDS = 10;
const LOOK_AGAIN = 0.2;
/** The workers have loaded the application when all of them together use less than this share of a CPU. */
const IDLE = 0.05;
const REQUEST_TIMEOUT = 30;
/** One client: nothing waits behind another, so what it takes is what it takes to serve. */
const ALONE = { clients: 1, seconds: 4, requests: 500 };
/** As many as fill a pool of the usual size twice. */
const TOGETHER = { clients: 16, seconds: 8, requests: 4000 };

/** Runs a server on this machine, loads it for some seconds, and says what it weighed. Its processes never outlive the call. */
export async function measurePool(run: PoolRun): Promise<MeasuredPool | Refusal> {
  const process = new ContainedProcess(run.command, run);
  const stop = () => void process.end();
  setMaxListeners(0, run.signal); // every request under way listens to it
  run.signal.addEventListener('abort', stop, { once: true });
  try {
    const measured = await measure(process, run);
    if (run.signal.aborted) {
      throw new Interrupted('the measurement was ended');
    }
    return measured;
  } finally {
    run.signal.removeEventListener('abort', stop);
    await process.end();
  }
}

async function measure(process: ContainedProcess, { command, cwd, paths, signal }: PoolRun): Promise<MeasuredPool | Refusal> {
  const fault = await process.unstartable();
  if (fault !== undefined) {
    return { problems: [`${command[0]} cannot be started in ${cwd} (${fault}); it is looked for in PATH`] };
  }
  const port = await listens(process, signal);
  const ended = () => {
    const said = process.output.trim().split('\n').slice(-3).join('\n');
    const why = process.exit ? 'it ended before it answered' : `it listens on nothing after ${BOOT_SECONDS} s`;
    return { problems: [`${command.join(' ')}: ${why}${said && `; it said:\n${said}`}`] };
  };
  if (port === undefined) {
    return ended();
  }
  for (const path of paths) {
    const answer = await firstAnswer(process, port, path, signal);
    if (process.exit) {
      return ended();
    }
    if (typeof answer === 'string' || answer >= 400) {
      return {
        problems: [
          `GET ${path} on port ${port} answers ${answer}: name with --path what users ask for, and let the application accept ` +
            'the host 127.0.0.1',
        ],
      };
    }
  }
  await settles(process, signal);
  const atBoot = heaviest(poolOf({ process }));
  const server = { host: '127.0.0.1', port, path: (n: number) => paths[n % paths.length], timeoutSeconds: REQUEST_TIMEOUT, signal };
  const cpuBefore = cpuSeconds(process);
  const alone = await applyLoad({ ...server, ...ALONE });
  const computed = cpuSeconds(process) - cpuBefore;
  const together = await applyLoad({ ...server, ...TOGETHER });
  const pool = poolOf({ process });
  const [loaded, weight] = [heaviest(pool), weightOf(pool)];
  if (signal.aborted) {
    throw new Interrupted('the measurement was ended');
  }
  if (!alone.latencies.length || !together.latencies.length) {
    const failures = [...alone.failures, ...together.failures].map(([failure, count]) => `${count} × ${failure}`).join(', ');
    return { problems: [`no request was answered under load (${failures}); nothing can be concluded`] };
  }
  if (!atBoot || !loaded || weight === undefined) {
    return { problems: ['the memory of its processes cannot be read (/proc/PID/smaps_rollup); run it as the same user'] };
  }
  return {
    workers: pool.workers.length,
    threads: Math.max(...pool.workers.map(({ threads }) => threads)),
    bootBytesPerWorker: atBoot,
    loadedBytesPerWorker: loaded,
    sharedBytes: Math.max(0, weight - pool.workers.reduce((sum, worker) => sum + uss(worker), 0)),
    answered: alone.latencies.length + together.latencies.length,
    asked: alone.latencies.length,
    p95: percentile(alone.latencies, 0.95),
    onCpu: Math.min(1, computed / alone.latencies.reduce((sum, one) => sum + one, 0)),
  };
}

/** The port that it listens on; nothing when it ends or does not in time. */
async function listens(process: ContainedProcess, signal: AbortSignal): Promise<number | undefined> {
  for (const deadline = now() + BOOT_SECONDS; now() < deadline && !process.exit; await pause(LOOK_AGAIN, signal)) {
    const [socket] = socketsOf({ process });
    if (socket) {
      return socket.port;
    }
  }
  return undefined;
}

/** A master listens before its workers have loaded the application, and ends when they cannot: silence is given some time. */
async function firstAnswer(process: ContainedProcess, port: number, path: string, signal: AbortSignal): Promise<number | string> {
  for (const deadline = now() + SILENCE_SECONDS; ; await pause(LOOK_AGAIN, signal)) {
    const answer = await statusOf(port, path, signal);
    if (typeof answer === 'number' || process.exit || now() > deadline) {
      return answer;
    }
  }
}

/** A status, or what went wrong. */
function statusOf(port: number, path: string, signal: AbortSignal): Promise<number | string> {
  return new Promise((settle) => {
    get({ host: '127.0.0.1', port, path, agent: false, timeout: BOOT_SECONDS * 1000, signal }, (response) => {
      response.resume();
      settle(response.statusCode!);
    })
      .on('timeout', function timedOut(this: { destroy(): void }) {
        this.destroy();
      })
      .on('error', (error: NodeJS.ErrnoException) => settle(error.code ?? error.message));
  });
}

/** The first answer may come while other workers still load the application. */
async function settles(process: ContainedProcess, signal: AbortSignal): Promise<void> {
  for (const deadline = now() + BOOT_SECONDS; now() < deadline;) {
    const before = cpuSeconds(process);
    await pause(1, signal);
    if (cpuSeconds(process) - before <= IDLE) {
      return;
    }
  }
}

function cpuSeconds(process: ContainedProcess): number {
  return process.members.reduce((sum, { pid }) => sum + cpuSecondsOf(pid), 0);
}

function heaviest({ workers }: Pool): number | undefined {
  return workers.length && workers.every(({ memory }) => memory) ? Math.max(...workers.map(uss)) : undefined;
}

function uss({ memory }: WeighedProcess): number {
  return memory?.uss ?? 0;
}

function now(): number {
  return performance.now() / 1000;
}
