import { domainToASCII } from 'node:url';
import { bytesOf, escapeAll, parseUrl, requestTarget, textOf, urlText, type GoUrl } from './go-url';
import { probedPortOf, type DeclaredPort } from './probed-port';

/** A header as it is written. */
export type Header = readonly [name: string, value: string];

/** `httpGet` of a probe, after the API server's defaults. */
export interface HttpGet {
  readonly path?: string;
  readonly port: number | string;
  readonly host?: string;
  readonly scheme?: string;
  readonly httpHeaders?: readonly { readonly name: string; readonly value?: string }[];
}

/** Whom the kubelet asks, and as which version of itself. */
export interface Asked {
  readonly podIP: string;
  readonly ports: readonly DeclaredPort[];
  /** `1.36`: it is in the User-Agent. */
  readonly kubernetes: string;
}

/** One request of a probe: the first, or a later hop of a redirect. */
export interface HttpRequest {
  readonly url: GoUrl;
  /** The `Host` header that was asked for; empty where the address stands in. */
  readonly host: string;
  /** By canonical name; every hop starts from those of the first. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  /** The requests before this one, the first of them first. */
  readonly via: readonly HttpRequest[];
}

/** The first request of a probe, or why there is none (`NewRequestForHTTPGetAction` of `pkg/probe/http/request.go`). */
export function firstRequest(get: HttpGet, asked: Asked): HttpRequest | { readonly because: string } {
  const port = probedPortOf(get.port, asked.ports);
  if ('because' in port) {
    return port;
  }
  const headers = headersOf(get, asked.kubernetes);
  const url = urlOf(get, asked.podIP, port.number);
  return { url, host: headers.get('Host')?.[0] ?? '', headers, via: [] };
}

/** `formatURL`: whatever the path says of scheme and host is replaced; a path that is no URL is escaped. */
function urlOf({ path = '', host, scheme }: HttpGet, podIP: string, port: number): GoUrl {
  const parsed = parseUrl(path) ?? { opaque: '', path: escapeAll(bytesOf(path)), query: '', fragment: '' };
  const name = host || podIP;
  const made = { ...parsed, scheme: (scheme || 'HTTP').toLowerCase(), host: bytesOf(`${name.includes(':') ? `[${name}]` : name}:${port}`) };
  // http.NewRequest parses the text anew: a path gets its slash, and what is opaque loses the host.
  return made.opaque ? { ...made, host: '' } : { ...made, path: made.path && !made.path.startsWith('/') ? `/${made.path}` : made.path };
}

/** `v1HeaderToHTTPHeader` and `newProbeRequest`. */
function headersOf({ httpHeaders = [] }: HttpGet, kubernetes: string): Map<string, string[]> {
  const headers = new Map<string, string[]>();
  for (const { name, value = '' } of httpHeaders) {
    const canonical = canonicalName(name);
    headers.set(canonical, [...(headers.get(canonical) ?? []), value]);
  }
  if (!headers.has('User-Agent')) {
    headers.set('User-Agent', [`kube-probe/${kubernetes}`]);
  }
  if (!headers.has('Accept')) {
    headers.set('Accept', ['*/*']);
  } else if (headers.get('Accept')![0] === '') {
    headers.delete('Accept');
  }
  return headers;
}

/** `textproto.CanonicalMIMEHeaderKey`. */
function canonicalName(name: string): string {
  return name.toLowerCase().replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}

/** Why Go's transport does not send it; nothing when it does (`Transport.roundTrip`). */
export function unsendable({ url, headers }: HttpRequest): string | undefined {
  for (const [name, values] of [...headers].sort(([left], [right]) => (left < right ? -1 : 1))) {
    if (values.some((value) => /[\x00-\x08\x0a-\x1f\x7f]/.test(value))) {
      return `net/http: invalid header field value for ${JSON.stringify(name)}`;
    }
  }
  if (url.scheme !== 'http' && url.scheme !== 'https') {
    return `unsupported protocol scheme "${url.scheme}"`;
  }
  return url.host === '' ? 'http: no Host in request URL' : undefined;
}

/** What is in the request line: bytes beyond ASCII stand for themselves. */
export function targetOf({ url }: HttpRequest): string {
  return textOf(requestTarget(url));
}

/** Written by Go elsewhere, or not at all (`reqWriteExcludeHeader`). */
const WRITTEN_ELSEWHERE = new Set(['Host', 'User-Agent', 'Content-Length', 'Transfer-Encoding', 'Trailer']);

/** The headers as they go over the wire, in order (`Request.write`, `persistConn.roundTrip`). */
export function wireHeaders({ url, host, headers }: HttpRequest): readonly Header[] {
  const userAgent = headers.get('User-Agent')?.[0] ?? '';
  // A User of the URL becomes Basic authorization where none is given (`send` of net/http's client).
  const authorized =
    url.user && !headers.get('Authorization')?.[0]
      ? new Map(headers).set('Authorization', [
          `Basic ${Buffer.from(`${url.user.name}:${url.user.password ?? ''}`, 'latin1').toString('base64')}`,
        ])
      : headers;
  const own = [...authorized]
    .filter(([name]) => !WRITTEN_ELSEWHERE.has(name))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([name, values]) => values.map((value): Header => [name, trimmed(value)]));
  return [
    ['Host', wireHost(host || textOf(url.host))],
    ...(userAgent === '' ? [] : [['User-Agent', trimmed(userAgent)] as const]),
    ...own,
    ...(keepsConnection(headers) ? [] : [['Connection', 'close'] as const]),
  ];
}

function trimmed(value: string): string {
  return value.replace(/^[ \t]+|[ \t]+$/g, '');
}

/** Punycode, no zone, and nothing at all where a byte may not stand in a host (`httpguts.ValidHostHeader`). */
function wireHost(host: string): string {
  const [, name, port] = /^([^]*?)(:[0-9]*)?$/.exec(host)!;

  const ascii = /^[\x00-\x7f]*$/.test(host) ? host : `${domainToASCII(name)}${port ?? ''}`;
  return /^[-0-9a-zA-Z!$%&()*+,.:;=['\]_~]*$/.test(ascii) ? ascii.replace(/^(\[[^\]]*)%[^\]]*\]/, '$1]') : '';
}

/** The kubelet keeps no connection, and says so unless the headers close or switch it already (`DisableKeepAlives`). */
function keepsConnection(headers: ReadonlyMap<string, readonly string[]>): boolean {
  const tokens = (value: string) => value.toLowerCase().split(/[ ,\t]+/);
  const connection = headers.get('Connection') ?? [];
  return (
    tokens(connection[0] ?? '').includes('close') ||
    ((headers.get('Upgrade')?.[0] ?? '') !== '' && connection.some((value) => tokens(value).includes('upgrade')))
  );
}

/** The request's URL as Go writes it into errors and the Referer. */
export function urlInWords({ url }: HttpRequest): string {
  return textOf(urlText(url));
}
