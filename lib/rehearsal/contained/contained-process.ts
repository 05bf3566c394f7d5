import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { membersOf, type Membership, type RunningProcess } from '../machine/process-tree';
import { guard, type Guard } from './guard';

/** Where the commands of a container run. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** How a process ended. */
export interface Exit {
  readonly code?: number;
  readonly signal?: string;
}

/** The variable that tells which processes belong to a rehearsal: they inherit it. */
const MARK = 'PROBEWISE_REHEARSAL';
/** Characters of output that are kept: the last ones, which say why it ended. */
const MOST_OUTPUT = 64 * 1024;
/** Milliseconds between two looks at what is left. */
const LOOK_AGAIN = 20;

/**
 * The process of a container, on this machine: without a shell, in a session of its own, and never longer than probewise.
 *
 * It is ended with everything that it started: when `end` is called, when probewise exits or throws (`exit`), and when
 * probewise is killed (see {@link guard}).
 */
export class ContainedProcess {
  public readonly exited: Promise<Exit>;
  /** Nothing while it runs. */
  public exit?: Exit;
  public readonly surroundings: Surroundings;
  private readonly child: ChildProcess;
  private readonly guard?: Guard;
  private readonly membership?: Membership;
  private text = '';
  private readonly onExit = () => this.kill();

  /** @param command never empty */
  public constructor([program, ...args]: readonly string[], { env, cwd }: Surroundings) {
    const mark = randomUUID();
    this.surroundings = { cwd, env: { ...env, [MARK]: mark } };
    process.on('exit', this.onExit);
    this.child = spawn(program, args, { ...this.surroundings, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    this.exited = new Promise((settle, fail) => {
      this.child.once('error', (error) => {
        this.exit = {};
        process.off('exit', this.onExit);
        fail(error);
      });
      this.child.once('exit', (code, signal) => settle((this.exit = { ...(code !== null && { code }), ...(signal && { signal }) })));
    });
    this.exited.catch(() => undefined); // told to whoever waits for it
    if (this.child.pid !== undefined) {
      this.membership = { root: this.child.pid, mark: `${MARK}=${mark}` };
      this.guard = guard(this.membership);
    }
    const keep = (bytes: Buffer) => {
      this.text = (this.text + bytes.toString()).slice(-MOST_OUTPUT);
    };
    this.child.stdout!.on('data', keep);
    this.child.stderr!.on('data', keep);
  }

  /** Why the program could not be started; nothing when it could. */
  public async unstartable(): Promise<string | undefined> {
    return this.pid === 0
      ? this.exited.then(
          () => undefined,
          ({ message }: Error) => message,
        )
      : undefined;
  }

  /** Of the process that was started; 0 when it could not be. */
  public get pid(): number {
    return this.child.pid ?? 0;
  }

  /** The last of what it wrote. */
  public get output(): string {
    return this.text;
  }

  /** What runs now, the process that was started first. */
  public get members(): readonly RunningProcess[] {
    return this.membership ? membersOf(this.membership) : [];
  }

  /** To the process that was started, and to no other: what the runtime does. */
  public signal(name: NodeJS.Signals): void {
    send(this.pid, name);
  }

  /** Ends all of it, at once. */
  public async end(): Promise<void> {
    while (this.kill()) {
      await new Promise((settle) => setTimeout(settle, LOOK_AGAIN));
    }
    process.off('exit', this.onExit);
    this.guard?.dismiss();
    this.child.stdout!.destroy();
    this.child.stderr!.destroy();
  }

  /** @returns whether there was anything to kill */
  private kill(): boolean {
    // A stopped process dies of SIGKILL as well. What is another user's cannot be ended, and would be looked at for ever.
    return this.members.map(({ pid }) => send(pid, 'SIGKILL')).some(Boolean);
  }
}

function send(pid: number, name: NodeJS.Signals): boolean {
  try {
    return pid > 0 && process.kill(pid, name);
  } catch {
    return false;
  }
}
