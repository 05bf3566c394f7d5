import { Reading } from '../../lib/reading/reading';
import type { WorkloadReading } from '../../lib/reading/workload-reading';

export interface Web {
  readonly args?: readonly string[];
  readonly readiness?: object;
  readonly liveness?: object;
  readonly startup?: object;
  readonly spec?: object;
  readonly podSpec?: object;
  readonly container?: object;
  readonly others?: readonly object[];
}

export const asking = (path: string, numbers: object = {}) => ({ httpGet: { path, port: 8000 }, ...numbers });

/** A gunicorn behind a Service and an Ingress. */
export function web({ args = [], readiness, liveness, startup, spec, podSpec, container, others = [] }: Web): WorkloadReading {
  const { workloads } = Reading.ofObjects([
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: {
        selector: { matchLabels: { app: 'web' } },
        ...spec,
        template: {
          metadata: { labels: { app: 'web' } },
          spec: {
            containers: [
              {
                name: 'web',
                image: 'app',
                command: ['gunicorn', '--bind=0.0.0.0:8000', ...args, 'app.wsgi'],
                ports: [{ containerPort: 8000 }],
                readinessProbe: readiness,
                livenessProbe: liveness,
                startupProbe: startup,
                ...container,
              },
            ],
            ...podSpec,
          },
        },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8000 }] },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'web' },
      spec: {
        rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }] } }],
      },
    },
    ...others,
  ]);
  return workloads[0];
}
