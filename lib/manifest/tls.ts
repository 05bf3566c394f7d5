import type { Bundle } from './bundle';
import { attachmentsOf } from './gateway';
import { listOf, objectOf, textOf } from './json';
import type { Route } from './route';

/** Traffic that the controller hands on as it is, or encrypts again: the application sees TLS itself. */
const PASSED_ON: readonly (readonly [string, RegExp])[] = [
  ['nginx.ingress.kubernetes.io/ssl-passthrough', /^true$/i],
  ['nginx.ingress.kubernetes.io/backend-protocol', /^(HTTPS|GRPCS)$/i],
  ['traefik.ingress.kubernetes.io/service.serversscheme', /^https$/i],
  ['ingress.kubernetes.io/ssl-passthrough', /^true$/i],
];

/**
 * The hosts for which a route's TLS ends before the application: empty where it names none, nothing where it has no TLS
 * that the bundle shows.
 */
export function tlsHosts(bundle: Bundle, { object }: Route): readonly string[] | undefined {
  const spec = objectOf(object.json.spec);
  if (object.kind === 'HTTPRoute') {
    const ends = attachmentsOf(bundle, object)
      .flatMap(({ listeners }) => listeners)
      .some(({ protocol, passthrough }) => protocol === 'HTTPS' && !passthrough);
    return ends ? listOf(spec.hostnames).filter((host) => typeof host === 'string') : undefined;
  }
  const annotations = objectOf(objectOf(object.json.metadata).annotations);
  if (PASSED_ON.some(([name, value]) => value.test(textOf(annotations[name]) ?? ''))) {
    return undefined;
  }
  const entries = listOf(spec.tls).map(objectOf);
  const ruled = listOf(spec.rules).flatMap((rule) => textOf(objectOf(rule).host) ?? []);
  const named = entries.flatMap(({ hosts }) => listOf(hosts)).filter((host) => typeof host === 'string');
  return entries.length ? [...new Set(named.length ? named : ruled)] : undefined;
}
