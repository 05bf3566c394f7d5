/** For how long a kind of controller or load balancer sends requests on a connection that was idle. */
export interface ConnectionReuse {
  /** As it is called in a report. */
  readonly by: string;
  /** Seconds. */
  readonly seconds: number;
  /** Where the number stands. */
  readonly source: string;
}

/** Controllers by the name of their class, the first that fits; each with the default that it has without settings of its own. */
const REUSE: readonly (readonly [RegExp, ConnectionReuse])[] = [
  [/nginx/, { by: 'nginx', seconds: 60, source: 'ingress-nginx, upstream-keepalive-timeout' }],
  [/(^|[-./])alb\b/, { by: 'the ALB', seconds: 60, source: 'AWS Application Load Balancer, idle_timeout.timeout_seconds' }],
  [
    /^gce(-internal)?$|^gke-l7-/,
    {
      by: 'the load balancer of Google Cloud',
      seconds: 600,
      source: 'Google Cloud, external Application Load Balancers: backend keepalive',
    },
  ],
  [/traefik/, { by: 'Traefik', seconds: 90, source: 'Traefik, serversTransport.forwardingTimeouts.idleConnTimeout' }],
  [
    /contour|istio|envoy|^eg$|emissary|ambassador/,
    { by: 'Envoy', seconds: 3600, source: 'Envoy, config.core.v3.HttpProtocolOptions.idle_timeout' },
  ],
  [/haproxy/, { by: 'HAProxy', seconds: 5, source: 'HAProxy, pool-purge-delay' }],
];

/** How long the controller of a class reuses idle connections; nothing of a class that is not known. */
export function reuseOf(className: string): ConnectionReuse | undefined {
  return REUSE.find(([pattern]) => pattern.test(className))?.[1];
}
