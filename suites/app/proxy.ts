import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

interface Pair {
  readonly client: Socket;
  upstream?: Socket;
}

/**
 * The network between the application and a server. It forwards; it refuses, as a server that is down does; or it swallows:
 * connections are accepted and stand, and not a byte arrives. What was held back arrives once it forwards again, as TCP would
 * send it again.
 */
export class Proxy {
  private readonly pairs = new Set<Pair>();
  private server?: Server;
  private swallowing = false;
  private listeningOn = 0;
  private mostAtOnce = 0;

  private constructor(private readonly target: number) {}

  public static async to(target: number): Promise<Proxy> {
    const proxy = new Proxy(target);
    proxies.push(proxy);
    await proxy.forward();
    return proxy;
  }

  public get port(): number {
    return this.listeningOn;
  }

  /** The most connections that stood at the same time. */
  public get most(): number {
    return this.mostAtOnce;
  }

  public async forward(): Promise<void> {
    if (this.swallowing) {
      this.swallowing = false;
      this.pairs.forEach((pair) => this.join(pair));
    }
    if (!this.server) {
      const server = createServer((client) => this.accept(client));
      await new Promise<void>((ready, fail) => server.once('error', fail).listen(this.listeningOn, '127.0.0.1', ready));
      this.server = server;
      this.listeningOn = (server.address() as AddressInfo).port;
    }
  }

  public refuse(): void {
    this.server?.close();
    this.server = undefined;
    this.pairs.forEach(({ client, upstream }) => {
      client.resetAndDestroy();
      upstream?.destroy();
    });
    this.pairs.clear();
  }

  public swallow(): void {
    this.swallowing = true;
    this.pairs.forEach(({ client, upstream }) => {
      client.unpipe().pause();
      upstream?.unpipe().pause();
    });
  }

  private accept(client: Socket): void {
    const pair: Pair = { client };
    this.pairs.add(pair);
    this.mostAtOnce = Math.max(this.mostAtOnce, this.pairs.size);
    this.ends(pair, client);
    if (!this.swallowing) {
      this.join(pair);
    }
  }

  private join(pair: Pair): void {
    if (!pair.upstream) {
      pair.upstream = connect(this.target, '127.0.0.1');
      this.ends(pair, pair.upstream);
    }
    pair.client.pipe(pair.upstream).pipe(pair.client);
  }

  /** One side's end is the other's. */
  private ends(pair: Pair, socket: Socket): void {
    socket.on('error', () => undefined);
    socket.on('close', () => {
      pair.client.destroy();
      pair.upstream?.destroy();
      this.pairs.delete(pair);
    });
  }
}

const proxies: Proxy[] = [];

export function closeProxies(): void {
  proxies.splice(0).forEach((proxy) => proxy.refuse());
}
