import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { OPTIONAL, RESOURCES, type Resource } from '../../lib/cluster/resource';
import type { Json } from '../diagnosis/cluster';

/** A question that came in. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
}

/** What is answered in the place of what the API would say; nothing where it should say it. */
export type Reply = { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string> } | 'hang' | 'cut';

export interface FakeOptions {
  readonly objects: readonly Json[];
  /** Text of a log, by `pod/container` or `pod/container/previous`. */
  readonly logs?: Readonly<Record<string, string>>;
  readonly token?: string;
  /** PEM; without it the server speaks plain HTTP. */
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly intercept?: (asked: Asked) => Reply | undefined;
}

const status = (code: number, reason: string, message: string): Exclude<Reply, string> => ({
  status: code,
  body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message },
});

/** What the API server says to whom it does not let. */
export const forbidden = (what: string) =>
  status(403, 'Forbidden', `${what} is forbidden: User "eve" cannot list resource "${what}" in API group "" in the namespace "shop"`);

/** The list and get of an API server, over loopback: pages, and items without their kind, as the real one has them. */
export class FakeApiServer {
  public readonly asked: Asked[] = [];

  private constructor(
    private readonly server: Server,
    private readonly secure: boolean,
    private readonly options: FakeOptions,
  ) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => this.answer(request, response));
  }

  public static async start(options: FakeOptions): Promise<FakeApiServer> {
    const server = options.tls ? createTlsServer(options.tls) : createServer();
    const fake = new FakeApiServer(server as Server, options.tls !== undefined, options);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return fake;
  }

  public get address(): string {
    return `${this.secure ? 'https' : 'http'}://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** A kubeconfig, as text. */
  public kubeconfig({ namespace = 'shop', user = {} as Json, cluster = {} as Json } = {}): string {
    return JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'test',
      contexts: [{ name: 'test', context: { cluster: 'test', user: 'test', namespace } }],
      clusters: [{ name: 'test', cluster: { server: this.address, ...cluster } }],
      users: [{ name: 'test', user: { ...(this.options.token && { token: this.options.token }), ...user } }],
    });
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://api');
    const asked = { method: request.method ?? '', path: pathname, query: searchParams, headers: request.headers };
    this.asked.push(asked);
    const { token, intercept } = this.options;
    const reply =
      intercept?.(asked) ??
      (token && request.headers.authorization !== `Bearer ${token}` ? status(401, 'Unauthorized', 'Unauthorized') : this.resourceAt(asked));
    if (reply === 'cut') {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
      response.write('{"items": [');
      setTimeout(() => response.destroy(), 20);
    } else if (reply !== 'hang') {
      response.writeHead(reply.status, reply.headers ?? {});
      response.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
    }
  }

  private resourceAt({ path, query }: Asked): Exclude<Reply, string> {
    const log = /^\/api\/v1\/namespaces\/[^/]+\/pods\/([^/]+)\/log$/.exec(path);
    if (log) {
      const key = `${log[1]}/${query.get('container')}${query.get('previous') === 'true' ? '/previous' : ''}`;
      const text = this.options.logs?.[key];
      return text === undefined
        ? status(400, 'BadRequest', 'previous terminated container not found')
        : { status: 200, body: logPart(text, query) };
    }
    const one = /^\/api\/v1\/namespaces\/([^/]+)\/secrets\/([^/]+)$/.exec(path);
    if (one) {
      const found = this.options.objects.find(
        ({ kind, metadata }) => kind === 'Secret' && metadata.namespace === one[1] && metadata.name === one[2],
      );
      return found
        ? { status: 200, body: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: found.metadata } }
        : status(404, 'NotFound', `secrets "${one[2]}" not found`);
    }
    const resource = [...RESOURCES, ...OPTIONAL].find((each) => path === listPath(each, namespaceIn(path)));
    return resource && !OPTIONAL.includes(resource)
      ? this.page(resource, namespaceIn(path), query)
      : status(404, 'NotFound', 'the server could not find the requested resource');
  }

  private page({ kind, group, version }: Resource, namespace: string | undefined, query: URLSearchParams): Exclude<Reply, string> {
    const all = this.options.objects.filter(
      (object) => object.kind === kind && (namespace === undefined || object.metadata.namespace === namespace),
    );
    const from = Number(query.get('continue') ?? 0);
    const limit = Number(query.get('limit') ?? all.length);
    const rest = all.length - from - limit;
    return {
      status: 200,
      body: {
        kind: `${kind}List`,
        apiVersion: group ? `${group}/${version}` : version,
        metadata: { resourceVersion: '1', ...(rest > 0 && { continue: String(from + limit), remainingItemCount: rest }) },
        items: all.slice(from, from + limit).map(({ kind: _, apiVersion: __, ...item }) => item),
      },
    };
  }
}

function namespaceIn(path: string): string | undefined {
  return /\/namespaces\/([^/]+)\//.exec(path)?.[1];
}

/** Written here once more, from the API's own documentation and not from what asks for it. */
function listPath({ group, version, plural, namespaced }: Resource, namespace: string | undefined): string {
  return [
    group ? `/apis/${group}/${version}` : `/api/${version}`,
    ...(namespaced && namespace ? ['namespaces', namespace] : []),
    plural,
  ].join('/');
}

function logPart(text: string, query: URLSearchParams): string {
  const lines = query.get('tailLines');
  const bytes = query.get('limitBytes');
  const tail = lines === null ? text : text.split('\n').slice(-Number(lines)).join('\n');
  return bytes === null ? tail : tail.slice(0, Number(bytes));
}
