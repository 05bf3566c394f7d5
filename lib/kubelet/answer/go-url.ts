/**
 * A URL as Go has it (`net/url`), whose rules are not those of browsers: dots in a path stay until a redirect resolves them,
 * `http:x` has no host, and hosts are compared as they are written.
 *
 * Every part is a string of bytes, each a character up to U+00FF: Go escapes UTF-8 byte by byte.
 */
export interface GoUrl {
  readonly scheme: string;
  /** What follows the scheme where that is no path: `x` of `mailto:x`. */
  readonly opaque: string;
  readonly user?: GoUser;
  /** With the port, if there is one. */
  readonly host: string;
  /** Still escaped, the way it goes over the wire. */
  readonly path: string;
  /** With its question mark, if there is one. */
  readonly query: string;
  /** Still escaped; empty where there is none. */
  readonly fragment: string;
}

export interface GoUser {
  readonly name: string;
  readonly password?: string;
}

/** UTF-8, a character a byte. */
export function bytesOf(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** The text that these bytes are. */
export function textOf(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** `url.Parse`; nothing where Go has an error. */
export function parseUrl(text: string): GoUrl | undefined {
  const [, beforeFragment, fragment] = /^([^#]*)#?([^]*)$/.exec(bytesOf(text))!;

  if (/[\x00-\x1f\x7f]/.test(beforeFragment) || !isWellEscaped(fragment) || beforeFragment.startsWith(':')) {
    return undefined;
  }
  if (beforeFragment === '*') {
    return { scheme: '', opaque: '', host: '', path: '*', query: '', fragment };
  }
  const [, scheme = '', afterScheme] = /^(?:([A-Za-z][-+.A-Za-z0-9]*):)?([^]*)$/.exec(beforeFragment)!;
  const [, beforeQuery, query] = /^([^?]*)([^]*)$/.exec(afterScheme)!;
  const read = { scheme: scheme.toLowerCase(), opaque: '', host: '', path: '', query, fragment };
  if (!beforeQuery.startsWith('/')) {
    if (scheme) {
      return { ...read, opaque: beforeQuery };
    }
    if (beforeQuery.split('/')[0].includes(':')) {
      return undefined;
    }
  }
  // Three slashes begin a path, unless a scheme stands before them: then the host between them is empty.
  const hasAuthority = beforeQuery.startsWith('//') && (scheme !== '' || !beforeQuery.startsWith('///'));
  const [, authority = '', path] = /^(?:\/\/([^/]*))?([^]*)$/.exec(hasAuthority ? beforeQuery : `//${beforeQuery}`.slice(2))!;
  const [userinfo, host] = hasAuthority ? splitAuthority(authority) : [undefined, ''];
  const rawPath = hasAuthority ? path : beforeQuery;
  const plainHost = hostOf(host, read.scheme);
  if (plainHost === undefined || !isWellEscaped(rawPath)) {
    return undefined;
  }
  if (userinfo === undefined) {
    return { ...read, host: plainHost, path: escapedPath(rawPath) };
  }
  if (!/^[-._:~!$&'()*+,;=%@A-Za-z0-9]*$/.test(userinfo) || !isWellEscaped(userinfo)) {
    return undefined;
  }
  const [, name, password] = /^([^:]*)(?::([^]*))?$/.exec(userinfo)!;
  return {
    ...read,
    host: plainHost,
    path: escapedPath(rawPath),
    user: { name: unescape(name), ...(password !== undefined && { password: unescape(password) }) },
  };
}

/** `URL.ResolveReference`: where a redirect from here leads. */
export function resolveUrl(base: GoUrl, reference: GoUrl): GoUrl {
  const scheme = reference.scheme || base.scheme;
  if (reference.scheme || reference.host || reference.user) {
    return { ...reference, scheme, path: withoutDots(reference.path) };
  }
  const stays = reference.path === '' && reference.query === '';
  const query = stays ? base.query : reference.query;
  const fragment = stays && !reference.fragment ? base.fragment : reference.fragment;
  if (reference.path === '' && base.opaque) {
    return { ...reference, scheme, opaque: base.opaque, query, fragment };
  }
  const path =
    reference.path === ''
      ? base.path
      : reference.path.startsWith('/')
        ? reference.path
        : base.path.slice(0, base.path.lastIndexOf('/') + 1) + reference.path;
  return { scheme, opaque: '', user: base.user, host: base.host, path: withoutDots(path), query, fragment };
}

/** `URL.Hostname`: without the port and the brackets. */
export function hostnameOf({ host }: GoUrl): string {
  return host.replace(/:[0-9]*$/, '').replace(/^\[([^]*)\]$/, '$1');
}

/** `URL.String`, without user and password. */
export function urlText({ scheme, opaque, host, path, query, fragment }: GoUrl): string {
  const start = scheme && `${scheme}:`;
  const rest = opaque || `${host || path ? '//' : ''}${escape(host, HOST)}${path && host && !path.startsWith('/') ? '/' : ''}${path}`;
  return `${start}${rest}${query}${fragment && `#${fragment}`}`;
}

/** `URL.RequestURI`: what stands in the request line. */
export function requestTarget({ path, query }: GoUrl): string {
  return `${path === '' ? '/' : path.startsWith('/') || path === '*' ? path : `/${path}`}${query}`;
}

/** What may stand as it is, by `shouldEscape`. */
const PATH = /[-_.~A-Za-z0-9$&+,/:;=@]/;
const HOST = /[-_.~A-Za-z0-9!$&'()*+,;=:[\]<>"]/;

function escape(bytes: string, plain: RegExp): string {
  return bytes.replace(/[^]/g, (byte) => (plain.test(byte) ? byte : `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`));
}

function unescape(bytes: string): string {
  return bytes.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

function isWellEscaped(bytes: string): boolean {
  return !/%(?![0-9A-Fa-f]{2})/.test(bytes);
}

/** `EscapedPath`: as it was written where that could be sent, else escaped anew. */
export function escapedPath(written: string): string {
  return /^(?:[-_.~A-Za-z0-9$&+,/:;=@!'()*[\]%])*$/.test(written) ? written : escape(unescape(written), PATH);
}

/** A path that is no URL at all, as bytes that may stand in one. */
export function escapeAll(bytes: string): string {
  return bytes === '*' ? bytes : escape(bytes, PATH);
}

function splitAuthority(authority: string): [string | undefined, string] {
  const at = authority.lastIndexOf('@');
  return at < 0 ? [undefined, authority] : [authority.slice(0, at), authority.slice(at + 1)];
}

/** `parseHost`: nothing where Go has an error. */
function hostOf(host: string, scheme: string): string | undefined {
  const literal = /^\[([^[\]]*)\](?::[0-9]*)?$/.exec(host);
  if (literal) {
    return /^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%25[^]+)?$/.test(literal[1]) ? unescape(host) : undefined;
  }
  const colons = host.split(':').length - 1;
  const fits = colons === 0 || ((colons === 1 || !['http', 'https'].includes(scheme)) && /:[0-9]*$/.test(host));
  // Only bytes beyond ASCII may be escaped in a host.
  const letters = host.replace(/%[89A-Fa-f][0-9A-Fa-f]|[\x80-\xff]/g, '');
  return fits && !host.includes('[') && new RegExp(`^(?:${HOST.source})*$`).test(letters) ? unescape(host) : undefined;
}

/** `resolvePath` on what is complete already: dots take effect, and the path begins with a slash. */
function withoutDots(path: string): string {
  if (path === '') {
    return '';
  }
  const kept: string[] = [];
  const steps = path.replace(/^\//, '').split('/');
  for (const step of steps) {
    if (step === '..') {
      kept.pop();
    } else if (step !== '.') {
      kept.push(step);
    }
  }
  const last = steps[steps.length - 1];
  return `/${kept.join('/')}${(last === '.' || last === '..') && kept.length ? '/' : ''}`;
}
