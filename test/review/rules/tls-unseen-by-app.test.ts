import { describe, expect, test } from '@jest/globals';
import { deployment, ingress, service, type Json } from '../shop';
import { seenWithDjango } from '../shop-application';

const withTls = (spec: Json = {}, metadata: Json = {}) => {
  const plain = ingress(undefined, metadata);
  return { ...plain, spec: { ...(plain.spec as Json), tls: [{ hosts: ['shop.example'], secretName: 'shop' }], ...spec } };
};
const unseen = (settings: string, route: unknown = withTls(), fields: Json = {}, ...others: unknown[]) =>
  seenWithDjango('tls-unseen-by-app', settings, {}, deployment(fields), service(), route, ...others);
const env = (name: string, value: string) => ({ env: [{ name, value }] });
const httpRoute = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name: 'web' },
  spec: { parentRefs: [{ name: 'edge' }], hostnames: ['shop.example'], rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] },
};
const gateway = (listener: Json) => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { name: 'edge' },
  spec: { listeners: [{ name: 'web', ...listener }] },
});

describe('reported', () => {
  test('TLS at the Ingress and settings that say nothing of it', () => {
    expect(unseen('')).toEqual([
      'warning spec.template.spec.containers[0]: ' +
        'Ingress web ends TLS for shop.example before container web, and SECURE_PROXY_SSL_HEADER is not set in shop/settings.py',
    ]);
  });
  test('None, with its line', () => {
    expect(unseen('SECURE_PROXY_SSL_HEADER = None')).toEqual([
      expect.stringContaining('SECURE_PROXY_SSL_HEADER is None (shop/settings.py:11)'),
    ]);
  });
  test('trusted origins of other hosts', () => {
    expect(unseen("CSRF_TRUSTED_ORIGINS = ['https://other.example', 'http://shop.example']")).toHaveLength(1);
  });
  test('a server that believes its own machine only', () => {
    expect(unseen('', withTls(), env('FORWARDED_ALLOW_IPS', '127.0.0.1'))).toHaveLength(1);
  });
  test('an HTTPS listener of a Gateway', () => {
    expect(unseen('', httpRoute, {}, gateway({ port: 443, protocol: 'HTTPS' }))).toEqual([
      expect.stringContaining('HTTPRoute web ends TLS for shop.example'),
    ]);
  });
});

describe('left alone', () => {
  test.each<[string, string, unknown, Json, unknown[]]>([
    ['the header is believed', "SECURE_PROXY_SSL_HEADER = ('HTTP_X_FORWARDED_PROTO', 'https')", withTls(), {}, []],
    ['a header that is not known', 'SECURE_PROXY_SSL_HEADER = header()', withTls(), {}, []],
    ['gunicorn believes the controller', '', withTls(), env('FORWARDED_ALLOW_IPS', '10.0.0.0/8'), []],
    ['the hosts are trusted', "CSRF_TRUSTED_ORIGINS = ['https://*.example']", withTls(), {}, []],
    [
      'trusted origins that are not known',
      "CSRF_TRUSTED_ORIGINS = os.environ['ORIGINS'].split(',')",
      withTls(),
      { env: [{ name: 'ORIGINS', valueFrom: { secretKeyRef: { name: 'a', key: 'b' } } }] },
      [],
    ],
    ['no CSRF middleware', 'MIDDLEWARE = []', withTls(), {}, []],
    ['no TLS', '', ingress(), {}, []],
    ['TLS that goes through', '', withTls({}, { annotations: { 'nginx.ingress.kubernetes.io/ssl-passthrough': 'true' } }), {}, []],
    ['an HTTP listener', '', httpRoute, {}, [gateway({ port: 80, protocol: 'HTTP' })]],
    ['an HTTPS listener for another host', '', httpRoute, {}, [gateway({ port: 443, protocol: 'HTTPS', hostname: '*.other.example' })]],
    ['a Gateway that is not in the bundle', '', httpRoute, {}, []],
    ['a proxy container that owns the port', '', withTls(), { ports: undefined }, []],
  ])('%s', (what, settings, route, fields, others) => {
    const proxied = what.startsWith('a proxy')
      ? deployment(fields, {
          containers: [
            { name: 'nginx', image: 'nginx:1', command: ['nginx'], ports: [{ name: 'http', containerPort: 80 }] },
            { name: 'web', image: 'a' },
          ],
        })
      : undefined;
    expect(
      proxied ? seenWithDjango('tls-unseen-by-app', settings, {}, proxied, service(), route) : unseen(settings, route, fields, ...others),
    ).toEqual([]);
  });
});
