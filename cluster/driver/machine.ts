import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, type RunOptions } from './command';
import { pathOf } from './programs';
import { eventually } from './waiting';

const NAMESPACES = ['--pid', '--mount', '--net', '--uts', '--ipc'];

/**
 * A machine of the cluster: processes, mounts, network and name of its own on the real one. Its first process waits for the end
 * of its standard input, which is held here: when this process ends, however it does, the kernel ends all of the machine.
 */
export class Machine {
  /** @param home what it and its parts write; it has `home/var` as its `/var` */
  public static async start(name: string, home: string): Promise<Machine> {
    for (const folder of ['var/lib', 'var/log', 'var/tmp', 'logs', 'etc']) {
      mkdirSync(join(home, folder), { recursive: true });
    }
    const log = openSync(join(home, 'logs/machine.log'), 'a');
    const argv = ['--fork', '--kill-child', ...NAMESPACES, pathOf('machine'), name, join(home, 'var')];
    const keeper = spawn('unshare', argv, { stdio: ['pipe', 'pipe', log], detached: true });
    closeSync(log);
    keeper.stdin!.on('error', () => undefined); // it has ended, which whoever waits for it is told
    let said = '';
    keeper.stdout!.on('data', (text) => (said += text));
    await eventually(`machine ${name}`, 10, () => {
      if (keeper.exitCode !== null) {
        throw new Error(readFileSync(join(home, 'logs/machine.log'), 'utf8'));
      }
      return said.includes('ready');
    });
    return new Machine(name, home, keeper, childOf(keeper.pid!)!);
  }

  private constructor(
    public readonly name: string,
    public readonly home: string,
    private readonly keeper: ChildProcess,
    /** Its first process, as the real machine knows it. */
    public readonly pid: number,
  ) {}

  private readonly parts: Part[] = [];

  /** Where its network can be entered. */
  public get network(): string {
    return `/proc/${this.pid}/ns/net`;
  }

  /** Writes a file of its configuration. @returns its path */
  public write(name: string, content: string | object): string {
    const path = join(this.home, 'etc', name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, undefined, 2));
    return path;
  }

  /** Runs a program in it to its end. */
  public run(argv: readonly string[], options?: RunOptions): Promise<string> {
    return run(this.enter(argv), options);
  }

  /** Starts a program in it that stays. */
  public start(name: string, argv: readonly string[], env: Readonly<Record<string, string>> = {}): Part {
    const path = join(this.home, 'logs', `${name}.log`);
    const log = openSync(path, 'a');
    const [command, ...args] = this.enter(argv);
    // Of a process group of its own: Ctrl-C is for the driver, which ends things in their order.
    const child = spawn(command, args, { stdio: ['ignore', log, log], env: { ...process.env, ...env }, detached: true });
    closeSync(log);
    const part = new Part(name, child, path);
    this.parts.push(part);
    return part;
  }

  public async end(): Promise<void> {
    this.keeper.stdin!.end();
    this.parts.forEach((part) => part.wake());
    await eventually(`the end of machine ${this.name}`, 20, () => this.keeper.exitCode !== null || this.keeper.signalCode !== null);
  }

  private enter(argv: readonly string[]): string[] {
    return ['nsenter', '--target', `${this.pid}`, ...NAMESPACES, '--wd=/', '--', ...argv];
  }
}

/** A program that runs in a machine. */
export class Part {
  public constructor(
    public readonly name: string,
    private readonly child: ChildProcess,
    /** The file of what it says. */
    public readonly log: string,
  ) {
    child.once('error', () => undefined); // seen by `ended`
  }

  public get ended(): boolean {
    return this.child.pid === undefined || this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** The end of what it said. */
  public get lastWords(): string {
    return readFileSync(this.log, 'utf8').split('\n').slice(-15).join('\n');
  }

  /** To the program itself, not to what entered the machine for it. */
  public signal(name: NodeJS.Signals): void {
    const pid = this.ended ? undefined : childOf(this.child.pid!);
    if (pid !== undefined) {
      process.kill(pid, name);
    }
  }

  /**
   * nsenter stops with the program that it entered for, and goes on by itself only. Asleep it would not take note of the program's
   * end, for which the kernel waits before it ends a namespace of processes.
   */
  public wake(): void {
    this.child.kill('SIGCONT');
  }

  /** Politely. */
  public async end(withinSeconds = 10): Promise<void> {
    this.signal('SIGTERM');
    await eventually(`the end of ${this.name}`, withinSeconds, () => this.ended);
  }
}

/** The process that another one forked, from /proc. */
function childOf(parent: number): number | undefined {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((pid) => {
      try {
        // The name of the command, in parentheses, may hold spaces; state and parent follow it.
        return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop()!.split(' ')[1]) === parent;
      } catch {
        return false; // gone in the meantime
      }
    });
}
