import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeControlGroup } from './control-groups';
import { RUNS } from './folders';
import { Machine } from './machine';
import { eventually } from './waiting';

const running = new Set<RunState>();

/**
 * What one cluster has on the real machine that does not end with its processes: a folder and a control group. It is written
 * down before there is any of it, so that the next start takes away what a crashed one left.
 */
export class RunState {
  public static create(): RunState {
    const name = `${process.pid}-${Date.now().toString(36)}`;
    const state = new RunState(join(RUNS, name), `/probewise-${name}`);
    mkdirSync(state.folder, { recursive: true });
    const about = { driver: process.pid, started: startOf(process.pid), group: state.group };
    writeFileSync(join(state.folder, 'state.json'), JSON.stringify(about));
    running.add(state);
    return state;
  }

  /** Takes away what is left of clusters whose driver has gone. */
  public static async sweep(): Promise<void> {
    for (const name of existsSync(RUNS) ? readdirSync(RUNS) : []) {
      const folder = join(RUNS, name);
      const file = join(folder, 'state.json');
      const about = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
      if (about === undefined || startOf(about.driver) !== about.started) {
        await new RunState(folder, about?.group).remove();
      }
    }
  }

  /** Ends every cluster of this process, also one that is still being started. */
  public static async endAll(): Promise<void> {
    await Promise.all([...running].map((state) => state.end()));
  }

  private readonly machines: Machine[] = [];
  private readonly others: (() => Promise<void>)[] = [];

  private constructor(
    public readonly folder: string,
    public readonly group: string,
  ) {}

  public async machine(name: string): Promise<Machine> {
    const machine = await Machine.start(name, join(this.folder, name));
    this.machines.push(machine);
    return machine;
  }

  /** Something that ends with the machines, but is in none of them. */
  public endWith(other: () => Promise<void>): void {
    this.others.push(other);
  }

  public async end(): Promise<void> {
    await Promise.all([...this.machines.map((machine) => machine.end()), ...this.others.map((end) => end())]);
    await this.remove();
    running.delete(this);
  }

  /** When its processes have gone, or are just going. */
  private async remove(): Promise<void> {
    if (this.group) {
      await eventually(`the end of the control group ${this.group}`, 30, () => removeControlGroup(this.group));
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A process is told from a later one of the same id by when it started; `undefined` when there is none. */
function startOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop()!.split(' ')[19];
  } catch {
    return undefined;
  }
}
