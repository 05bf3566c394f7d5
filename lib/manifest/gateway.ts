import type { ApiObject } from './api-object';
import type { Bundle } from './bundle';
import { integerOf, listOf, objectOf, textMapOf, textOf, type JsonObject } from './json';
import { labelSelectorOf, selects } from './label-selector';

/** A listener of a Gateway. */
export interface GatewayListener {
  readonly name: string;
  readonly port?: number;
  /** `HTTP`, `HTTPS`, `TLS` … */
  readonly protocol: string;
  /** Whether TLS goes through to the backend. */
  readonly passthrough: boolean;
}

const GROUP = 'gateway.networking.k8s.io';

/** What a route asks to be attached to, and what takes it there. */
export interface Attachment {
  /** The Gateway, if it is one of the bundle. */
  readonly gateway?: ApiObject;
  /** Its listeners that take the route. */
  readonly listeners: readonly GatewayListener[];
}

/**
 * Where a route attaches to Gateways of the bundle, one for each of its parents: by section, port, protocol, hostname
 * and allowed namespaces, as the Gateway API has it.
 */
export function attachmentsOf(bundle: Bundle, route: ApiObject): readonly Attachment[] {
  return listOf(objectOf(route.json.spec).parentRefs)
    .map(objectOf)
    .map((parent) => {
      const isGateway = (textOf(parent.kind) ?? 'Gateway') === 'Gateway' && (textOf(parent.group) ?? GROUP) === GROUP;
      const gateway = isGateway
        ? bundle.find(GROUP, 'Gateway', textOf(parent.namespace) ?? route.namespace, textOf(parent.name) ?? '')
        : undefined;
      const listeners = listOf(objectOf(gateway?.json.spec).listeners).map(objectOf);
      return {
        gateway,
        listeners: listeners
          .filter((listener) => gateway && accepts(bundle, gateway, listener, parent, route))
          .map((listener) => ({
            name: textOf(listener.name) ?? '',
            port: integerOf(listener.port),
            protocol: textOf(listener.protocol) ?? '',
            passthrough: objectOf(listener.tls).mode === 'Passthrough',
          })),
      };
    });
}

/**
 * The Gateways that a route names, all of them in the bundle, none with a listener that takes it: no request comes
 * through. Nothing where one takes it, or where a parent is not in the bundle and may.
 */
export function closedGateways(bundle: Bundle, route: ApiObject): readonly ApiObject[] {
  const attachments = attachmentsOf(bundle, route);
  const gateways = attachments.flatMap(({ gateway, listeners }) => (gateway && listeners.length === 0 ? [gateway] : []));
  return gateways.length === attachments.length ? [...new Set(gateways)] : [];
}

function accepts(bundle: Bundle, gateway: ApiObject, listener: JsonObject, parent: JsonObject, route: ApiObject): boolean {
  const hostname = textOf(listener.hostname);
  const hostnames = listOf(objectOf(route.json.spec).hostnames).filter((host) => typeof host === 'string');
  return (
    (parent.sectionName ?? listener.name) === listener.name &&
    (parent.port ?? listener.port) === listener.port &&
    (listener.protocol === 'HTTP' || listener.protocol === 'HTTPS') &&
    (hostname === undefined || hostnames.length === 0 || hostnames.some((host) => overlap(host, hostname))) &&
    admitsNamespace(bundle, gateway, listener, route)
  );
}

/** A wildcard covers one or more labels below it. */
function overlap(one: string, other: string): boolean {
  const covers = (wide: string, narrow: string) => wide.startsWith('*.') && narrow.replace(/^\*/, '').endsWith(wide.slice(1));
  return one === other || covers(one, other) || covers(other, one);
}

/** `allowedRoutes.namespaces`: `Same` where nothing is said. A namespace whose labels are not in the bundle may be selected. */
function admitsNamespace(bundle: Bundle, gateway: ApiObject, listener: JsonObject, route: ApiObject): boolean {
  const { from = 'Same', selector } = objectOf(objectOf(listener.allowedRoutes).namespaces);
  if (from === 'Same') {
    return gateway.namespace === '' || route.namespace === '' || gateway.namespace === route.namespace;
  }
  const namespace = from === 'Selector' ? bundle.find('', 'Namespace', '', route.namespace) : undefined;
  const wanted = namespace && labelSelectorOf(selector);
  return (
    from === 'All' ||
    (from === 'Selector' &&
      (!wanted ||
        selects(
          wanted,
          new Map([['kubernetes.io/metadata.name', route.namespace], ...textMapOf(objectOf(namespace.json.metadata).labels)]),
        )))
  );
}
