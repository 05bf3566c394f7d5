import { describe, expect, test } from '@jest/globals';
import { ApiObject, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { DjangoService, Migrations, PodProps } from '../../lib';
import { Json, migratingService, objectsOf } from './fixtures';

const NODES = { 'kubernetes.io/arch': 'arm64' };
const POD: PodProps = {
  user: 1000,
  serviceAccountName: 'shop',
  mountServiceAccountToken: true,
  imagePullSecrets: ['registry'],
  priorityClassName: 'high',
  nodeSelector: NODES,
  tolerations: [{ key: 'dedicated', value: 'web', effect: 'NoSchedule' }, { key: 'spot' }],
  labels: { team: 'shop' },
  annotations: { 'example.org/owner': 'shop' },
};

/** The pod templates of everything that runs the image: the web's, a worker's, the migration's. */
function templatesOf(service: DjangoService): Record<'web' | 'worker' | 'migrate', Json> {
  service.addProcess('worker', { command: ['celery', 'worker'] });
  const templates = objectsOf(service).flatMap(({ spec }) => (spec.template ? [spec.template] : []));
  return Object.fromEntries(templates.map((template) => [template.spec.containers[0].name, template])) as never;
}

/** How a name of the web's pod is known to the others. */
const names = (list: Json[] | undefined) => (list ?? []).map(({ name }) => name);

describe('given props of the pod', () => {
  const templates = templatesOf(migratingService({ pod: POD }));

  test.each(['web', 'worker', 'migrate'] as const)('%s runs as was said, where was said, and is known as was said', (who) => {
    expect(templates[who]).toMatchObject({
      metadata: { labels: { team: 'shop' }, annotations: { 'example.org/owner': 'shop' } },
      spec: {
        serviceAccountName: 'shop',
        automountServiceAccountToken: true,
        imagePullSecrets: [{ name: 'registry' }],
        priorityClassName: 'high',
        nodeSelector: NODES,
        tolerations: [
          { key: 'dedicated', operator: 'Equal', value: 'web', effect: 'NoSchedule' },
          { key: 'spot', operator: 'Exists' },
        ],
        securityContext: { runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000 },
      },
    });
  });
});

describe("given what is set later on the web's cdk8s-plus objects", () => {
  const service = migratingService();
  const { worker, migrate, web } = (() => {
    service.addProcess('worker', { command: ['celery', 'worker'] });
    const certificates = kplus.Volume.fromEmptyDir(service, 'certificates', 'certificates');
    service.deployment.addInitContainer({
      name: 'cloud-sql-proxy',
      image: 'proxy:2',
      restartPolicy: kplus.ContainerRestartPolicy.ALWAYS,
      args: ['--port=5432', 'project:region:instance'],
    });
    service.deployment.addInitContainer({ name: 'ca', image: 'ca:1' }).mount('/certs', certificates);
    service.container.mount('/etc/ssl/certs', certificates, { readOnly: true });
    service.deployment.addContainer({ name: 'nginx', image: 'nginxinc/nginx-unprivileged:1.29', ports: [{ number: 8081 }] });
    service.deployment.scheduling.attract(kplus.Node.labeled(kplus.NodeLabelQuery.is('pool', 'web')));
    service.deployment.podMetadata.addLabel('team', 'shop');
    service.deployment.podMetadata.addAnnotation('vault.hashicorp.com/agent-inject', 'true');
    service.deployment.podMetadata.addAnnotation('kubectl.kubernetes.io/default-container', 'web');
    ApiObject.of(service.deployment).addJsonPatch(JsonPatch.add('/spec/template/spec/runtimeClassName', 'gvisor'));
    const templates = objectsOf(service).flatMap(({ spec }) => (spec.template ? [spec.template] : []));
    return Object.fromEntries(templates.map((template) => [template.spec.containers[0].name, template])) as Record<string, Json>;
  })();

  test('init containers and native sidecars are there, with their volumes; the migration waits for none of its own', () => {
    expect(names(web.spec.initContainers)).toEqual(['cloud-sql-proxy', 'ca', 'wait-for-migrations']);
    expect(names(worker.spec.initContainers)).toEqual(['cloud-sql-proxy', 'ca', 'wait-for-migrations']);
    expect(names(migrate.spec.initContainers)).toEqual(['cloud-sql-proxy', 'ca']);
    for (const { spec } of [worker, migrate]) {
      expect(names(spec.volumes)).toEqual(['certificates', 'tmp']);
      expect(spec.containers[0].volumeMounts).toContainEqual({ mountPath: '/etc/ssl/certs', name: 'certificates', readOnly: true });
    }
  });

  test('a second plain container is not: it would keep the Job from ending', () => {
    expect([worker, migrate].map(({ spec }) => names(spec.containers))).toEqual([['worker'], ['migrate']]);
  });

  test('placement and patches reach them, and not what keeps the pods of the web apart', () => {
    for (const { spec } of [worker, migrate]) {
      expect(spec.affinity.nodeAffinity).toEqual(web.spec.affinity.nodeAffinity);
      expect(spec.runtimeClassName).toBe('gvisor');
    }
    expect(migrate.spec).not.toHaveProperty('topologySpreadConstraints');
    expect(migrate.spec.affinity).not.toHaveProperty('podAntiAffinity');
    const selectors = worker.spec.topologySpreadConstraints.map(({ labelSelector }: Json) => labelSelector.matchLabels);
    expect(selectors).not.toContainEqual(service.deployment.matchLabels);
  });

  test('labels and annotations reach them, but for those that select or speak of the container that serves', () => {
    for (const { metadata } of [worker, migrate]) {
      expect(metadata.labels).toMatchObject({ team: 'shop' });
      expect(metadata.labels['cdk8s.io/metadata.addr']).not.toBe(web.metadata.labels['cdk8s.io/metadata.addr']);
      expect(metadata.annotations).toEqual({ 'vault.hashicorp.com/agent-inject': 'true' });
    }
  });
});

describe('given a worker whose web does not wait for migrations', () => {
  test('it does not wait either', () => {
    const { worker } = templatesOf(migratingService({ migrations: Migrations.job({ podsWait: false }) }));
    expect(worker.spec).not.toHaveProperty('initContainers');
  });
});
