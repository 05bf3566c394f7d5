import { hasHole } from '../../manifest/partial-text';
import { UNKNOWN } from './setting';

/** Where a server accepts connections. */
export type Listener =
  | { readonly kind: 'tcp'; readonly host: string | typeof UNKNOWN; readonly port: number | typeof UNKNOWN }
  | { readonly kind: 'unix'; readonly path: string };

/** Python servers listen here unless told otherwise. */
export const LOOPBACK = '127.0.0.1';

/**
 * An address as gunicorn reads it (`gunicorn/util.py`, `parse_address`); hypercorn's and uWSGI's have the same form.
 *
 * @returns nothing for an inherited descriptor, or what no server would accept
 */
export function listenerOf(address: string): Listener | undefined {
  const unix = /^unix:(?:\/\/)?(.*)$/.exec(address);
  if (unix) {
    return { kind: 'unix', path: unix[1] };
  }
  if (/^fd:\/\//.test(address)) {
    return undefined;
  }
  const netloc = address.replace(/^tcp:\/\//, '');
  const [, bracketed, plain, port = '8000'] = /^(?:\[([^\]]*)\]|([^:]*))(?::(.*))?$/.exec(netloc) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined) {
    return undefined;
  }
  if (!hasHole(port) && !/^\d+$/.test(port)) {
    return undefined;
  }
  return {
    kind: 'tcp',
    host: hasHole(host) ? UNKNOWN : host === '' ? '0.0.0.0' : host.toLowerCase(),
    port: hasHole(port) ? UNKNOWN : Number(port),
  };
}

/** Whether only the pod itself can reach it: containers of a pod share the loopback interface and, by a volume, a socket. */
export function isPrivate(listener: Listener): boolean {
  return listener.kind === 'unix' || (listener.host !== UNKNOWN && isLoopback(listener.host));
}

/** `localhost`, `::1` and 127.0.0.0/8. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** `127.0.0.1:8000`, `[::]:8000`, `unix:/run/app.sock`. */
export function listenerInWords(listener: Listener): string {
  if (listener.kind === 'unix') {
    return `unix:${listener.path}`;
  }
  const host = listener.host === UNKNOWN ? '…' : listener.host.includes(':') ? `[${listener.host}]` : listener.host;
  return `${host}:${listener.port === UNKNOWN ? '…' : listener.port}`;
}
