import { describe, expect, test } from '@jest/globals';
import { deployment, ingress, seen, service } from '../shop';

const missing = (...objects: unknown[]) => seen('ingress-backend-missing', ...objects);
const route = (backendRefs: unknown[], metadata = {}) => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name: 'web', ...metadata },
  spec: { rules: [{ backendRefs }] },
});
const twoBackends = (...names: string[]) => ({
  ...ingress(),
  spec: { rules: [{ http: { paths: names.map((name) => ({ backend: { service: { name, port: { number: 80 } } } })) } }] },
});

describe('reported', () => {
  test('a Service that is not there while the bundle routes to none of its own', () => {
    expect(missing(deployment(), service(), ingress({ name: 'webb', port: { number: 80 } }))).toEqual([
      'error spec.rules[0].http.paths[0].backend: Ingress web sends requests to Service webb, which is not among the Services here: web',
    ]);
  });

  test('one of two backends, as a warning: the other may live elsewhere', () => {
    expect(missing(service(), twoBackends('web', 'webb'))).toEqual([expect.stringMatching(/^warning spec.rules/)]);
  });

  test('a port that the Service does not have, by number and by name', () => {
    expect(missing(service(), ingress({ name: 'web', port: { number: 8000 } }))).toEqual([
      'error spec.rules[0].http.paths[0].backend: Ingress web asks Service web for port 8000; the Service has port 80',
    ]);
    expect(missing(service(), ingress({ name: 'web', port: { name: 'http' } }))).toHaveLength(1);
  });

  test('the same through an HTTPRoute', () => {
    expect(missing(service(), route([{ name: 'web', port: 8000 }]))).toEqual([
      expect.stringMatching(/^error spec.rules\[0\].backendRefs\[0\]: HTTPRoute web asks/),
    ]);
  });

  test('the spelling of extensions/v1beta1', () => {
    const old = {
      apiVersion: 'extensions/v1beta1',
      kind: 'Ingress',
      metadata: { name: 'web' },
      spec: { backend: { serviceName: 'web', servicePort: 8000 } },
    };
    expect(missing(service(), old)).toHaveLength(1);
  });
});

describe('left alone', () => {
  test.each([
    ['a sound chain', [service(), ingress()]],
    ['an Ingress without any Service beside it', [ingress()]],
    [
      'an Ingress to another release beside a routed Service',
      [service(), ingress(), ingress({ name: 'oauth2-proxy', port: { number: 4180 } }, { name: 'login' })],
    ],
    [
      'Services of another namespace',
      [service({}, { namespace: 'a' }), ingress({ name: 'api', port: { number: 80 } }, { namespace: 'b' })],
    ],
    ['an unset namespace beside an explicit one', [service({}, { namespace: 'shop' }), ingress()]],
    ['an ExternalName Service', [service({ type: 'ExternalName', externalName: 'db.example', ports: undefined }), ingress()]],
    [
      'an action of the AWS load balancer controller',
      [service(), twoBackends('web', 'web'), ingress({ name: 'ssl-redirect', port: { name: 'use-annotation' } })],
    ],
    ['a backend that is no Service', [service(), route([{ name: 'bucket', group: 'storage.example', kind: 'Bucket' }])]],
    [
      'fields of the wrong type',
      [service({ ports: 'none' }), { ...ingress(), spec: { rules: [{ http: 3 }, null, 'x'], defaultBackend: [] } }],
    ],
  ])('%s', (_, objects) => {
    expect(missing(...objects)).toEqual([]);
  });
});
