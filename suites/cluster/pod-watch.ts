import { readFileSync } from 'node:fs';
import { request, type RequestOptions } from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { Cluster } from '../../cluster/driver/cluster';

/** What was to be seen of a pod at a moment. */
interface Sight {
  /** Milliseconds, by `performance.now()`. */
  readonly at: number;
  readonly pod: string;
  readonly ready: boolean;
  /** Of its containers, without those that run before them. */
  readonly restarts: number;
  /** Somebody asked for its end: that it is unready then says nothing. */
  readonly ending: boolean;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Json = any;

/** Follows the pods of a namespace as the API server tells of them: a condition's own time is of whole seconds only. */
export class PodWatch {
  public static async of(cluster: Cluster, namespace: string, selector: string): Promise<PodWatch> {
    const { clusters, users } = JSON.parse(readFileSync(cluster.kubeconfig, 'utf8'));
    const { hostname, port } = new URL(clusters[0].cluster.server);
    const query = new URLSearchParams({ watch: '1', labelSelector: selector });
    const asked: RequestOptions = {
      hostname,
      port,
      path: `/api/v1/namespaces/${namespace}/pods?${query}`,
      ca: Buffer.from(clusters[0].cluster['certificate-authority-data'], 'base64'),
      headers: { authorization: `Bearer ${users[0].user.token}` },
    };
    return new Promise((settle, fail) => {
      const sent = request(asked, (response) => settle(new PodWatch(response)));
      sent.once('error', fail);
      sent.end();
    });
  }

  private readonly sights: Sight[] = [];
  private rest = '';

  private constructor(private readonly response: IncomingMessage) {
    response.on('data', (text) => this.take(`${text}`));
    response.once('error', () => undefined); // closed here
  }

  public close(): void {
    this.response.destroy();
  }

  /** Containers that were started again since then, over all pods that there were. */
  public restartsSince(began: number): number {
    return this.pods().reduce((sum, pod) => {
      const before = this.of(pod).filter(({ at }) => at < began);
      const [last, first] = [this.of(pod).at(-1)!.restarts, before.at(-1)?.restarts ?? 0];
      return sum + last - first;
    }, 0);
  }

  /** When a pod that nobody ended first became unready, and when the same was ready again. Seconds. */
  public momentsSince(began: number): { readonly unreadyAfter?: number; readonly readyAgainAfter?: number } {
    const lost = this.pods()
      .map((pod) => this.of(pod))
      .map((sights) => ({ sights, unready: sights.find((one, index) => one.at >= began && !one.ready && sights[index - 1]?.ready) }))
      .filter(({ unready }) => unready && !unready.ending)
      .sort((one, other) => one.unready!.at - other.unready!.at);
    if (lost.length === 0) {
      return {};
    }
    const [{ sights, unready }] = lost;
    const again = sights.find(({ at, ready }) => at > unready!.at && ready);
    return { unreadyAfter: (unready!.at - began) / 1000, readyAgainAfter: again && (again.at - began) / 1000 };
  }

  private take(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop()!;
    for (const { object } of lines.filter(Boolean).map((line) => JSON.parse(line))) {
      this.sights.push({
        at: performance.now(),
        pod: object.metadata.name,
        ready: (object.status.conditions ?? []).some(({ type, status }: Json) => type === 'Ready' && status === 'True'),
        restarts: (object.status.containerStatuses ?? []).reduce((sum: number, { restartCount }: Json) => sum + restartCount, 0),
        ending: object.metadata.deletionTimestamp !== undefined,
      });
    }
  }

  private pods(): string[] {
    return [...new Set(this.sights.map(({ pod }) => pod))];
  }

  private of(pod: string): Sight[] {
    return this.sights.filter((sight) => sight.pod === pod);
  }
}
