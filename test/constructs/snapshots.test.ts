import { describe, expect, test } from '@jest/globals';
import { Duration, Testing } from 'cdk8s';
import { asYaml } from '../as-yaml';
import { Json, djangoService, gunicornService, migratingService, objectsOf, postgres, webService } from './fixtures';
import { GunicornConfig, HealthCheck, IngressAccess, Metrics, Replicas, Route, Tls, WebService } from '../../lib';
import { review } from '../../lib/review';

const hosts = ['app.example.org'];
/** A construct's default output, and one of each kind of company. */
const CONSTRUCTS: [string, () => WebService][] = [
  ['WebService', () => webService()],
  ['WebService with hosts and TLS', () => webService({ traffic: { hosts, tls: Tls.secret('app-tls') } })],
  [
    'WebService behind a Gateway',
    () => webService({ traffic: { hosts, tls: Tls.elsewhere(), route: Route.gateway({ gateway: 'public' }) } }),
  ],
  ['WebService under an autoscaler', () => webService({ replicas: Replicas.autoscaled({ max: 6 }) })],
  [
    'WebService with metrics and access',
    () =>
      webService({
        metrics: Metrics.onPort(9100, { serviceMonitor: true }),
        traffic: { access: IngressAccess.fromNamespace('ingress-nginx', { metricsFrom: 'monitoring' }) },
      }),
  ],
  ['GunicornService', () => gunicornService()],
  [
    'GunicornService with a configuration file',
    () => gunicornService({ config: GunicornConfig.file('/app/gunicorn.conf.py'), metrics: Metrics.onPort(9100) }),
  ],
  ['DjangoService', () => djangoService()],
  ['DjangoService with a database', () => migratingService()],
  [
    'DjangoService with Celery worker and beat',
    () => {
      const chart = Testing.chart();
      const web = djangoService({ database: postgres(chart, { maxConnections: 100 }) }, chart);
      const liveness = HealthCheck.heartbeat('/tmp/heartbeat', Duration.minutes(2));
      web.addProcess('worker', { command: ['celery', '-A', 'project', 'worker', '--concurrency', '2'], replicas: 2, liveness });
      web.addProcess('beat', { command: ['celery', '-A', 'project', 'beat'], singleton: true, liveness });
      return web;
    },
  ],
];

/** Every pod template of a chart. */
const templates = (objects: Json[]): Json[] => objects.flatMap(({ spec }) => (spec?.template ? [spec.template] : []));
const everyContainer = (objects: Json[]): Json[] =>
  templates(objects).flatMap(({ spec }) => [...spec.containers, ...(spec.initContainers ?? [])]);

describe.each(CONSTRUCTS)('given a %s', (_name, build) => {
  const objects = objectsOf(build());

  test('its manifests are these', () => {
    expect(asYaml(...objects)).toMatchSnapshot();
  });

  test('the review finds nothing in them, but that a heartbeat costs an interpreter', () => {
    const found = review(objects).filter(({ rule, object }) => rule !== 'exec-probe-heavy' || !/worker|beat/.test(object.name));
    expect(found.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
  });

  test('no container may run as root, escalate or write to its image', () => {
    for (const { securityContext } of everyContainer(objects)) {
      expect(securityContext).toMatchObject({
        runAsNonRoot: true,
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    }
  });

  test('no pod gets a service-account token or variables of other Services', () => {
    for (const { spec } of templates(objects)) {
      expect(spec).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
    }
  });

  test('every container requests the memory and the disk that it is limited to, and no CPU limit throttles it', () => {
    for (const {
      resources: { requests, limits },
    } of everyContainer(objects)) {
      expect(limits).toEqual({ memory: requests.memory, 'ephemeral-storage': requests['ephemeral-storage'] });
      expect(requests).toMatchObject({ memory: expect.any(String), cpu: expect.any(String), 'ephemeral-storage': expect.any(String) });
    }
  });

  test("no probe is cdk8s-plus's own TCP probe", () => {
    for (const { startupProbe, readinessProbe, livenessProbe } of everyContainer(objects)) {
      for (const probe of [startupProbe, readinessProbe, livenessProbe]) {
        expect(probe ?? {}).not.toHaveProperty('tcpSocket');
      }
    }
  });

  test('liveness and readiness of the web ask different questions, and liveness acts later', () => {
    const [{ livenessProbe, readinessProbe }] = everyContainer(objects);
    expect(livenessProbe.httpGet.path).not.toBe(readinessProbe.httpGet.path);
    expect((livenessProbe.failureThreshold - 1) * livenessProbe.periodSeconds).toBeGreaterThan(
      readinessProbe.failureThreshold * readinessProbe.periodSeconds + readinessProbe.timeoutSeconds,
    );
  });

  test('every init container and process runs in exec form: no shell', () => {
    for (const { command = [] } of everyContainer(objects)) {
      expect(command[0] ?? '').not.toMatch(/(^|\/)(ba|da|)sh$/);
    }
  });

  test('nothing of it is published but the web port', () => {
    for (const route of objects.filter(({ kind }) => kind === 'Ingress' || kind === 'HTTPRoute')) {
      expect(JSON.stringify(route.spec)).not.toMatch(/"number":(?!80\b)|metrics/);
    }
  });
});
