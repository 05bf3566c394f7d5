import { describe, expect, test } from '@jest/globals';
import { ApiObject, Chart, JsonPatch, Size, Testing } from 'cdk8s';
import { EnvValue, Secret } from 'cdk8s-plus-28';
import { containerOf, gunicornService, objectsOf, webService } from './fixtures';
import { Dependency, HealthCheck, HealthEndpoints, Replicas } from '../../lib';
import { review } from '../../lib/review';
import { GunicornService } from '../../lib/constructs/gunicorn-service';

const CONTAINER = '/spec/template/spec/containers/0';

function service(): { chart: Chart; web: GunicornService; deployment: ApiObject } {
  const chart = new Chart(Testing.app(), 'shop');
  const web = new GunicornService(chart, 'web', {
    image: 'registry.example/app:1',
    traffic: { hosts: ['app.example.org'] },
    resources: { memory: Size.gibibytes(1) },
    health: { endpoints: HealthEndpoints.separate({ liveness: '/health/', readiness: '/ready/' }) },
  });
  return { chart, web, deployment: ApiObject.of(web.deployment) };
}

test('given no override, synthesis passes', () => {
  const { chart } = service();
  expect(() => Testing.synth(chart)).not.toThrow();
});

describe("given something of the user's own that breaks nothing", () => {
  test('a port added to the Service is declared by the container, and the review has nothing to say', () => {
    const readiness = HealthCheck.grpc({ port: 9090 });
    const web = webService({ health: { endpoints: HealthEndpoints.checks({ liveness: HealthCheck.http('/livez'), readiness }) } });
    web.service.bind(9090, { name: 'grpc', targetPort: 9090 });
    const objects = objectsOf(web);
    expect(containerOf(web).ports).toEqual([
      { containerPort: 8080, name: 'http' },
      { containerPort: 9090, name: 'grpc' },
    ]);
    expect(review(objects)).toEqual([]);
  });

  test('one that a sidecar declares is left to the sidecar', () => {
    const web = webService();
    web.deployment.addContainer({ name: 'proxy', image: 'proxy:1', ports: [{ number: 9090, name: 'admin' }] });
    web.service.bind(9090, { name: 'admin', targetPort: 9090 });
    expect(containerOf(web).ports).toEqual([{ containerPort: 8080, name: 'http' }]);
  });

  test.each(['service', 'deployment'] as const)('a name patched into the %s is the name that is judged', (part) => {
    const web = webService();
    ApiObject.of(web[part]).addJsonPatch(JsonPatch.replace('/metadata/name', 'shop'));
    expect(() => objectsOf(web)).not.toThrow();
  });
});

describe('given an override through an escape hatch that breaks the chain, synthesis fails with the path and the two values', () => {
  test.each<[string, (parts: ReturnType<typeof service>) => void, RegExp]>([
    [
      'the container port',
      ({ deployment }) => deployment.addJsonPatch(JsonPatch.replace(`${CONTAINER}/ports/0/containerPort`, 9000)),
      /\[shop\/web\] Service port 80 is 9000, but the process was told to bind 8080/,
    ],
    [
      'the name of the container port',
      ({ deployment }) => deployment.addJsonPatch(JsonPatch.replace(`${CONTAINER}/ports/0/name`, 'web')),
      /\[shop\/web\] .*sends port 80 \(http\) to the TCP port named http; .* declares web/,
    ],
    [
      'the target of the Service',
      ({ web }) => ApiObject.of(web.service).addJsonPatch(JsonPatch.replace('/spec/ports/0/targetPort', 9000)),
      /\[shop\/web\] Service port 80 is 9000, but the process was told to bind 8080/,
    ],
    [
      'the port of the Service',
      ({ web }) => ApiObject.of(web.service).addJsonPatch(JsonPatch.replace('/spec/ports/0/port', 81)),
      /asks Service .* for port 80; the Service has port 81/,
    ],
    [
      'the selector of the Service',
      ({ web }) => ApiObject.of(web.service).addJsonPatch(JsonPatch.replace('/spec/selector', { app: 'other' })),
      /\[shop\/web\] Service .* selects no pod of Deployment/,
    ],
    [
      'the backend of the Ingress',
      ({ web }) =>
        ApiObject.of(web.ingress!).addJsonPatch(JsonPatch.replace('/spec/rules/0/http/paths/0/backend/service/port/number', 8080)),
      /asks Service .* for port 8080; the Service has port 80/,
    ],
    [
      'the port of a probe',
      ({ deployment }) => deployment.addJsonPatch(JsonPatch.replace(`${CONTAINER}/livenessProbe/httpGet/port`, 9999)),
      /\[shop\/web\] the liveness probe is 9999, but the process was told to bind 8080/,
    ],
    [
      'PORT itself',
      ({ deployment }) => deployment.addJsonPatch(JsonPatch.replace(`${CONTAINER}/env/0/value`, '9000')),
      /\[shop\/web\] PORT is 9000, but the process was told to bind 8080/,
    ],
    [
      'the bind address',
      ({ deployment }) => deployment.addJsonPatch(JsonPatch.replace(`${CONTAINER}/env/2/value`, '--bind=127.0.0.1:8080')),
      /127\.0\.0\.1:8080/,
    ],
    [
      'the grace period',
      ({ deployment }) => deployment.addJsonPatch(JsonPatch.replace('/spec/template/spec/terminationGracePeriodSeconds', 12)),
      /sleeps 10 s and gunicorn drains .* 1 min, but the pod is killed after 12 s/,
    ],
    [
      'liveness made to ask what readiness asks, and sooner',
      ({ deployment }) =>
        deployment.addJsonPatch(
          JsonPatch.replace(`${CONTAINER}/livenessProbe/httpGet/path`, '/ready/'),
          JsonPatch.replace(`${CONTAINER}/livenessProbe/failureThreshold`, 1),
        ),
      /liveness and readiness ask the same \(GET \/ready\/ on http\)/,
    ],
    [
      'the name of the container',
      ({ deployment }) => deployment.addJsonPatch(JsonPatch.replace(`${CONTAINER}/name`, 'main')),
      /has no container 'web' left, which serves port 8080/,
    ],
  ])('%s', (_, override, message) => {
    const parts = service();
    override(parts);
    expect(() => Testing.synth(parts.chart)).toThrow(message);
  });
});

describe('given a database of limited connections', () => {
  const withDatabase = (replicas?: Replicas) => {
    const chart = Testing.chart();
    const database = Dependency.postgres(Secret.fromSecretName(chart, 'Secret', 'database'), { maxConnections: 100 });
    return { chart, web: gunicornService({ database, replicas }, chart) };
  };

  test('an override to more replicas than it was planned for fails synthesis with the arithmetic', () => {
    const { chart, web } = withDatabase();
    ApiObject.of(web.deployment).addJsonPatch(JsonPatch.replace('/spec/replicas', 6));
    expect(() => Testing.synth(chart)).toThrow(
      /\(6 replicas \+ 2 surge \+ 6 terminating\) × 2 workers × 4 threads .* = 112 of 97 .*\(db-connections-exceed\)/,
    );
  });

  test('so does an override to a larger autoscaler', () => {
    const { chart, web } = withDatabase(Replicas.autoscaled({ max: 4 }));
    const autoscaler = web.node
      .findAll()
      .find((child): child is ApiObject => ApiObject.isApiObject(child) && child.kind === 'HorizontalPodAutoscaler')!;
    autoscaler.addJsonPatch(JsonPatch.replace('/spec/maxReplicas', 6));
    expect(() => Testing.synth(chart)).toThrow(/6 replicas .* = 112 of 97/);
  });

  test('an override that still fits passes', () => {
    const { chart, web } = withDatabase();
    ApiObject.of(web.deployment).addJsonPatch(JsonPatch.replace('/spec/replicas', 5));
    expect(() => Testing.synth(chart)).not.toThrow();
  });
});

test('given an override that agrees, synthesis passes and the override is what is written', () => {
  const { chart, deployment } = service();
  deployment.addJsonPatch(JsonPatch.replace('/spec/template/spec/terminationGracePeriodSeconds', 300));
  expect(Testing.synth(chart)[0].spec.template.spec.terminationGracePeriodSeconds).toBe(300);
});

test('given a chart that failed and was mended, the next synthesis judges it anew', () => {
  const { chart, web } = service();
  const target = (port: unknown) => ApiObject.of(web.service).addJsonPatch(JsonPatch.replace('/spec/ports/0/targetPort', port));
  target(9000);
  expect(() => Testing.synth(chart)).toThrow(/9000/);
  target('http');
  expect(() => Testing.synth(chart)).not.toThrow();
});

test('given a variable of the user that contradicts the port, synthesis fails and names both', () => {
  const { chart, web } = service();
  web.container.env.addVariable('PORT', EnvValue.fromValue('9000'));
  expect(() => Testing.synth(chart)).toThrow(/PORT='9000'.*contradicts the plan, which sets '8080'/);
});

test('given a chart that passed and was broken afterwards, the next synthesis judges it anew', () => {
  const { chart, web } = service();
  Testing.synth(chart);
  ApiObject.of(web.service).addJsonPatch(JsonPatch.replace('/spec/ports/0/targetPort', 9000));
  expect(() => Testing.synth(chart)).toThrow(/9000/);
});
