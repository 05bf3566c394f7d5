import { spawn, type ChildProcess } from 'node:child_process';
import type { Machine } from './machine';
import { pathOf } from './programs';
import { eventually } from './waiting';

/** Ports on this machine's loopback address that lead into the cluster. */
export class Door {
  /** @param targets by name, addresses in the cluster: the first that answers is taken */
  public static async open<Name extends string>(
    machine: Machine,
    targets: Record<Name, readonly string[]>,
  ): Promise<Door & { readonly ports: Record<Name, number> }> {
    const named = Object.entries<readonly string[]>(targets).map(([name, addresses]) => `${name}=${addresses.join(',')}`);
    const child = spawn(pathOf('door'), [machine.network, ...named], { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
    let said = '';
    child.stdout.on('data', (text) => (said += text));
    const ports = await eventually(
      'the door into the cluster',
      10,
      () => said.endsWith('\n') && (JSON.parse(said) as Record<Name, number>),
    );
    return new Door(ports, child);
  }

  private constructor(
    public readonly ports: Record<string, number>,
    private readonly child: ChildProcess,
  ) {}

  public async close(): Promise<void> {
    this.child.stdin!.end();
    await eventually('the end of the door', 10, () => this.child.exitCode !== null || this.child.signalCode !== null);
  }
}
