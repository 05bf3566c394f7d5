import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { eventually } from '../../cluster/driver/waiting';

/** What a cluster might leave on the machine that it runs on. */
export interface Leftovers {
  readonly mounts: readonly string[];
  readonly devices: readonly string[];
  readonly groups: readonly string[];
  readonly chains: readonly string[];
  readonly namespaces: readonly string[];
}

const ROOT = resolve(__dirname, '../..');
const GROUPS = '/sys/fs/cgroup';

/** What there is now. Others use the machine as well: of processes only those in namespaces of `clusters` count. */
export function present(clusters: readonly string[] = []): Leftovers {
  return {
    mounts: readFileSync('/proc/self/mounts', 'utf8')
      .split('\n')
      .filter((line) => line.includes('.cache/cluster') || /^cgroup|cni-|containerd/.test(line.split(' ')[1] ?? ''))
      .sort(),
    devices: readdirSync('/sys/class/net').sort(),
    groups: [GROUPS, ...readdirSync(GROUPS).map((name) => join(GROUPS, name))]
      .filter((path) => existsSync(join(path, 'cgroup.procs')))
      .flatMap((path) => readdirSync(path).filter((name) => name.startsWith('probewise-') || name.startsWith('kube'))),
    chains: spawnSync('iptables-save', { encoding: 'utf8' })
      .stdout.split('\n')
      .filter((line) => line.startsWith(':'))
      .map((line) => line.replace(/ \[.*/, '')),
    namespaces: [...processNamespaces().values()].filter((namespace) => clusters.includes(namespace)),
  };
}

const started: OwnDriver[] = [];

/** Ends those that a failed test has left. */
export const endDrivers = () => Promise.all(started.splice(0).map((driver) => driver.ends('SIGINT')));

/** A cluster as a person starts it, in a process of its own. */
export class OwnDriver {
  public static async start(): Promise<OwnDriver> {
    const argv = ['--require', 'ts-node/register/transpile-only', 'cluster/driver/main.ts'];
    const child = spawn(process.execPath, argv, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
    const driver = new OwnDriver(child);
    started.push(driver);
    await eventually('a cluster', 300, () => {
      if (child.exitCode !== null) {
        throw new Error(driver.said);
      }
      return driver.said.includes('Ctrl-C');
    });
    return driver;
  }

  public said = '';

  private constructor(private readonly child: ChildProcess) {
    child.stdout!.on('data', (text) => (this.said += text));
  }

  /** The process namespaces of its machines. */
  public namespaces(): readonly string[] {
    const own = readlinkSync('/proc/self/ns/pid');
    const below = descendants(this.child.pid!);
    const found = [...processNamespaces()].filter(([pid, namespace]) => below.has(pid) && namespace !== own);
    return [...new Set(found.map(([, namespace]) => namespace))];
  }

  public async ends(signal: NodeJS.Signals): Promise<void> {
    this.child.kill(signal);
    await eventually('the end of the driver', 90, () => this.child.exitCode !== null || this.child.signalCode !== null);
  }
}

function processNamespaces(): Map<number, string> {
  const found = new Map<number, string>();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      found.set(Number(pid), readlinkSync(`/proc/${pid}/ns/pid`));
    } catch {
      // gone in the meantime
    }
  }
  return found;
}

function descendants(root: number): ReadonlySet<number> {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' });
  const pairs = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const found = new Set([root]);
  for (let before = 0; before < found.size;) {
    before = found.size;
    pairs.filter(([, parent]) => found.has(parent)).forEach(([pid]) => found.add(pid));
  }
  return found;
}
