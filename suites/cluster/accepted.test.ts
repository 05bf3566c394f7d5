import { resolve } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { ApiObject, Chart, Duration, Testing, Yaml } from 'cdk8s';
import { generated, NAMESPACE, one, provide, type Json } from './obcms';
import { describeOnCluster } from './suite';
import { ExistingDeploymentChart } from '../../examples/existing-deployment/existing-deployment-chart';
import { FastApiChart } from '../../examples/fastapi/fastapi-chart';
import { FlaskApiChart } from '../../examples/flask-api/flask-api-chart';
import { NodeServiceChart } from '../../examples/node-service/node-service-chart';
import { GracefulShutdown, GunicornWorkers, HealthChecks, HealthEndpoints, PodHardening, SpreadAcrossNodes, WorkerPolicy } from '../../lib';
import { generatedServices } from '../oracle/generated-services';
import { publishedDefinitions } from '../oracle/published-definitions';

const PLACE = 'accepted';
const SERVICES = 100;
const EXAMPLES: readonly (readonly [string, () => readonly Json[]])[] = [
  ['obcms', generated],
  ['flask-api', () => Testing.synth(new FlaskApiChart(Testing.app(), 'flask-api'))],
  ['fastapi', () => Testing.synth(new FastApiChart(Testing.app(), 'fastapi'))],
  ['node-service', () => Testing.synth(new NodeServiceChart(Testing.app(), 'node-service'))],
];
const READY = 300;

describeOnCluster('what the library makes, as a real API server sees it', provide, (cluster) => {
  beforeAll(async () => {
    const definitions = publishedDefinitions().flatMap(({ files }) => files);
    await cluster().apply(...definitions.flatMap((file) => Yaml.load(file)));
    await cluster().kubectl('wait', 'crd', '--all', '--for=condition=Established', '--timeout=30s');
    const security = (mode: string) => [`pod-security.kubernetes.io/${mode}`, 'restricted'];
    const labels = Object.fromEntries(['enforce', 'warn'].map(security));
    await cluster().apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: PLACE, labels } });
  }, 120_000);

  /** Asks for all of it to be applied, and for nothing to be kept; a warning is an error. */
  const tried = (objects: readonly object[], namespace = PLACE) =>
    cluster().kubectlWith(
      {
        withinSeconds: 300,
        input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects.map((each) => moved(each, namespace)) }),
      },
      ...['apply', '--server-side', '--dry-run=server', '--validate=strict', '--warnings-as-errors', '--filename=-'],
    );

  test.each(EXAMPLES)(
    'given the example %s where only restricted pods may run, it takes all of it without a warning',
    async (_, objects) => {
      expect(said(await tried(objects()))).toBe(objects().length);
    },
  );

  test('given the mixins on a Deployment of cdk8s-plus and on one that existed already, it takes them without a warning', async () => {
    const objects = Testing.synth(new ExistingDeploymentChart(Testing.app(), 'existing-deployment'));
    expect(said(await tried(objects, 'default'))).toBe(objects.length);
  });

  test('given what was deployed at the incident, it takes that as well: no invalid manifest was its cause', async () => {
    const objects = Yaml.load(resolve(__dirname, '../../examples/obcms/before.yaml'));
    expect(said(await tried(objects, 'default'))).toBe(objects.length);
  });

  test(`given ${SERVICES} services with random props, it takes all of them without a warning`, async () => {
    // The cluster has no IPv6, so it refuses a Service that asks for it; nothing else is left out.
    const objects = generatedServices(2, SERVICES).flatMap((service) => service.objects.filter((object) => !asksForIPv6(object)));
    expect(objects.length).toBeGreaterThan(SERVICES);
    expect(said(await tried(objects))).toBe(objects.length);
  }, 300_000);

  test(
    'given a StatefulSet and a DaemonSet that existed already, with mixins on them both are rolled out',
    async () => {
      await cluster().apply(one(generated(), 'Job'));
      const chart = new Chart(Testing.app(), 'existing', { namespace: NAMESPACE });
      for (const kind of ['StatefulSet', 'DaemonSet']) {
        new ApiObject(chart, kind.toLowerCase(), existing(kind)).with(
          new HealthChecks({
            endpoints: HealthEndpoints.separate({ liveness: '/health/', readiness: '/ready/' }),
            startsWithin: Duration.minutes(3),
          }),
          new GunicornWorkers({ policy: WorkerPolicy.fit() }),
          new GracefulShutdown(),
          ...(kind === 'DaemonSet' ? [] : [new SpreadAcrossNodes()]),
          new PodHardening(),
        );
      }
      const objects: Json[] = Testing.synth(chart);
      expect(JSON.stringify(objects).match(/"readinessProbe"/g)).toHaveLength(2);
      await cluster().apply(...objects);
      for (const { kind, metadata } of objects) {
        const rolledOut = ['rollout', 'status', `--namespace=${NAMESPACE}`, `${kind}/${metadata.name}`, `--timeout=${READY}s`];
        expect(await cluster().kubectlWith({ withinSeconds: READY + 10 }, ...rolledOut)).toMatch(
          /rolled out|roll out complete|rolling update complete/,
        );
      }
    },
    2 * READY * 1000,
  );
});

function moved(object: Json, namespace: string): object {
  return { ...object, metadata: { ...object.metadata, namespace } };
}

function asksForIPv6({ spec }: Json): boolean {
  return spec?.ipFamilies?.includes('IPv6') === true;
}

/** How many objects it says that it took. */
function said(out: string): number {
  return out
    .trim()
    .split('\n')
    .filter((line) => line.endsWith('serverside-applied (server dry run)')).length;
}

/** As somebody wrote it by hand: the application of the example, and no probe. */
function existing(kind: string): Json {
  const { image, env } = one(generated(), 'Deployment').spec.template.spec.containers[0];
  const kept = env.filter(({ name }: Json) => !['GUNICORN_CMD_ARGS', 'WEB_CONCURRENCY', 'METRICS_PORT', 'ALLOWED_HOSTS'].includes(name));
  const labels = { app: kind.toLowerCase() };
  const container = {
    name: 'web',
    image,
    ports: [{ name: 'http', containerPort: 8080 }],
    env: [...kept, { name: 'ALLOWED_HOSTS', value: '*' }, { name: 'SECURE_SSL_REDIRECT', value: 'off' }],
    resources: { requests: { cpu: '100m', memory: '512Mi' }, limits: { memory: '512Mi' } },
    volumeMounts: [{ name: 'static-files', mountPath: '/app/src/staticfiles' }],
  };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: kind.toLowerCase() },
    spec: {
      selector: { matchLabels: labels },
      ...(kind === 'StatefulSet' && { serviceName: 'existing', replicas: 2 }),
      template: {
        metadata: { labels },
        spec: {
          securityContext: { runAsUser: 10001, fsGroup: 10001 },
          containers: [container],
          volumes: [{ name: 'static-files', emptyDir: {} }],
        },
      },
    },
  };
}
