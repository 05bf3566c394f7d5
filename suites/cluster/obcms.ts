import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Testing, Yaml } from 'cdk8s';
import { ObcmsChart, type ObcmsChartProps } from '../../examples/obcms/obcms-chart';
import type { Cluster } from '../../cluster/driver/cluster';
import { Postgres } from '../../cluster/driver/postgres';
import { savePythonImage } from '../../cluster/driver/python-image';
import { Redis } from '../../cluster/driver/redis';

/** The example of the incident on a cluster: what it synthesises, and what was deployed before. */

const EXAMPLE = resolve(__dirname, '../../examples/obcms');
export const NAMESPACE = 'obcms';
export const HOST = 'obcms.example.gov';
export const HOST_BEFORE = 'obcms-app.sevalla.app';
const IMAGE = 'registry.example/obcms:2025.10.16';
/** A release that differs from the one before in nothing but its name. */
export const NEXT_IMAGE = 'registry.example/obcms:2025.10.17';
const IMAGE_BEFORE = 'registry.example/obcms:2025.10.15';
/** Two cores are all there is, and a rollout's third pod has to find a place; probes and limits stay as they are. */
const CPU_REQUEST = '200m';

// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

/** What the manifests expect to find: the images in their registry, the databases, and the Secrets that name them. */
export async function provide(cluster: Cluster): Promise<void> {
  const image = {
    application: resolve(EXAMPLE, 'app'),
    entrypoint: ['/app/startup.sh'],
    env: ['DJANGO_SETTINGS_MODULE=obc_management.settings.production'],
  };
  await savePythonImage([IMAGE, NEXT_IMAGE], { ...image, user: '10001:10001' });
  // The image of the incident names no user, and its start-up script writes beside the code.
  await savePythonImage([IMAGE_BEFORE], image);
  const [postgres, redis] = await Promise.all([Postgres.start(cluster.control), Redis.start(cluster.control)]);
  const { crt, key } = await cluster.users.certificate('obcms', HOST);
  const secret = (name: string, stringData: Record<string, string>, type = 'Opaque') => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: NAMESPACE },
    type,
    stringData,
  });
  await cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
  await cluster.apply(
    secret('obcms-database', { DATABASE_URL: postgres.url }),
    secret('obcms-cache', { REDIS_URL: redis.url }),
    secret('obcms-django', { DJANGO_SECRET_KEY: 'for this cluster only' }),
    secret('obcms-tls', { 'tls.crt': crt, 'tls.key': key }, 'kubernetes.io/tls'),
  );
}

/** The synthesised objects, with smaller requests for CPU and nothing else changed. */
export function generated(props?: ObcmsChartProps): Json[] {
  return Testing.synth(new ObcmsChart(Testing.app(), 'obcms', props)).map(scaled);
}

/** With other values in the container that serves. */
export function serving(objects: readonly Json[], change: (container: Json) => void): Json[] {
  const copy: Json[] = structuredClone([...objects]);
  change(one(copy, 'Deployment').spec.template.spec.containers[0]);
  return copy;
}

/**
 * `before.yaml`, with what its platform would set for the application of the example to start at all: where its databases are,
 * and that it answers to any host without TLS.
 */
export function before(): Json[] {
  const from = (name: string, key: string) => ({ name: key, valueFrom: { secretKeyRef: { name, key } } });
  return Yaml.load(resolve(EXAMPLE, 'before.yaml')).map((object: Json) => {
    object.spec?.template?.spec.containers[0].env.push(
      from('obcms-database', 'DATABASE_URL'),
      from('obcms-cache', 'REDIS_URL'),
      from('obcms-django', 'DJANGO_SECRET_KEY'),
      { name: 'ALLOWED_HOSTS', value: '*' },
      { name: 'SECURE_SSL_REDIRECT', value: 'off' },
    );
    return scaled(object);
  });
}

/** The one object of a kind. */
export function one(objects: readonly Json[], kind: string): Json {
  return objects.find((object) => object.kind === kind);
}

function scaled(object: Json): Json {
  const pod = object.spec?.template?.spec;
  for (const { resources } of [...(pod?.containers ?? []), ...(pod?.initContainers ?? [])]) {
    if (resources?.requests?.cpu) {
      resources.requests.cpu = CPU_REQUEST;
    }
  }
  return object;
}

/** The authority that signed the certificate of the host. */
export function authorityOf(cluster: Cluster): string {
  return readFileSync(cluster.users.path('ca.crt'), 'utf8');
}
