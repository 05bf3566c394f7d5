import type { Cluster } from '../../cluster/driver/cluster';
import { eventually } from '../../cluster/driver/waiting';
import { authorityOf, HOST, HOST_BEFORE, NAMESPACE, one, serving, type Json } from './obcms';
import { ask, type Target } from './traffic';

/** Seconds in which a rollout has ended, the last pod of the old ones with it. */
const ROLLOUT = 300;
/** The port that PostgreSQL listens on. */
const DATABASE = '5432';

/** A Deployment of the application on a cluster, and what happens to it. */
export class Site {
  /** The label that its pods carry, and no others. */
  public readonly selector: string;
  private readonly deployment: string;
  private readonly secure: boolean;

  public constructor(
    private readonly cluster: Cluster,
    public readonly objects: readonly Json[],
  ) {
    const { metadata, spec } = one(objects, 'Deployment');
    this.deployment = `deployment/${metadata.name}`;
    this.selector = Object.entries(spec.selector.matchLabels)
      .map(([name, value]) => `${name}=${value}`)
      .join(',');
    this.secure = one(objects, 'Ingress').spec.tls !== undefined;
  }

  public get page(): Target {
    const { ports } = this.cluster;
    return this.secure
      ? { port: ports.https, host: HOST, path: '/', authority: authorityOf(this.cluster) }
      : { port: ports.http, host: HOST_BEFORE, path: '/' };
  }

  public apply(objects: readonly Json[] = this.objects): Promise<string> {
    return this.cluster.apply(...objects);
  }

  /** A release whose start-up script never comes to an end. */
  public brokenRelease(): Json[] {
    return serving(this.objects, (container) => {
      container.command = ['sleep', '86400'];
    });
  }

  /** Until its newest pods are the only ones, and answer. */
  public async settled(): Promise<void> {
    await this.kubectlFor(ROLLOUT, 'rollout', 'status', this.deployment, `--timeout=${ROLLOUT}s`);
    const wanted = (await this.cluster.get(this.deployment, `--namespace=${NAMESPACE}`)).spec.replicas;
    await eventually('the end of the old pods', ROLLOUT, async () => {
      const pods = await this.pods();
      return pods.length === wanted && pods.every(isReady);
    });
    await eventually('the page', 60, async () => (await ask(this.page)) === '200');
  }

  public async restart(): Promise<void> {
    await this.kubectl('rollout', 'restart', this.deployment);
  }

  public async scale(replicas: number): Promise<void> {
    await this.kubectl('scale', this.deployment, `--replicas=${replicas}`);
  }

  public async pods(): Promise<Json[]> {
    return (await this.cluster.get('pods', `--namespace=${NAMESPACE}`, `--selector=${this.selector}`)).items;
  }

  public async exec(...command: string[]): Promise<string> {
    return this.kubectl('exec', this.deployment, '--container=web', '--', ...command);
  }

  /** Evicts all of its pods, as `kubectl drain` does: each is asked for again after 5 s where the budget refuses. */
  public async evictAll(): Promise<void> {
    const pods = await this.pods();
    await Promise.all(pods.map(({ metadata }) => eventually(`the eviction of ${metadata.name}`, 200, () => this.evict(metadata.name))));
  }

  /** Nothing more is put on the node of one of its pods, and its pods leave it. */
  public async drain(): Promise<string> {
    const [{ spec }] = await this.pods();
    await this.cluster.kubectlWith(
      { withinSeconds: ROLLOUT },
      'drain',
      spec.nodeName,
      '--ignore-daemonsets',
      `--pod-selector=${this.selector}`,
    );
    return spec.nodeName;
  }

  public async undrain(node: string): Promise<void> {
    await this.cluster.kubectl('uncordon', node);
  }

  /** The database resets every connection, old and new, until it is told otherwise. */
  public async refuseDatabase(): Promise<void> {
    await this.firewall('-I');
  }

  public async admitDatabase(): Promise<void> {
    await this.firewall('-D');
  }

  /** The database says nothing any more on any connection; new ones are taken by the kernel, and nobody answers. */
  public hangDatabase(): Promise<string> {
    return this.cluster.control.run(['pkill', '-STOP', '-x', 'postgres']);
  }

  public continueDatabase(): Promise<string> {
    return this.cluster.control.run(['pkill', '-CONT', '-x', 'postgres']);
  }

  /** Sends requests to one pod, past the ingress, for a page of `drills/`. Nobody waits for their answers. */
  public async askPod({ status }: Json, path: string, times = 1): Promise<void> {
    const url = `http://${status.podIP}:8080${path}`;
    const script = `${ASK}\n[asked('${url}') for _ in range(${times})]\ntime.sleep(2)\n`;
    await this.cluster.control.run(['python3', '-c', script]);
  }

  /** When its pods' containers began, when gunicorn did, and when its first worker booted: of the newest pod, in seconds. */
  public async boot(): Promise<{ readonly script: number; readonly boot: number }> {
    const newest = (await this.pods()).sort((a, b) => (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? 1 : -1))[0];
    const container = newest.spec.containers[0].name;
    const log = await this.kubectl('logs', newest.metadata.name, `--container=${container}`, '--timestamps');
    const began = Date.parse(newest.status.containerStatuses[0].state.running.startedAt);
    const at = (what: RegExp) =>
      Date.parse(
        log
          .split('\n')
          .find((line) => what.test(line))!
          .split(' ')[0],
      );
    const script = (at(/Listening at/) - began) / 1000;
    return { script, boot: Math.max(script, (at(/Booting worker/) - began) / 1000) + WORKER };
  }

  private async evict(name: string): Promise<boolean> {
    const path = `/api/v1/namespaces/${NAMESPACE}/pods/${name}/eviction`;
    const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace: NAMESPACE } };
    try {
      await this.cluster.kubectlWith({ input: JSON.stringify(eviction) }, 'create', `--raw=${path}`, '--filename=-');
      return true;
    } catch (error) {
      if (!/disruption budget/.test((error as Error).message)) {
        throw error;
      }
      await new Promise((settle) => setTimeout(settle, 5_000));
      return false;
    }
  }

  private async firewall(change: '-I' | '-D'): Promise<void> {
    const rule = ['INPUT', '-i', 'lan', '-p', 'tcp', '--dport', DATABASE, '-j', 'REJECT', '--reject-with', 'tcp-reset'];
    await this.cluster.control.run(['iptables', '-w', change, ...rule]);
  }

  private kubectl(...args: string[]): Promise<string> {
    return this.kubectlFor(60, ...args);
  }

  private kubectlFor(withinSeconds: number, ...args: string[]): Promise<string> {
    return this.cluster.kubectlWith({ withinSeconds: withinSeconds + 10 }, `--namespace=${NAMESPACE}`, ...args);
  }
}

/** From a worker's fork until it serves, where nothing is loaded before it: it imports the application. Seconds. */
const WORKER = 1;

const ASK = `
import socket, time
kept = []
def asked(url):
    host, path = url.removeprefix('http://').split('/', 1)
    address, port = host.split(':')
    sending = socket.create_connection((address, int(port)), 5)
    sending.sendall(f'GET /{path} HTTP/1.1\\r\\nHost: ${HOST}\\r\\nX-Forwarded-Proto: https\\r\\n\\r\\n'.encode())
    kept.append(sending)
    time.sleep(0.02)
`.trim();

function isReady({ status }: Json): boolean {
  return (status.conditions ?? []).some((condition: Json) => condition.type === 'Ready' && condition.status === 'True');
}
