import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, type RunOptions } from './command';
import { PAUSE } from './containerd';
import { ControlPlane } from './control-plane';
import { dnsObjects } from './dns';
import { Door } from './door';
import { IMAGES } from './folders';
import { ingressObjects } from './ingress';
import type { Machine } from './machine';
import { API_PORT, connect, CONTROL, makeSwitch, nodeNetwork, REGISTRY } from './network';
import { Node } from './node';
import { pathOf } from './programs';
import { RunState } from './run-state';
import { saveProgram } from './static-image';
import { Users } from './users';
import { eventually } from './waiting';

export interface ClusterOptions {
  /** @default 2 */
  readonly nodes?: number;
}

/** A Kubernetes of its own on this machine: what it is made of ends with this process, whatever becomes of it. */
export class Cluster {
  public static async start({ nodes = 2 }: ClusterOptions = {}): Promise<Cluster> {
    await RunState.sweep();
    const state = RunState.create();
    try {
      const control = await state.machine('control');
      await makeSwitch(control);
      const names = Array.from({ length: nodes }, (_, index) => `node-${index + 1}`);
      const hosts = await Promise.all(names.map((name) => state.machine(name)));
      await connect(control, hosts);
      const users = await Users.create(join(state.folder, 'keys'), names);
      return await Cluster.complete(state, control, hosts, users);
    } catch (error) {
      await state.end();
      throw error;
    }
  }

  private static async complete(state: RunState, control: Machine, hosts: readonly Machine[], users: Users): Promise<Cluster> {
    const networks = hosts.map((_, index) => nodeNetwork(index + 1));
    const at = (port: number) => networks.map(({ address }) => `${address}:${port}`);
    const door = await Door.open(control, { api: [`${CONTROL}:${API_PORT}`], http: at(80), https: at(443) });
    state.endWith(() => door.close());
    control.start('registry', [pathOf('registry'), REGISTRY, IMAGES]);
    const plane = await ControlPlane.start(control, users);
    const kubeconfig = join(state.folder, 'kubeconfig');
    writeFileSync(kubeconfig, JSON.stringify(users.kubeconfig('admin', `https://127.0.0.1:${door.ports.api}`)), { mode: 0o600 });
    await saveProgram(PAUSE, 'pause');
    const addons = [...(await dnsObjects()), ...(await ingressObjects(networks[0].address))];
    const cluster = new Cluster(state, control, [], users, door, kubeconfig);
    await plane.complete(async () => (await cluster.kubectl('get', '--raw=/readyz')) === 'ok');
    cluster.nodes.push(...hosts.map((host, index) => Node.start(host, networks[index], users, `${state.group}/${host.name}`)));
    await cluster.apply(...addons);
    await cluster.isReady();
    return cluster;
  }

  private constructor(
    private readonly state: RunState,
    /** The machine of the control plane and of what lies beside the cluster: registry, databases. */
    public readonly control: Machine,
    public readonly nodes: Node[],
    public readonly users: Users,
    door: Door,
    /** The path of a kubeconfig for an administrator on this machine. */
    public readonly kubeconfig: string,
  ) {
    this.ports = { http: door.ports.http, https: door.ports.https };
  }

  /** Ports of 127.0.0.1 that lead to the ingress controller. */
  public readonly ports: { readonly http: number; readonly https: number };

  /** What `kubectl` prints. @throws with what it said, where it failed */
  public kubectl(...args: readonly string[]): Promise<string> {
    return this.kubectlWith({}, ...args);
  }

  public kubectlWith(options: RunOptions, ...args: readonly string[]): Promise<string> {
    return run([pathOf('kubernetes'), 'kubectl', `--kubeconfig=${this.kubeconfig}`, ...args], {
      ...options,
      env: { ...options.env, KUBECACHEDIR: join(this.state.folder, 'kubectl'), KUBERC: 'off' },
    });
  }

  /** Applies objects by the API server's own merging. */
  public apply(...objects: readonly object[]): Promise<string> {
    return this.kubectlWith(
      { input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }) },
      'apply',
      '--server-side',
      '-f',
      '-',
    );
  }

  /** Objects of the cluster, as they are now. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  public async get(...args: readonly string[]): Promise<any> {
    return JSON.parse(await this.kubectl('get', '--output=json', ...args));
  }

  /** Ends all of it, and leaves nothing. */
  public async down(): Promise<void> {
    await this.state.end();
  }

  private async isReady(): Promise<void> {
    const wait = (...args: string[]) => this.kubectlWith({ withinSeconds: 130 }, ...args, '--timeout=120s');
    await eventually('the nodes', 180, async () => (await this.get('nodes')).items.length === this.nodes.length);
    await wait('wait', 'node', '--all', '--for=condition=Ready');
    await Promise.all([
      wait('rollout', 'status', '--namespace=kube-system', 'deployment/coredns'),
      wait('rollout', 'status', '--namespace=ingress-nginx', 'daemonset/ingress-nginx-controller'),
    ]);
  }
}

export const startCluster = (options?: ClusterOptions) => Cluster.start(options);

/** Ends every cluster of this process, also one that is still being started. */
export const endClusters = () => RunState.endAll();
