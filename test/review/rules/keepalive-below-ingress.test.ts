import { describe, expect, test } from '@jest/globals';
import { deployment, ingress, seen, service, type Json } from '../shop';

function below(options: string[], ingressClassName = 'nginx') {
  const route = ingress();
  return seen('keepalive-below-ingress', deployment({ command: ['gunicorn', 'app:app', '-b', ':8000', ...options] }), service(), {
    ...route,
    spec: { ...(route.spec as object), ingressClassName },
  });
}

test('a class that keeps connections for less than the controller is reported', () => {
  expect(below(['--threads', '4', '--keep-alive', '5'])).toEqual([
    'warning spec.template.spec.containers[0].command: ' +
      'gunicorn (gthread) closes idle connections after 5 s (keepalive, the command line); the controller of Ingress web reuses ' +
      'them for 1 min',
  ]);
  expect(below(['-k', 'gevent'])).toEqual([expect.stringContaining("after 2 s (keepalive, gunicorn's default")]);
  expect(below(['-k', 'gevent'], 'alb')).toHaveLength(1);
});

test.each([
  ['a longer keepalive', ['-k', 'gthread', '--keep-alive', '75'], 'nginx'],
  ['sync, which closes every connection', ['-w', '4', '--keep-alive', '5'], 'nginx'],
  ['a keepalive of 0, which keeps none', ['--threads', '4', '--keep-alive', '0'], 'nginx'],
  ['a controller that is not known', ['-k', 'gevent'], 'somebody-s'],
  ['a class that is not known', ['-c', '/conf.py'], 'nginx'],
])('%s is left alone', (_, options, ingressClass) => {
  expect(below(options, ingressClass)).toEqual([]);
});

test('without a route nothing is said', () => {
  expect(seen('keepalive-below-ingress', deployment({ command: ['gunicorn', '-k', 'gevent', 'app:app'] }), service())).toEqual([]);
});

describe('by who reuses connections', () => {
  const route = (spec: Json, annotations: Json = {}) => {
    const known = ingress(undefined, { name: 'web', annotations });
    return { ...known, spec: { ...(known.spec as object), ...spec } };
  };
  const uvicorn = (seconds: number) => deployment({ command: ['uvicorn', 'app:app', '--timeout-keep-alive', String(seconds)] });
  const behind = (seconds: number, ...others: unknown[]) => seen('keepalive-below-ingress', uvicorn(seconds), ...others);
  const attributes = { 'alb.ingress.kubernetes.io/load-balancer-attributes': 'idle_timeout.timeout_seconds=4' };

  test.each([
    ['nginx', route({ ingressClassName: 'nginx' }), 60, '1 min'],
    ['an ALB', route({ ingressClassName: 'alb' }), 60, '1 min'],
    ['Google Cloud', route({ ingressClassName: 'gce' }), 600, '10 min'],
    ['Google Cloud by its annotation', route({}, { 'kubernetes.io/ingress.global-static-ip-name': 'a' }), 600, '10 min'],
    ['Traefik', route({ ingressClassName: 'traefik' }), 90, '1 min 30 s'],
    ['Envoy', route({ ingressClassName: 'contour' }), 3600, '1 h'],
    ['HAProxy', route({ ingressClassName: 'haproxy' }), 5, '5 s'],
  ])('%s', (_, object, seconds, words) => {
    expect(behind(seconds - 1, service(), object)).toEqual([
      expect.stringMatching(new RegExp(`^warning .*the controller of Ingress web reuses them for ${words}$`)),
    ]);
    expect(behind(seconds, service(), object)).toEqual([]);
  });

  test('a Gateway, by its class', () => {
    const gateway = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'outer' },
      spec: { gatewayClassName: 'gke-l7-global-external-managed', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
    };
    const http = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'web' },
      spec: { parentRefs: [{ name: 'outer' }], rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] },
    };
    expect(behind(75, service(), http, gateway)).toEqual([
      expect.stringContaining('the controller of HTTPRoute web reuses them for 10 min'),
    ]);
    expect(behind(75, service(), http)).toEqual([]);
  });

  test('an NLB hands connections through: information', () => {
    const balanced = service({ type: 'LoadBalancer' }, { annotations: { 'service.beta.kubernetes.io/aws-load-balancer-type': 'nlb' } });
    expect(behind(75, balanced)).toEqual([expect.stringMatching(/^info .*the NLB of Service web keeps them for 5 min 50 s$/)]);
    expect(behind(75, service({ type: 'LoadBalancer' }))).toEqual([]);
  });

  test('an ALB that is told to wait less', () => {
    expect(behind(5, service(), route({ ingressClassName: 'alb' }, attributes))).toEqual([]);
  });

  test('a server behind a proxy of its pod is left alone', () => {
    const pod = {
      containers: [
        { name: 'proxy', image: 'nginx', ports: [{ name: 'http', containerPort: 80 }] },
        { name: 'web', image: 'shop', command: ['uvicorn', 'app:app'], ports: [{ name: 'app', containerPort: 8000 }] },
      ],
    };
    expect(seen('keepalive-below-ingress', deployment({}, pod), service(), route({ ingressClassName: 'nginx' }))).toEqual([]);
  });
});
