import { describe, expect, test } from '@jest/globals';
import { Reading } from '../../lib/reading/reading';
import { requestPaths } from '../../lib/reading/request-path';
import { deployment, ingress, service, type Json } from '../review/shop';

const gunicorn = (bind: string) => ({ command: ['gunicorn', '--bind', bind, 'shop.wsgi'] });

function ways(...objects: Json[]): string[] {
  return requestPaths(Reading.ofObjects(objects)).map(
    ({ entrance, stages }) => `${entrance}: ${stages.map(({ text, holds }) => (holds ? text : `[${text}]`)).join(' > ')}`,
  );
}

describe('the way of a request', () => {
  test('given an Ingress, a Service and a server, it leads from the host to the listener', () => {
    expect(ways(ingress(), service(), deployment(gunicorn('0.0.0.0:8000')))).toEqual([
      'shop.example/: Ingress web > Service web port 80 > Deployment web > port 8000 (http) > gunicorn in web on 0.0.0.0:8000',
    ]);
  });

  test('given no route, it begins at the Service', () => {
    expect(ways(service(), deployment(gunicorn('0.0.0.0:8000')))).toEqual([
      'Service web port 80: Service web port 80 > Deployment web > port 8000 (http) > gunicorn in web on 0.0.0.0:8000',
    ]);
  });

  test('given an image that starts its own server, it ends where the manifests stop telling, and holds', () => {
    expect(ways(ingress(), service(), deployment())).toEqual([
      expect.stringMatching(/port 8000 \(http\) > the process in web, listening where the manifests do not tell$/),
    ]);
  });

  test.each([
    ['a server on another port', [ingress(), service(), deployment(gunicorn('0.0.0.0:9000'))], '[gunicorn in web on 0.0.0.0:9000]'],
    [
      'a target port of another name',
      [ingress(), service({ ports: [{ port: 80, targetPort: 'web' }] }), deployment()],
      '[no TCP port web]',
    ],
    ['a selector that selects nothing', [ingress(), service({ selector: { app: 'shop' } }), deployment()], '[Service web port 80]'],
    ['a Service that is not there', [ingress({ name: 'shop', port: { number: 80 } }), deployment()], '[Service shop, which is not here]'],
    [
      'a port that the Service lacks',
      [ingress({ name: 'web', port: { number: 8080 } }), service(), deployment()],
      '[Service web has no port 8080]',
    ],
  ])('given %s, it ends there', (_, objects, last) => {
    expect(
      ways(...objects)[0]
        .split(' > ')
        .pop(),
    ).toBe(last);
  });

  test('given a Service whose endpoints come from elsewhere, it leads out of the bundle and holds', () => {
    expect(ways(ingress(), service({ selector: undefined }))).toEqual(['shop.example/: Ingress web > Service web port 80']);
  });

  test('given a HTTPRoute, it begins at its hosts and path', () => {
    const route = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'shop' },
      spec: {
        hostnames: ['a.example', 'b.example'],
        rules: [{ matches: [{ path: { value: '/cart' } }], backendRefs: [{ name: 'web', port: 80 }] }],
      },
    };
    expect(ways(route, service(), deployment())[0]).toMatch(/^a\.example, b\.example\/cart: HTTPRoute shop > Service web port 80 > /);
  });
  describe('given a HTTPRoute and the Gateway that it names', () => {
    const route = (parents: Json[], hostnames: string[] = ['shop.example'], backends = ['web']) => ({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'shop', namespace: 'shop' },
      spec: { parentRefs: parents, hostnames, rules: [{ backendRefs: backends.map((name) => ({ name, port: 80 })) }] },
    });
    const gateway = (listener: Json = {}, name = 'edge') => ({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name, namespace: 'shop' },
      spec: { listeners: [{ name: 'web', port: 80, protocol: 'HTTP', ...listener }] },
    });
    const EDGE = { name: 'edge' };
    const ENDS = 'shop.example/: [HTTPRoute shop/shop, which no listener of Gateway shop/edge takes]';
    const passes = /^shop\.example\/: HTTPRoute shop\/shop > Service web port 80 > /;

    test.each<[string, Json, Json]>([
      ['of another section', { ...EDGE, sectionName: 'tls' }, {}],
      ['on another port', { ...EDGE, port: 8080 }, {}],
      ['for another host', EDGE, { hostname: '*.example.org' }],
      ['for other protocols', EDGE, { protocol: 'TCP' }],
      ['for other namespaces', { ...EDGE, namespace: 'shop' }, { allowedRoutes: { namespaces: { from: 'None' } } }],
    ])('which has only a listener %s, it ends at the route, once for each entrance', (_, parent, listener) => {
      expect(ways(route([parent], undefined, ['web', 'canary']), gateway(listener), service(), deployment())).toEqual([ENDS]);
    });

    test.each<[string, Json[], Json[]]>([
      ['which has a listener for it', [EDGE], [gateway({ hostname: 'shop.example' })]],
      ['one of two, which takes it', [EDGE, { name: 'inner' }], [gateway({ protocol: 'TCP' }), gateway({}, 'inner')]],
      ['and another, which is not here and may take it', [EDGE, { name: 'inner' }], [gateway({ protocol: 'TCP' })]],
      ['and a Service of a mesh', [EDGE, { kind: 'Service', group: '', name: 'web' }], [gateway({ protocol: 'TCP' })]],
    ])('%s, it goes on', (_, parents, gateways) => {
      expect(ways(route(parents), ...gateways, service(), deployment())[0]).toMatch(passes);
    });
  });
});
