import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = '/sys/fs/cgroup';
const PERIOD = 100_000; // the kubelet's --cpu-cfs-quota-period
const PREFIX = 'probewise-bench';

/** What the two versions of the interface call the same things. Every folder is a control group of its own. */
interface Layout {
  readonly folders: readonly string[];
  limit(bytes: number, cpus: number): readonly (readonly [file: string, value: string])[];
  kills(): number;
  peakBytes(): number;
  cpuSeconds(): number;
}

/** Real limits on memory and CPU for the processes of one pool. */
export class Cgroup {
  /** Why this machine does not allow any; `undefined` when it does. */
  public static whyNot(): string | undefined {
    try {
      const trial = new Cgroup('trial', { bytes: 2 ** 26, cpus: 1 });
      trial.kills();
      trial.cpuSeconds();
      trial.remove();
      return undefined;
    } catch (error) {
      return `no control group with a memory and a CPU limit can be made under ${ROOT}: ${(error as Error).message}`;
    }
  }

  /** Removes every group of this process, with whatever runs inside. It waits without the event loop, so that an exit can call it. */
  public static removeAll(): void {
    OPEN.forEach((group) => group.remove());
  }

  /** Removes the groups of a bench that was killed before it could: those named after a process that is no more. */
  public static removeAbandoned(): void {
    const parents = existsSync(join(ROOT, 'cgroup.controllers')) ? [ROOT] : CONTROLLERS.map((controller) => join(ROOT, controller));
    for (const parent of parents.filter((folder) => existsSync(folder))) {
      for (const name of readdirSync(parent)) {
        const owner = new RegExp(`^${PREFIX}-(\\d+)-`).exec(name)?.[1];
        if (owner && !existsSync(`/proc/${owner}`)) {
          removeFolder(join(parent, name));
        }
      }
    }
  }

  private readonly layout: Layout;

  public constructor(name: string, { bytes, cpus }: { readonly bytes: number; readonly cpus: number }) {
    this.layout = layoutOf(`${PREFIX}-${process.pid}-${name}`);
    OPEN.add(this);
    for (const folder of this.layout.folders) {
      mkdirSync(folder);
    }
    for (const [file, value] of this.layout.limit(bytes, cpus)) {
      writeFileSync(file, value);
    }
  }

  /** Files that a process writes its own id to, to be in. */
  public get doors(): readonly string[] {
    return this.layout.folders.map((folder) => join(folder, 'cgroup.procs'));
  }

  /** Processes that the kernel killed for memory. */
  public kills(): number {
    return this.layout.kills();
  }

  public peakBytes(): number {
    return this.layout.peakBytes();
  }

  public cpuSeconds(): number {
    return this.layout.cpuSeconds();
  }

  public processes(): number[] {
    return processesIn(this.layout.folders[0]);
  }

  /** Ends whatever is still inside, by id, and removes the group. */
  public remove(): void {
    this.layout.folders.filter((folder) => existsSync(folder)).forEach(removeFolder);
    OPEN.delete(this);
  }
}

/** Groups that are made and not yet removed. */
const OPEN = new Set<Cgroup>();
const CONTROLLERS = ['memory', 'cpu', 'cpuacct'];

function processesIn(folder: string): number[] {
  return read(join(folder, 'cgroup.procs')).split('\n').filter(Boolean).map(Number);
}

/** A killed process ends within its own CPU limit, and many of them take a while. */
const REMOVAL_SECONDS = 60;

function removeFolder(folder: string): void {
  for (const deadline = Date.now() + REMOVAL_SECONDS * 1000; Date.now() < deadline;) {
    for (const pid of processesIn(folder)) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // gone in the meantime
      }
    }
    try {
      rmdirSync(folder);
      return;
    } catch {
      // A group stays busy a little longer than it lists processes.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
  rmdirSync(folder);
}

function layoutOf(name: string): Layout {
  const unified = join(ROOT, 'cgroup.controllers');
  if (existsSync(unified)) {
    return unifiedLayout(join(ROOT, name), read(unified).split(/\s/));
  }
  const missing = CONTROLLERS.filter((controller) => !existsSync(join(ROOT, controller, 'cgroup.procs')));
  if (missing.length) {
    throw new Error(`there is neither cgroup v2 nor the v1 controller ${missing.join(', ')}`);
  }
  return separateLayout(name);
}

/** cgroup v2: Documentation/admin-guide/cgroup-v2.rst. */
function unifiedLayout(folder: string, controllers: readonly string[]): Layout {
  for (const controller of ['memory', 'cpu']) {
    if (!controllers.includes(controller)) {
      throw new Error(`cgroup v2 has no controller ${controller} here`);
    }
    writeFileSync(join(ROOT, 'cgroup.subtree_control'), `+${controller}`);
  }
  return {
    folders: [folder],
    // Without the group kill of the kubelet, so that every pool is measured for as long as the others.
    limit: (bytes, cpus) => [
      [join(folder, 'memory.max'), String(bytes)],
      [join(folder, 'cpu.max'), `${Math.round(cpus * PERIOD)} ${PERIOD}`],
      ...(existsSync(join(folder, 'memory.swap.max')) ? [[join(folder, 'memory.swap.max'), '0'] as const] : []),
    ],
    kills: () => field(join(folder, 'memory.events'), 'oom_kill'),
    peakBytes: () => Number(read(join(folder, 'memory.peak'))),
    cpuSeconds: () => field(join(folder, 'cpu.stat'), 'usage_usec') / 1e6,
  };
}

/** cgroup v1: a tree for each controller (Documentation/admin-guide/cgroup-v1/memory.rst). */
function separateLayout(name: string): Layout {
  const [memory, cpu, account] = CONTROLLERS.map((controller) => join(ROOT, controller, name));
  return {
    folders: [...new Set([memory, cpu, account])],
    limit: (bytes, cpus) => [
      [join(memory, 'memory.limit_in_bytes'), String(bytes)],
      [join(cpu, 'cpu.cfs_period_us'), String(PERIOD)],
      [join(cpu, 'cpu.cfs_quota_us'), String(Math.round(cpus * PERIOD))],
    ],
    kills: () => field(join(memory, 'memory.oom_control'), 'oom_kill'),
    peakBytes: () => Number(read(join(memory, 'memory.max_usage_in_bytes'))),
    cpuSeconds: () => Number(read(join(account, 'cpuacct.usage'))) / 1e9,
  };
}

function read(file: string): string {
  return readFileSync(file, 'utf8').trim();
}

/** @throws where the kernel has no such line: a count that is always 0 would be a lie */
function field(file: string, name: string): number {
  const line = read(file)
    .split('\n')
    .map((one) => one.split(' '))
    .find(([head]) => head === name);
  if (!line) {
    throw new Error(`${file} has no ${name}`);
  }
  return Number(line[1]);
}
