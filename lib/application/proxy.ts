import { posix } from 'node:path';
import type { Container } from '../manifest/container';

/** A proxy that runs beside an application in its pod. */
export interface Proxy {
  /** `the Cloud SQL Proxy`, `pgbouncer`, `envoy`. */
  readonly name: string;
  /** Whether it is told to wait at its end for what is open. */
  readonly waits: boolean;
}

/** Known ones, by the last part of their image or by their program. */
const PROXIES: readonly (readonly [RegExp, string])[] = [
  [/^(cloud[-_]?sql[-_]proxy|gce-proxy)$/, 'the Cloud SQL Proxy'],
  [/^alloydb-auth-proxy$/, 'the AlloyDB Auth Proxy'],
  [/^pgbouncer$/, 'pgbouncer'],
  [/^proxysql$/, 'ProxySQL'],
  [/^envoy$/, 'envoy'],
  [/^(istio-proxy|proxyv2|pilot-agent)$/, 'istio-proxy'],
];
const WAITS = /term[-_]timeout|max-sigterm-delay|TERMINATION_DRAIN|MAX_SIGTERM_DELAY/i;

/** The proxy that a container is, if it is one that is known. */
export function proxyOf({ image = '', command = [], args = [], json }: Container): Proxy | undefined {
  const names = [posix.basename(image.replace(/@.*$/, '').replace(/:[^/:]*$/, '')), posix.basename(command[0] ?? '')];
  const known = PROXIES.find(([pattern]) => names.some((each) => pattern.test(each)));
  return (
    known && {
      name: known[1],
      waits: WAITS.test([...command, ...args, JSON.stringify(json.env ?? '')].join(' ')),
    }
  );
}

/** That something in the pod itself is meant: `127.0.0.1`, `@localhost:5432`. */
export const OWN_POD = /(^|[@/"'\s=])(localhost|127\.0\.0\.1)(?=[:/"'\s,]|$)/;
