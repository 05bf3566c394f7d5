import { posix } from 'node:path';
import { checkNamespace, checkSubdomain } from '../props/dns-name';
import { Rejection } from '../props/rejection';
import { checkShapes, object, required, text, texts } from '../props/shape';

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
    checkShapes('the route', props, {
      className: text('nginx'),
      paths: texts('/'),
      annotations: object("{ 'example.org/name': 'value' }"),
    });
    if (props.className !== undefined) {
      checkSubdomain('className', props.className, 'nginx');
    }
    return new Route(checkedPaths(props.paths), props);
  }

  /** Through an HTTPRoute of the Gateway API. */
  public static gateway(props: GatewayRouteProps): Route {
    checkShapes('the route', props, {
      gateway: required(text('public')),
      gatewayNamespace: text('gateways'),
      listener: text('https'),
      paths: texts('/'),
    });
    checkSubdomain('gateway', props.gateway, 'public');
    if (props.gatewayNamespace !== undefined) {
      checkNamespace('gatewayNamespace', props.gatewayNamespace, 'gateways');
    }
    if (props.listener !== undefined) {
      checkSubdomain('listener', props.listener, 'https');
    }
    return new Route(checkedPaths(props.paths, GATEWAY_PATH), undefined, props);
  }

  /**
   * By what somebody else makes: a shared Ingress, a VirtualService of Istio, a Route of OpenShift. The hosts are still those that the
   * probes name, and every path counts as published.
   */
  public static none(): Route {
    return new Route(['/']);
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
    // A slash at the end makes no difference to a prefix: '/api/' matches '/api' as well.
    return this.paths.some((prefix) => `${path}/`.startsWith(`${prefix.replace(/\/+$/, '')}/`));
  }
}

/**
 * What the API server refuses in the path of an Ingress (`pkg/apis/networking/validation`, validateHTTPIngressPath), and
 * of an HTTPRoute too.
 */
const NO_PREFIX = /\/\/|\/\.{1,2}(\/|$)|%2f/i;
/** What a path prefix of an HTTPRoute is made of (`HTTPPathMatch` of the Gateway API). */
const GATEWAY_PATH = /^([-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2}){1,1024}$/;

function checkedPaths(paths: string[] = ['/'], characters = /^/): string[] {
  if (paths.length === 0) {
    throw new Rejection('a route without paths', 'it would publish nothing', "leave paths out to publish '/', or name some");
  }
  for (const path of paths) {
    if (!path.startsWith('/') || /\s/.test(path)) {
      throw new Rejection(
        `route path '${path}'`,
        'a path prefix begins with a slash and holds no white space',
        "use a path such as '/api'",
      );
    }
    if (NO_PREFIX.test(path)) {
      throw new Rejection(
        `route path '${path}'`,
        "the API server refuses '//', '.' and '..' between slashes, and '%2f'",
        `use '${posix.normalize(path.replace(/%2f/gi, '/'))}'`,
      );
    }
    if (!characters.test(path)) {
      throw new Rejection(
        `route path '${path}'`,
        'a path prefix of an HTTPRoute holds only what a URL does, without query and fragment, and at most 1,024 characters',
        'percent-encode the rest',
      );
    }
  }
  if (new Set(paths).size < paths.length) {
    throw new Rejection(`route paths ${paths.map((path) => `'${path}'`).join(', ')}`, 'one of them stands twice', 'name each once');
  }
  return [...paths];
}
