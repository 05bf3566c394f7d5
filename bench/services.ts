import { ApiObject, App, Chart, Duration, JsonPatch, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { HealthEndpoints, Route, Tls, WebService } from 'probewise';

/** The same services twice: as a user of probewise writes them, and as one of plain cdk8s-plus-28 would have to. */

export function withProbewise(app: App, count: number): void {
  const chart = new Chart(app, 'bench');
  for (let index = 0; index < count; index++) {
    new WebService(chart, `web${index}`, {
      image: 'registry.example/app:1',
      traffic: { hosts: [`host${index}.example.org`], tls: Tls.secret('certificate'), route: Route.ingress({ className: 'nginx' }) },
      resources: { cpu: kplus.Cpu.millis(500), memory: Size.mebibytes(512) },
      health: { endpoints: HealthEndpoints.separate({ liveness: '/health/', readiness: '/ready/' }) },
    });
  }
}

export function byHand(app: App, count: number): void {
  const chart = new Chart(app, 'bench');
  for (let index = 0; index < count; index++) {
    serviceByHand(new Construct(chart, `web${index}`), `web${index}`, `host${index}.example.org`);
  }
}

/** What cdk8s-plus-28 has props for is said in props; the rest is patched in, as there is no other way. */
function serviceByHand(scope: Construct, name: string, host: string): void {
  const labels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': 'web' };
  const deployment = new kplus.Deployment(scope, 'Deployment', {
    metadata: { labels },
    podMetadata: { labels },
    replicas: 2,
    strategy: kplus.DeploymentStrategy.rollingUpdate({
      maxUnavailable: kplus.PercentOrAbsolute.absolute(0),
      maxSurge: kplus.PercentOrAbsolute.percent(25),
    }),
    terminationGracePeriod: Duration.seconds(75),
    securityContext: { user: 10001, group: 10001, fsGroup: 10001, ensureNonRoot: true },
    volumes: [kplus.Volume.fromEmptyDir(scope, 'Tmp', 'tmp', { sizeLimit: Size.mebibytes(256) })],
    containers: [
      {
        name: 'web',
        image: 'registry.example/app:1',
        ports: [{ number: 8080, name: 'http' }],
        envVariables: { PORT: kplus.EnvValue.fromValue('8080'), HOME: kplus.EnvValue.fromValue('/tmp') },
        resources: {
          cpu: { request: kplus.Cpu.millis(500) },
          memory: { request: Size.mebibytes(512), limit: Size.mebibytes(512) },
        },
        securityContext: { allowPrivilegeEscalation: false, privileged: false, readOnlyRootFilesystem: true, ensureNonRoot: true },
        lifecycle: { preStop: kplus.Handler.fromCommand(['sleep', '10']) },
      },
    ],
  });
  deployment.containers[0].mount('/tmp', deployment.volumes[0]);
  const spec = '/spec/template/spec';
  const main = `${spec}/containers/0`;
  const httpHeaders = [
    { name: 'Host', value: host },
    { name: 'X-Forwarded-Proto', value: 'https' },
  ];
  const probe = (path: string, periodSeconds: number, failureThreshold: number) => ({
    failureThreshold,
    httpGet: { httpHeaders, path, port: kplus.k8s.IntOrString.fromString('http'), scheme: 'HTTP' },
    periodSeconds,
    timeoutSeconds: 5,
  });
  const selector = { matchLabels: { ...deployment.matchLabels } };
  const spread = (topologyKey: string) => ({
    labelSelector: selector,
    matchLabelKeys: ['pod-template-hash'],
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
  });
  ApiObject.of(deployment).addJsonPatch(
    // cdk8s-plus-28 counts ephemeral storage in whole gibibytes.
    JsonPatch.add(`${main}/resources/requests/ephemeral-storage`, kplus.k8s.Quantity.fromString('384Mi')),
    JsonPatch.add(`${main}/resources/limits/ephemeral-storage`, kplus.k8s.Quantity.fromString('384Mi')),
    JsonPatch.add(`${main}/startupProbe`, { ...probe('/health/', 3, 21), timeoutSeconds: 3 }),
    JsonPatch.add(`${main}/readinessProbe`, probe('/ready/', 5, 3)),
    JsonPatch.add(`${main}/livenessProbe`, probe('/health/', 10, 7)),
    JsonPatch.add(`${main}/securityContext/capabilities`, { drop: ['ALL'] }),
    JsonPatch.add(`${spec}/securityContext/seccompProfile`, { type: 'RuntimeDefault' }),
    JsonPatch.add(`${spec}/enableServiceLinks`, false),
    JsonPatch.add(`${spec}/topologySpreadConstraints`, [spread('kubernetes.io/hostname'), spread('topology.kubernetes.io/zone')]),
    JsonPatch.add(`${spec}/affinity`, {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { podAffinityTerm: { labelSelector: selector, topologyKey: 'kubernetes.io/hostname' }, weight: 100 },
        ],
      },
    }),
  );
  const service = new kplus.Service(scope, 'Service', {
    metadata: { labels },
    selector: deployment,
    ports: [{ name: 'http', port: 80, targetPort: 8080 }],
  });
  ApiObject.of(service).addJsonPatch(JsonPatch.replace('/spec/ports/0/targetPort', kplus.k8s.IntOrString.fromString('http')));
  new ApiObject(scope, 'DisruptionBudget', {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow', selector },
  });
  new kplus.Ingress(scope, 'Ingress', {
    className: 'nginx',
    rules: [
      { host, path: '/', pathType: kplus.HttpIngressPathType.PREFIX, backend: kplus.IngressBackend.fromService(service, { port: 80 }) },
    ],
    tls: [{ hosts: [host], secret: kplus.Secret.fromSecretName(scope, 'Certificate', 'certificate') }],
  });
}
