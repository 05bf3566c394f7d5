import { Random } from '../../lib/kubelet/random';

type Json = { [field: string]: unknown };

const QUESTIONS: readonly Json[] = [
  { httpGet: { path: '/health/', port: 'http' } },
  { httpGet: { path: '/health', port: 8000 } },
  { httpGet: { path: '/ready/?full=true#top', port: 8000 } },
  { httpGet: { path: '/ready/?full=true', port: 'http', host: 'other.example' } },
  { httpGet: { path: '/', port: 'metrics' } },
  { httpGet: { port: 8000, scheme: 'HTTPS' } },
  { tcpSocket: { port: 8000 } },
  { tcpSocket: { port: 'http' } },
  { grpc: { port: 9000 } },
  { grpc: { port: 9000, service: 'shop' } },
  { exec: { command: ['/bin/alive'] } },
  { exec: { command: ['sh', '-c', "test -f '/tmp/up'"] } },
  { exec: { command: ['pg_isready', '-h', 'db'] } },
];
const COMMANDS: readonly Json[] = [
  {},
  { command: ['gunicorn', 'shop.wsgi'] },
  { command: ['/usr/bin/gunicorn', '--reload', 'shop.wsgi'] },
  { command: ['gunicorn', '-D', 'shop.wsgi'] },
  { command: ['gunicorn'], args: ['--daemon', 'shop.wsgi'] },
  { command: ['python3', 'manage.py', 'runserver', '0.0.0.0:8000'] },
  { command: ['python', '/app/manage.py', 'migrate'] },
  { command: ['flask', 'run'] },
  { command: ['uvicorn', '--reload', 'shop:app'] },
  { command: ['fastapi', 'dev'] },
  { command: ['sh', '-c', 'exec gunicorn shop.wsgi'] },
];
const HOOKS: readonly Json[] = [
  {},
  {},
  { lifecycle: { preStop: { sleep: { seconds: 5 } } } },
  { lifecycle: { preStop: { sleep: { seconds: 30 } } } },
  { lifecycle: { preStop: { exec: { command: ['sleep', '45'] } } } },
  { lifecycle: { preStop: { exec: { command: ['/bin/sh', '-c', 'sleep 60; nginx -s quit'] } } } },
  { lifecycle: { preStop: { exec: { command: ['sh', '-c', 'sleep 10'] } } } },
];
const PORTS: readonly Json[] = [
  {},
  { ports: [{ name: 'http', containerPort: 8000 }] },
  {
    ports: [
      { name: 'http', containerPort: 8000 },
      { name: 'metrics', containerPort: 9100 },
    ],
  },
  { ports: [{ containerPort: 6379 }] },
];
const IMAGES = [
  'registry.example/shop:1',
  'nginx:1.27',
  'redis',
  'registry.example:5000/redis-exporter@sha256:00',
  'postgres:17',
  'host/haproxy:3',
];

/** Deployments and their like whose probes, ports, hooks and commands are drawn by chance. */
export function probedPods(seed: number, count: number): readonly Json[] {
  const random = Random.seeded(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random.uniform() * list.length)];
  const chance = (share: number) => random.uniform() < share;
  const number = (field: string, values: readonly number[]): Json => (chance(0.6) ? { [field]: pick(values) } : {});
  const probe = (role: string): Json => ({
    ...pick(QUESTIONS),
    ...number('periodSeconds', [1, 5, 10, 30, 60]),
    ...number('timeoutSeconds', [1, 2, 10, 45]),
    ...number('failureThreshold', [1, 2, 3, 10, 90]),
    ...number('initialDelaySeconds', [0, 1, 10, 29, 30, 120, 400]),
    ...(role === 'readinessProbe' && number('successThreshold', [1, 2, 3])),
  });
  const container = (name: string): Json => ({
    name,
    image: pick(IMAGES),
    ...pick(PORTS),
    ...pick(COMMANDS),
    ...pick(HOOKS),
    ...Object.fromEntries(['startupProbe', 'readinessProbe', 'livenessProbe'].filter(() => chance(0.6)).map((role) => [role, probe(role)])),
  });
  return Array.from({ length: count }, (_, index) => {
    const kind = pick(['Deployment', 'Deployment', 'StatefulSet', 'DaemonSet']);
    return {
      apiVersion: 'apps/v1',
      kind,
      metadata: { name: `web-${index}`, namespace: 'shop', ...(chance(0.05) && { annotations: { 'helm.sh/hook': 'test' } }) },
      spec: {
        selector: { matchLabels: { app: 'web' } },
        ...(kind === 'StatefulSet' && { serviceName: 'web' }),
        ...(kind === 'Deployment' && { ...number('progressDeadlineSeconds', [120, 600]), ...number('minReadySeconds', [0, 5, 60]) }),
        template: {
          metadata: {
            labels: { app: 'web' },
            ...(chance(0.3) && {
              annotations: pick<Json>([
                { 'starts-within.probewise.dev/web': '120' },
                { 'starts-within.probewise.dev/web': '2.5' },
                { 'starts-within.probewise.dev/web': 'soon' },
                { 'probewise.dev/ignore.startup-uncovered': 'it is a test' },
              ]),
            }),
          },
          spec: {
            ...number('terminationGracePeriodSeconds', [5, 30, 60, 90]),
            containers: [container('web'), ...(chance(0.2) ? [container('beside')] : [])],
            ...(chance(0.2) && { initContainers: [{ ...container('proxy'), restartPolicy: 'Always' }] }),
          },
        },
      },
    };
  });
}
