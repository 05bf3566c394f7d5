import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Real processes, each with what it said, and each ended by its own id. */

export interface Command {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /**
   * What ends it politely.
   *
   * @default 'SIGTERM'; not SIGINT, gunicorn's quick way, which uvicorn's workers sit out
   */
  readonly endsOn?: NodeJS.Signals;
}

/** A process that was started, and everything that it wrote. */
export class Running {
  public output = '';
  public readonly exited: Promise<number>;
  /** Exit status, or 128 + the signal's number as a shell would say; `undefined` while it runs. */
  public status?: number;
  private readonly child: ChildProcess;
  private readonly endsOn: NodeJS.Signals;

  public constructor({ argv, env, cwd, endsOn = 'SIGTERM' }: Command) {
    this.endsOn = endsOn;
    // A process group of its own: should it ever have to be killed, its workers go with it.
    this.child = spawn(argv[0], argv.slice(1), { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const keep = (text: Buffer) => {
      this.output += text.toString();
    };
    this.child.stdout!.on('data', keep);
    this.child.stderr!.on('data', keep);
    this.exited = new Promise((settle, fail) => {
      this.child.once('error', fail);
      // 'close' comes after the last byte of output, 'exit' may come before it.
      this.child.once('close', (code, signal) => settle((this.status = code ?? 128 + (signal === 'SIGKILL' ? 9 : 15))));
    });
    this.exited.catch(() => undefined); // reported to whoever waits for it
    started.push(this);
  }

  public get pid(): number {
    return this.child.pid!;
  }

  public signal(name: NodeJS.Signals): void {
    process.kill(this.pid, name);
  }

  /** @throws when it is still there after so long */
  public async ends(withinSeconds: number): Promise<number> {
    const late = new AbortController();
    try {
      return await Promise.race([
        this.exited,
        sleep(withinSeconds * 1000, undefined, { signal: late.signal }).then(() => {
          throw new Error(`still running after ${withinSeconds} s; it said:\n${this.output}`);
        }),
      ]);
    } finally {
      late.abort();
    }
  }

  /** @throws when it does not say so in time, or ends before */
  public async says(pattern: RegExp, withinSeconds = 10): Promise<RegExpMatchArray> {
    let match: RegExpMatchArray | null = null;
    await eventually(
      () => {
        match = this.output.match(pattern);
        return match !== null;
      },
      withinSeconds,
      () => `expected ${pattern} in what it said:\n${this.output}`,
    );
    return match!;
  }

  /** Politely, then not. */
  public async end(): Promise<void> {
    if (this.status !== undefined || this.child.pid === undefined) {
      return;
    }
    this.signal(this.endsOn);
    await this.ends(3).catch(() => {
      process.kill(-this.pid, 'SIGKILL');
      return this.exited;
    });
  }
}

const started: Running[] = [];

export async function endAll(): Promise<void> {
  await Promise.all(started.splice(0).map((one) => one.end()));
}

/** @throws with what `otherwise` says when the condition does not come true in time */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
  withinSeconds: number,
  otherwise: () => string,
): Promise<void> {
  const deadline = Date.now() + withinSeconds * 1000;
  while (!(await condition())) {
    if (Date.now() > deadline) {
      throw new Error(`not within ${withinSeconds} s: ${otherwise()}`);
    }
    await sleep(50);
  }
}

/** Ids of the processes that this one forked, from /proc. */
export function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((one) => {
      try {
        // The name of the command, in parentheses, may hold spaces; state and parent follow it.
        return Number(readFileSync(`/proc/${one}/stat`, 'utf8').split(') ').pop()!.split(' ')[1]) === pid;
      } catch {
        return false; // gone in the meantime
      }
    });
}

export function threadsOf(pid: number): number {
  return readdirSync(`/proc/${pid}/task`).length;
}

/** Below 32768, where Linux begins to give ports to outgoing connections (`ip_local_port_range`): none of those takes one. */
const FIRST_PORT = 20_000;
const PORTS = 12_000;
/** Suites run side by side: each process begins at another place. */
let next = (process.pid * 37) % PORTS;

/** A port that nobody listens on, at this moment, and that this process gives out once. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < PORTS; tried++) {
    const port = FIRST_PORT + next;
    next = (next + 1) % PORTS;
    if (await isFree(port)) {
      return port;
    }
  }
  throw new Error(`none of ${PORTS} ports from ${FIRST_PORT} on is free`);
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((settle) => {
    server.once('error', () => settle(false));
    server.listen(port, '0.0.0.0', () => server.close(() => settle(true)));
  });
}
