import { isIP } from 'node:net';
import { Rejection } from '../../props/rejection';

/**
 * Addresses and ranges as one value for `FORWARDED_ALLOW_IPS`.
 *
 * @param mapped whether the process listens on an IPv6 socket, where an IPv4 peer appears as `::ffff:a.b.c.d` and matches
 *   nothing but a range of that form (gunicorn compares addresses of one family: `http/message.py`, `_ip_in_allow_list`)
 * @throws for what gunicorn would refuse at start, a range with host bits among them, and for a `*` beside others, which
 *   uvicorn reads as a name
 */
export function trustedProxies(proxies: readonly string[], mapped: boolean): string {
  if (proxies.length === 0) {
    throw new Rejection(
      'an empty trustProxy',
      'it would trust nobody, not even what gunicorn trusts by itself',
      'leave it out, or name the proxies',
    );
  }
  if (proxies.includes('*') && proxies.length > 1) {
    throw new Rejection(
      `trustProxy ${proxies.join(', ')}`,
      "'*' trusts everybody, whoever else is named",
      "use ['*'] alone, and only where nobody but the proxy can connect",
    );
  }
  return proxies.flatMap((proxy) => (proxy === '*' ? [proxy] : forms(proxy, mapped))).join(',');
}

function forms(proxy: string, mapped: boolean): string[] {
  const [address, prefix, ...rest] = proxy.split('/');
  const version = isIP(address);
  const bits = version === 4 ? 32 : 128;
  if (!version || rest.length || (prefix !== undefined && !(/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits))) {
    throw new Rejection(
      `trustProxy '${proxy}'`,
      'a proxy is an IP address or a range of them',
      "use the range of the ingress controller's pods, such as '10.0.0.0/8'",
    );
  }
  if (prefix !== undefined && hasHostBits(address, Number(prefix), version)) {
    throw new Rejection(
      `trustProxy '${proxy}'`,
      `the address has bits set beyond the first ${prefix}, and gunicorn ends with an error`,
      'give the first address of the range',
    );
  }
  const asIpv6 = version === 4 && mapped ? [`::ffff:${address}${prefix === undefined ? '' : `/${96 + Number(prefix)}`}`] : [];
  return [proxy, ...asIpv6];
}

/** The first address of a range is the one of which the bits beyond the prefix are zero. */
function hasHostBits(address: string, prefix: number, version: number): boolean {
  const bytes = version === 4 ? address.split('.').map(Number) : ipv6Bytes(address);
  return bytes.some((byte, index) => {
    const kept = Math.min(Math.max(prefix - index * 8, 0), 8);
    return (byte & (0xff >> kept)) !== 0;
  });
}

function ipv6Bytes(address: string): number[] {
  const [head, tail] = address.split('::').map((half) => half.split(':').filter(Boolean).flatMap(group));
  return tail === undefined ? head : [...head, ...new Array<number>(16 - head.length - tail.length).fill(0), ...tail];
}

/** A group of an IPv6 address: 16 bits in hexadecimal, or an IPv4 address at the end. */
function group(text: string): number[] {
  return text.includes('.') ? text.split('.').map(Number) : [parseInt(text, 16) >> 8, parseInt(text, 16) & 0xff];
}
