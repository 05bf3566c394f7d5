import { Rejection } from '../words/rejection';

/** What an Ingress says beyond hosts and TLS. */
export interface IngressRouteProps {
  /**
   * The class, which picks the controller.
   *
   * @default - the cluster's default class
   */
  readonly className?: string;
  /**
   * Path prefixes that lead to the service.
   *
   * @default ['/']
   */
  readonly paths?: string[];
  /**
   * Annotations for the controller.
   *
   * @default - none
   */
  readonly annotations?: { readonly [name: string]: string };
}

/** What an HTTPRoute says beyond hosts. */
export interface GatewayRouteProps {
  /** The Gateway that the route attaches to. */
  readonly gateway: string;
  /**
   * The Gateway's namespace.
   *
   * @default - the route's own
   */
  readonly gatewayNamespace?: string;
  /**
   * The listener of the Gateway.
   *
   * @default - every listener that admits the route
   */
  readonly listener?: string;
  /**
   * Path prefixes that lead to the service.
   *
   * @default ['/']
   */
  readonly paths?: string[];
}

/** How users find the service from outside. */
export class Route {
  /** Through an Ingress. */
  public static ingress(props: IngressRouteProps = {}): Route {
    return new Route(checkedPaths(props.paths), props);
  }

  /** Through an HTTPRoute of the Gateway API. */
  public static gateway(props: GatewayRouteProps): Route {
    return new Route(checkedPaths(props.paths), undefined, props);
  }

  private constructor(
    /** Path prefixes that lead to the service. */
    public readonly paths: string[],
    /** Set for an Ingress. */
    public readonly ingressProps?: IngressRouteProps,
    /** Set for an HTTPRoute. */
    public readonly gatewayProps?: GatewayRouteProps,
  ) {}

  /** Whether users from outside reach this path. */
  public publishes(path: string): boolean {
    return this.paths.some((prefix) => prefix === '/' || path === prefix || path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`));
  }
}

function checkedPaths(paths: string[] = ['/']): string[] {
  if (paths.length === 0) {
    throw new Rejection('a route without paths', 'it would publish nothing', "leave paths out to publish '/', or name some");
  }
  for (const path of paths) {
    if (!path.startsWith('/') || /\s/.test(path)) {
      throw new Rejection(`route path '${path}'`, 'a path prefix begins with a slash and holds no white space', "use a path such as '/api'");
    }
  }
  if (new Set(paths).size < paths.length) {
    throw new Rejection(`route paths ${paths.map((path) => `'${path}'`).join(', ')}`, 'one of them stands twice', 'name each once');
  }
  return [...paths];
}
