import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { delimiter, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { applyLoad, type LoadResult } from '../../lib/rehearsal/load';
import { Cgroup } from './cgroup';
import { PROBE_PERIOD, probe } from './probe';
import type { Limits } from './policies';

const APPLICATION = resolve(__dirname, 'application');
/** Asking at once, each again as soon as it is answered. */
export const CLIENTS = 32;
const TIMEOUT = 10;
/**
 * Where every pool runs, and nobody else: two CPUs that are busy at the same time slow one another, on this kind of machine by up to
 * half, and that would fall on pools of several processes as chance has it. No limit here is above one CPU.
 */
export const POOL_CPU = 0;
/** Enters the control groups before it becomes gunicorn, so that nothing is allocated outside. The doors come first, then `--`. */
const ENTER = `while [ "$1" != -- ]; do echo $$ > "$1" || exit 3; shift; done; shift; exec taskset -c ${POOL_CPU} "$@"`;

/** What one load came to on one pool. */
export interface Measurement extends LoadResult {
  readonly probes: number;
  readonly failedProbes: number;
  /** CPU seconds that the pool used while it was asked. */
  readonly cpuSeconds: number;
  /** Seconds from the first question to the last answer. */
  readonly wallSeconds: number;
}

/** A gateway opens a connection when it has a request for it. */
export const APART = 0.02;

/** A gunicorn of a certain version under real limits. */
export class Pool {
  /** Starts it, and waits until every worker has loaded the application, a process was killed for memory, or time is up. */
  public static async start(name: string, environment: string, args: readonly string[], workers: number, limits: Limits): Promise<Pool> {
    const cgroup = new Cgroup(name, { bytes: limits.memory, cpus: limits.cpus });
    const port = await freePort();
    const child = spawn(
      'sh',
      [
        '-c',
        ENTER,
        'sh',
        ...cgroup.doors,
        '--',
        join(environment, 'bin/gunicorn'),
        ...args,
        `--bind=127.0.0.1:${port}`,
        '--log-level=warning',
        'application',
      ],
      {
        cwd: APPLICATION,
        env: {
          PATH: [join(environment, 'bin'), '/usr/bin', '/bin'].join(delimiter),
          HOME: join(environment, 'home'),
          PYTHONDONTWRITEBYTECODE: '1',
        },
        stdio: ['ignore', 'ignore', 'pipe'],
        detached: true,
      },
    );
    const pool = new Pool(cgroup, child, port);
    try {
      await pool.boots(workers);
    } catch (error) {
      await pool.end();
      throw error;
    }
    return pool;
  }

  private said = '';

  private constructor(
    public readonly cgroup: Cgroup,
    private readonly child: ChildProcess,
    private readonly port: number,
  ) {
    child.stderr!.on('data', (text: Buffer) => {
      this.said = (this.said + text.toString()).slice(-4000);
    });
    child.on('error', (error) => {
      this.said += error.message;
    });
  }

  /** Asks for `seconds`, and waits for every answer. */
  public async measure(paths: readonly string[], seconds: number, apart = APART): Promise<Measurement> {
    const cpuBefore = this.cgroup.cpuSeconds();
    const began = performance.now();
    const probes: Promise<boolean>[] = [];
    // The first falls where the pool is busy already, and the last early enough to be judged under load.
    const starts = Array.from({ length: Math.max(1, Math.floor(seconds / PROBE_PERIOD)) }, (_, index) => (index + 0.5) * PROBE_PERIOD);
    const timers = starts.map((at) => setTimeout(() => probes.push(probe(this.port)), at * 1000));
    const result = await applyLoad({
      host: '127.0.0.1',
      port: this.port,
      path: (n) => paths[n % paths.length],
      clients: CLIENTS,
      apart,
      seconds,
      requests: 1e6,
      timeoutSeconds: TIMEOUT,
    });
    const [wallSeconds, cpuSeconds] = [(performance.now() - began) / 1000, this.cgroup.cpuSeconds() - cpuBefore];
    timers.forEach(clearTimeout);
    const passed = await Promise.all(probes);
    return { ...result, probes: passed.length, failedProbes: passed.filter((one) => !one).length, cpuSeconds, wallSeconds };
  }

  public async end(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const exited = new Promise((settle) => {
        this.child.once('exit', settle);
      });
      this.child.kill('SIGQUIT'); // gunicorn's quick way
      await Promise.race([exited, sleep(2000)]);
    }
    this.cgroup.remove();
  }

  private async boots(workers: number): Promise<void> {
    const deadline = Date.now() + BOOT_SECONDS * 1000;
    while (Date.now() < deadline && this.cgroup.kills() === 0) {
      if (this.child.exitCode !== null) {
        throw new Error(`gunicorn ended with ${this.child.exitCode}: ${this.said}`);
      }
      // The master and its workers; then the first answer, and a moment in which no CPU is used any more.
      if (this.cgroup.processes().length > workers && (await probe(this.port))) {
        const before = this.cgroup.cpuSeconds();
        await sleep(300);
        if (this.cgroup.cpuSeconds() - before < 0.03) {
          return;
        }
      }
      await sleep(100);
    }
  }
}

const BOOT_SECONDS = 45;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}
