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

/**
 * The listeners of the bundle's Gateways to which a route attaches: by section, port, protocol, hostname and allowed
 * namespaces, as the Gateway API has it. A Gateway that is not in the bundle has none here.
 */
export function listenersFor(bundle: Bundle, route: ApiObject): readonly GatewayListener[] {
  const spec = objectOf(route.json.spec);
  return listOf(spec.parentRefs).map(objectOf).flatMap((parent) => {
    const isGateway = (textOf(parent.kind) ?? 'Gateway') === 'Gateway' && (textOf(parent.group) ?? GROUP) === GROUP;
    const gateway = isGateway ? bundle.find(GROUP, 'Gateway', textOf(parent.namespace) ?? route.namespace, textOf(parent.name) ?? '') : undefined;
    return listOf(objectOf(gateway?.json.spec).listeners).map(objectOf)
      .filter((listener) => gateway && accepts(bundle, gateway, listener, parent, route))
      .map((listener) => ({
        name: textOf(listener.name) ?? '', port: integerOf(listener.port), protocol: textOf(listener.protocol) ?? '',
        passthrough: objectOf(listener.tls).mode === 'Passthrough',
      }));
  });
}

function accepts(bundle: Bundle, gateway: ApiObject, listener: JsonObject, parent: JsonObject, route: ApiObject): boolean {
  const hostname = textOf(listener.hostname);
  const hostnames = listOf(objectOf(route.json.spec).hostnames).filter((host) => typeof host === 'string');
  return (parent.sectionName === undefined || parent.sectionName === listener.name)
    && (parent.port === undefined || parent.port === listener.port)
    && (listener.protocol === 'HTTP' || listener.protocol === 'HTTPS')
    && (hostname === undefined || hostnames.length === 0 || hostnames.some((host) => overlap(host, hostname)))
    && admitsNamespace(bundle, gateway, listener, route);
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
  return from === 'All' || (from === 'Selector'
    && (!wanted || selects(wanted, new Map([['kubernetes.io/metadata.name', route.namespace], ...textMapOf(objectOf(namespace.json.metadata).labels)]))));
}
