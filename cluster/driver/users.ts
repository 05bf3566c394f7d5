import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command';
import { API, API_PORT, CONTROL } from './network';
import { pathOf } from './programs';

/** Who may ask the API server, each with the rights of its own that Kubernetes' bootstrap gives it; and the keys of the cluster. */
export class Users {
  public static async create(folder: string, nodes: readonly string[]): Promise<Users> {
    mkdirSync(folder, { recursive: true });
    const keys = (...args: string[]) => run([pathOf('keys'), folder, ...args]);
    // One after the other: the first of them makes the authority.
    await keys(
      'server',
      'kube-apiserver',
      'kubernetes',
      'kubernetes.default',
      'kubernetes.default.svc',
      'localhost',
      CONTROL,
      API,
      '127.0.0.1',
    );
    await keys('client', 'kubelet-client', 'kube-apiserver', 'system:masters');
    await keys('pair', 'service-accounts');
    return new Users(folder, nodes);
  }

  private readonly tokens = new Map<string, string>();

  private constructor(
    private readonly folder: string,
    nodes: readonly string[],
  ) {
    const users: [name: string, group: string][] = [
      ['admin', 'system:masters'],
      ['system:kube-controller-manager', ''],
      ['system:kube-scheduler', ''],
      ['system:kube-proxy', ''],
      ...nodes.map((name): [string, string] => [`system:node:${name}`, 'system:nodes']),
    ];
    users.forEach(([name]) => this.tokens.set(name, randomBytes(24).toString('hex')));
    const lines = users.map(([name, group]) => `${this.tokens.get(name)},${name},${name}${group && `,"${group}"`}\n`);
    writeFileSync(this.path('tokens.csv'), lines.join(''), { mode: 0o600 });
  }

  /** A file of the keys, by its name. */
  public path(name: string): string {
    return join(this.folder, name);
  }

  public get authority(): string {
    return readFileSync(this.path('ca.crt'), 'utf8');
  }

  /** The kubeconfig of a user. @param server where the API server is, from where it is read */
  public kubeconfig(user: string, server = `https://${CONTROL}:${API_PORT}`): object {
    return {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'cluster', cluster: { server, 'certificate-authority-data': Buffer.from(this.authority).toString('base64') } }],
      users: [{ name: user, user: { token: this.tokens.get(user) } }],
      contexts: [{ name: 'cluster', context: { cluster: 'cluster', user } }],
      'current-context': 'cluster',
    };
  }

  /** A certificate for hosts, and its key. */
  public async certificate(name: string, ...hosts: string[]): Promise<{ readonly crt: string; readonly key: string }> {
    await run([pathOf('keys'), this.folder, 'server', name, ...hosts]);
    return { crt: readFileSync(this.path(`${name}.crt`), 'utf8'), key: readFileSync(this.path(`${name}.key`), 'utf8') };
  }
}
