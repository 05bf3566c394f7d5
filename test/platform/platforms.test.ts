import { expect, test } from '@jest/globals';
import { readText } from '../../lib/manifest/input/text';
import { asWorkloads } from '../../lib/platform/inputs';
import { Reading } from '../../lib/reading/reading';
import type { WorkloadReading } from '../../lib/reading/workload-reading';

/** The workloads that files of a platform describe, by name. */
function workloadsOf(files: Readonly<Record<string, string>>): ReadonlyMap<string, WorkloadReading> {
  const documents = Object.entries(files).flatMap(([file, text]) => readText(file, text).documents);
  const { workloads } = Reading.ofDocuments(documents.map((document) => asWorkloads(document, documents)));
  return new Map(workloads.map((workload) => [workload.workload.object.name, workload]));
}

/** What the rules of any platform go by. */
function factsOf(workload: WorkloadReading | undefined): object {
  const { object, replicas, gracePeriod, containers, finite } = workload!.workload;
  const { process, resources, probes } = workload!.containers[0];
  return {
    kind: object.kind,
    finite,
    replicas,
    gracePeriod,
    image: containers[0].image,
    server: process.server ?? process.settings?.server,
    memory: resources.memoryLimit,
    entrance: workload!.entrance && [workload!.entrance.by, workload!.entrance.port],
    probes: probes.map(({ role, probe: { handler, timing } }) => [role, handler, timing.periodSeconds, timing.timeoutSeconds]),
  };
}

test('given a Compose service, its command, health check, memory, published port and grace are those of the file', () => {
  const compose = `
services:
  web:
    build: ./web
    command: gunicorn --bind 0.0.0.0:8000 "shop.wsgi:application"
    ports: ["80:8000"]
    stop_grace_period: 1m30s
    deploy: {replicas: 3, resources: {limits: {memory: 512M}}}
    healthcheck:
      test: curl -f http://localhost:8000/health
      interval: 5s
      retries: 4
`;
  expect(factsOf(workloadsOf({ 'compose.yaml': compose }).get('web'))).toEqual({
    kind: 'compose service',
    finite: false,
    replicas: 3,
    gracePeriod: 90,
    image: 'web',
    server: 'gunicorn',
    memory: 512 * 2 ** 20,
    entrance: ['the published port', 8000],
    probes: [['readiness', { kind: 'exec', command: ['/bin/sh', '-c', 'curl -f http://localhost:8000/health'] }, 5, 30]],
  });
});

test('given a fly.toml, each group of processes is a workload with its own command, proxy port and machine', () => {
  const fly = `
app = "shop"
kill_timeout = "20s"
[processes]
  app = "gunicorn --bind 0.0.0.0:8080 shop.wsgi"
  worker = "celery -A shop worker"
[http_service]
  internal_port = 8080
  processes = ["app"]
  [[http_service.checks]]
    path = "/health"
    interval = "10s"
    timeout = "5s"
[[vm]]
  size = "shared-cpu-1x"
`;
  const workloads = workloadsOf({ 'fly.toml': fly });
  expect(factsOf(workloads.get('shop app'))).toEqual({
    kind: 'Fly app',
    finite: false,
    replicas: undefined,
    gracePeriod: 20,
    image: 'shop',
    server: 'gunicorn',
    memory: 256 * 2 ** 20,
    entrance: ['Fly Proxy (internal_port)', 8080],
    probes: [['readiness', expect.objectContaining({ kind: 'httpGet', path: '/health', port: 8080 }), 10, 5]],
  });
  expect(factsOf(workloads.get('shop worker'))).toMatchObject({ server: 'celery worker', entrance: undefined, probes: [] });
});

test('given a render.yaml, a failing check takes the requests away and restarts, and databases are no workloads', () => {
  const render = `
services:
  - type: web
    name: shop
    runtime: python
    plan: starter
    numInstances: 2
    startCommand: gunicorn shop.wsgi
    healthCheckPath: /ready
  - type: redis
    name: cache
`;
  const workloads = workloadsOf({ 'render.yaml': render });
  expect([...workloads.keys()]).toEqual(['shop']);
  expect(factsOf(workloads.get('shop'))).toMatchObject({
    kind: 'Render service',
    replicas: 2,
    server: 'gunicorn',
    memory: 512 * 2 ** 20,
    probes: [
      ['readiness', expect.objectContaining({ path: '/ready' }), 5, 5],
      ['liveness', expect.objectContaining({ path: '/ready' }), 5, 5],
    ],
  });
});

test('given a Procfile, app.json beside it says the sizes, web is reached by PORT, and release runs to its end', () => {
  const workloads = workloadsOf({
    'shop/Procfile': 'release: python manage.py migrate\nweb: gunicorn shop.wsgi --log-file -\n# a comment: nothing\n',
    'shop/app.json': '{"name": "shop", "formation": {"web": {"quantity": 2, "size": "Standard-2X"}}}',
  });
  expect([...workloads.keys()]).toEqual(['release', 'web']);
  expect(factsOf(workloads.get('web'))).toMatchObject({
    kind: 'Procfile process',
    replicas: 2,
    gracePeriod: 30,
    server: 'gunicorn',
    memory: 2 ** 30,
    entrance: ['Heroku', undefined],
  });
  expect(factsOf(workloads.get('release'))).toMatchObject({ finite: true });
});

test('given a railway.json, its check holds a release back and nothing else', () => {
  const railway = '{"deploy": {"startCommand": "uvicorn main:app --port $PORT", "healthcheckPath": "/health"}}';
  expect(factsOf(workloadsOf({ 'railway.json': railway }).get('app'))).toMatchObject({
    kind: 'Railway service',
    server: 'uvicorn',
    entrance: ['Railway', undefined],
    probes: [['startup', expect.objectContaining({ path: '/health' }), 10, 1]],
  });
});

test('given a Knative Service, PORT is the port that Knative sends requests to', () => {
  const knative = `
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: shop}
spec: {template: {spec: {containers: [{image: "shop:1", command: [sh, -c, "gunicorn --bind :$PORT shop.wsgi"]}]}}}
`;
  const shop = workloadsOf({ 'service.yaml': knative }).get('shop')!;
  expect(shop.entrance).toMatchObject({ port: 8080 });
  expect(shop.containers[0].process.listeners.value).toEqual([{ kind: 'tcp', host: '0.0.0.0', port: 8080 }]);
});

test.each([
  ['a Kubernetes List', 'kind: List\nitems: []\nservices: {web: {}}'],
  ['values of a chart', 'services:\n  web: 1\n'],
  ['settings of somebody else', 'services:\n  - name: web\n'],
])('%s is no file of a platform', (_, text) => {
  const [document] = readText('values.yaml', text).documents;
  expect(asWorkloads(document, [])).toBe(document);
});

test('a field of a workload stands where the file of the platform says it', () => {
  const text = 'services:\n  web:\n    image: shop:1\n    mem_limit: 256m\n    environment:\n      - A=1\n      - B=2\n';
  const [document] = readText('compose.yaml', text).documents;
  const read = asWorkloads(document, []);
  const container = ['items', 0, 'spec', 'template', 'spec', 'containers', 0];
  expect(read.positionOf([...container, 'resources', 'limits', 'memory'])).toEqual({ line: 4, column: 5 });
  expect(read.positionOf([...container, 'env', 1, 'value'])).toEqual({ line: 7, column: 9 });
  expect(read.positionOf([...container, 'readinessProbe'])).toEqual({ line: 2, column: 3 });
});

test('a key of a fly.toml is found in its table', () => {
  const [document] = readText('fly.toml', 'app = "a"\n\n[http_service]\n  internal_port = 8080\n').documents;
  expect(asWorkloads(document, []).positionOf(['items', 0, 'spec', 'template', 'spec', 'containers', 0, 'ports', 0])).toEqual({
    line: 4,
    column: 3,
  });
});

test('TOML that is none is one problem with its line', () => {
  expect(readText('fly.toml', 'app = "a"\n[http_service\n').problems).toEqual([
    { file: 'fly.toml', line: 2, column: expect.any(Number), message: expect.stringMatching(/^it is no TOML: \S/) },
  ]);
});
