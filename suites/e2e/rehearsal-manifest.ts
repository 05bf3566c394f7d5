import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporary } from './servers';

export interface Web {
  readonly port: number;
  /** @default - gunicorn with two threaded workers */
  readonly command?: readonly string[];
  /** Variables besides PORT and DATABASE_URL. */
  readonly env?: Readonly<Record<string, string>>;
  /** What PORT says. */
  readonly says?: number;
  readonly startup?: object;
  readonly readiness?: object;
  readonly liveness?: object;
  /** Seconds of preStop; none for 0. */
  readonly preStop?: number;
  readonly memory?: string;
}

export const GUNICORN = ['gunicorn', '--workers', '2', '--threads', '2', '--graceful-timeout', '3', 'portal.wsgi:application'];

/** A Deployment as somebody would write it, in a file of its own. */
export function manifestOf({
  port,
  command = GUNICORN,
  env = {},
  says = port,
  startup,
  readiness,
  liveness,
  preStop = 3,
  memory = '512Mi',
}: Web): string {
  const ask = (path: string) => ({ httpGet: { path, port: 'http' } });
  const variables = { PORT: String(says), ...env };
  const file = join(temporary(), 'portal.yaml');
  writeFileSync(
    file,
    JSON.stringify(
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'portal', namespace: 'shop' },
        spec: {
          selector: { matchLabels: { app: 'portal' } },
          template: {
            metadata: { labels: { app: 'portal' } },
            spec: {
              terminationGracePeriodSeconds: 8,
              containers: [
                {
                  name: 'web',
                  image: 'registry.example/portal:1.0',
                  command,
                  env: [
                    ...Object.entries(variables).map(([name, value]) => ({ name, value })),
                    { name: 'DATABASE_URL', valueFrom: { secretKeyRef: { name: 'database', key: 'url' } } },
                  ],
                  ports: [{ name: 'http', containerPort: port }],
                  resources: { limits: { memory } },
                  ...(preStop && { lifecycle: { preStop: { sleep: { seconds: preStop } } } }),
                  startupProbe: { ...ask('/health/'), periodSeconds: 1, failureThreshold: 30, ...startup },
                  readinessProbe: { ...ask('/ready/'), periodSeconds: 2, timeoutSeconds: 2, ...readiness },
                  livenessProbe: { ...ask('/health/'), periodSeconds: 10, timeoutSeconds: 5, ...liveness },
                },
              ],
            },
          },
        },
      },
      null,
      2,
    ),
  );
  return file;
}
