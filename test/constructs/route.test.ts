import { describe, expect, test } from '@jest/globals';
import { Chart, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { objectOf, objectsOf, webService } from './fixtures';
import { IngressAccess, Metrics, Route, Tls } from '../../lib';

const hosts = ['app.example.org', 'www.example.org'];

describe('given no hosts', () => {
  test('nothing is published', () => {
    expect(objectsOf(webService()).map(({ kind }) => kind)).toEqual(['Deployment', 'Service', 'PodDisruptionBudget']);
  });
});

describe('given an Ingress', () => {
  test('every host and path leads to the Service', () => {
    const web = webService({
      traffic: { hosts, route: Route.ingress({ className: 'nginx', paths: ['/', '/api'], annotations: { 'example.org/a': 'b' } }) },
    });
    const { metadata, spec } = objectOf(web, 'Ingress');
    const backend = { service: { name: web.service.name, port: { number: 80 } } };
    const paths = [
      { path: '/', pathType: 'Prefix', backend },
      { path: '/api', pathType: 'Prefix', backend },
    ];
    expect(spec).toMatchObject({ ingressClassName: 'nginx', rules: hosts.map((host) => ({ host, http: { paths } })) });
    expect(metadata.annotations).toEqual({ 'example.org/a': 'b' });
  });

  test('TLS names every host with the Secret of the certificate', () => {
    expect(objectOf(webService({ traffic: { hosts, tls: Tls.secret('app-tls') } }), 'Ingress').spec.tls).toEqual([
      { hosts, secretName: 'app-tls' },
    ]);
  });

  test('TLS names every host without a Secret where the controller has the certificate', () => {
    expect(objectOf(webService({ traffic: { hosts, tls: Tls.defaultCertificate() } }), 'Ingress').spec.tls).toEqual([{ hosts }]);
  });

  test("TLS that ends elsewhere is not the Ingress's business", () => {
    expect(objectOf(webService({ traffic: { hosts, tls: Tls.elsewhere() } }), 'Ingress').spec).not.toHaveProperty('tls');
  });
});

describe('given a route that somebody else makes', () => {
  const shared = { hosts, tls: Tls.elsewhere(), route: Route.none() };

  test('nothing is published, and the probes name the host over TLS all the same', () => {
    const web = webService({ traffic: shared });
    expect(objectsOf(web).map(({ kind }) => kind)).toEqual(['Deployment', 'Service', 'PodDisruptionBudget']);
    expect(objectOf(web, 'Deployment').spec.template.spec.containers[0].readinessProbe.httpGet.httpHeaders).toEqual([
      { name: 'Host', value: 'app.example.org' },
      { name: 'X-Forwarded-Proto', value: 'https' },
    ]);
  });

  test('the chain says that the route is not its own', () => {
    expect(webService({ traffic: shared }).explain()).toMatch(/^chain +https:\/\/app\.example\.org → a route made elsewhere → Service /);
  });

  test('metrics of the web port may be published with the rest', () => {
    expect(() => webService({ traffic: shared, metrics: Metrics.onWebPort() })).toThrow('the route publishes /, and the metrics with it');
  });

  test('a certificate is for whoever makes the route', () => {
    expect(() => webService({ traffic: { ...shared, tls: Tls.secret('app-tls') } })).toThrow(
      'a certificate without a route: Route.none() makes nothing that could name it',
    );
  });
});

describe('given a Gateway', () => {
  test('an HTTPRoute attaches to its listener and leads to the Service, and there is no Ingress', () => {
    const web = webService({
      traffic: {
        hosts,
        route: Route.gateway({ gateway: 'public', gatewayNamespace: 'gateways', listener: 'https', paths: ['/', '/api'] }),
      },
    });
    expect(objectOf(web, 'HTTPRoute').spec).toEqual({
      parentRefs: [{ name: 'public', namespace: 'gateways', sectionName: 'https' }],
      hostnames: hosts,
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/' } }, { path: { type: 'PathPrefix', value: '/api' } }],
          backendRefs: [{ name: web.service.name, port: 80 }],
        },
      ],
    });
    expect(objectOf(web, 'Ingress')).toBeUndefined();
  });
});

describe('given metrics', () => {
  test('a route that covers their path on the web port is refused, with or without a slash at the end', () => {
    for (const prefix of ['/', '/metrics', '/metrics/']) {
      expect(() => webService({ traffic: { hosts, route: Route.ingress({ paths: [prefix] }) }, metrics: Metrics.onWebPort() })).toThrow(
        /the route publishes/,
      );
    }
  });

  test('a route beside their path is fine, a longer name among them', () => {
    expect(() =>
      webService({
        traffic: { hosts, route: Route.ingress({ paths: ['/api', '/metric', '/metrics-of-sales'] }) },
        metrics: Metrics.onWebPort(),
      }),
    ).not.toThrow();
  });

  test('what a route publishes is its prefixes, by whole path elements', () => {
    const element = fc.stringMatching(/^[a-z]{1,4}$/);
    fc.assert(
      fc.property(fc.array(element, { minLength: 1, maxLength: 3 }), element, (elements, other) => {
        const route = Route.ingress({ paths: [`/${elements.join('/')}`] });
        expect(route.publishes(`/${[...elements, other].join('/')}`)).toBe(true);
        expect(route.publishes(`/${elements.join('/')}${other}`)).toBe(false);
      }),
    );
  });

  test('on a port of their own they are told by annotations of the pod, and no route leads there', () => {
    const web = webService({ traffic: { hosts }, metrics: Metrics.onPort(9100, { path: '/stats' }) });
    expect(objectOf(web, 'Deployment').spec.template.metadata.annotations).toMatchObject({
      'prometheus.io/scrape': 'true',
      'prometheus.io/port': '9100',
      'prometheus.io/path': '/stats',
    });
    expect(objectOf(web, 'Service').spec.ports).toContainEqual({ name: 'metrics', port: 9100, targetPort: 'metrics' });
    expect(JSON.stringify(objectOf(web, 'Ingress'))).not.toMatch(/9100|metrics/);
  });

  test('a ServiceMonitor scrapes the named port of this Service, instead of annotations', () => {
    const web = webService({ metrics: Metrics.onPort(9100, { serviceMonitor: true }) });
    const { selector, endpoints } = objectOf(web, 'ServiceMonitor').spec;
    expect(endpoints).toEqual([{ port: 'metrics', path: '/metrics' }]);
    expect(objectOf(web, 'Service').metadata.labels).toMatchObject(selector.matchLabels);
    expect(
      Object.keys(objectOf(web, 'Deployment').spec.template.metadata.annotations).filter((name) => name.startsWith('prometheus.io/')),
    ).toEqual([]);
  });

  test('a ServiceMonitor finds the Service of its own chart only, where another has a service of the same id', () => {
    const app = Testing.app();
    const [one, other] = ['one', 'other'].map((id) =>
      webService({ metrics: Metrics.onPort(9100, { serviceMonitor: true }) }, new Chart(app, id, { namespace: 'shop' })),
    );
    const { matchLabels } = objectOf(one, 'ServiceMonitor').spec.selector;
    expect(objectOf(one, 'Service').metadata.labels).toMatchObject(matchLabels);
    expect(objectOf(other, 'Service').metadata.labels).not.toMatchObject(matchLabels);
  });

  test('a ServiceMonitor scrapes the web port where metrics share it', () => {
    expect(objectOf(webService({ metrics: Metrics.onWebPort({ serviceMonitor: true }) }), 'ServiceMonitor').spec.endpoints).toEqual([
      { port: 'http', path: '/metrics' },
    ]);
  });
});

describe('given access', () => {
  const from = (namespace: string, port: string) => ({
    from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } }],
    ports: [{ protocol: 'TCP', port }],
  });

  test("only the ingress controller's namespace may connect, and only to the web port", () => {
    const web = webService({ traffic: { access: IngressAccess.fromNamespace('ingress-nginx') } });
    expect(objectOf(web, 'NetworkPolicy').spec).toEqual({
      podSelector: objectOf(web, 'Deployment').spec.selector,
      policyTypes: ['Ingress'],
      ingress: [from('ingress-nginx', 'http')],
    });
  });

  test.each([
    ['their own port', Metrics.onPort(9100), 'metrics'],
    ['the web port', Metrics.onWebPort(), 'http'],
  ])('Prometheus is admitted to metrics on %s only', (_where, metrics, port) => {
    const web = webService({ metrics, traffic: { access: IngressAccess.fromNamespace('ingress-nginx', { metricsFrom: 'monitoring' }) } });
    expect(objectOf(web, 'NetworkPolicy').spec.ingress).toEqual([from('ingress-nginx', 'http'), from('monitoring', port)]);
  });

  test('without it there is no policy', () => {
    expect(objectOf(webService(), 'NetworkPolicy')).toBeUndefined();
  });
});
