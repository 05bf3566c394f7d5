import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import type { Cluster } from '../../cluster/driver/cluster';
import { eventually } from '../../cluster/driver/waiting';
import { run } from '../../lib/cli/program';
import { describeOnCluster } from './suite';

const folder = mkdtempSync(join(tmpdir(), 'probewise-operator-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Json = any;

/** The one image that is always there: it waits, listens on nothing, and holds no other program. */
const IMAGE = 'cluster.local/pause:1';
/** Seconds. Back-off, the kubelet's probes and the controllers need some. */
const SEEN_WITHIN = 120;

/** A fault, labelled before: each has a namespace of its own, of its name. */
const FAULTS: readonly (readonly [name: string, cause: string, objects: readonly Json[]])[] = [
  ['readiness-refused', 'probe-refused', [deployment({ readinessProbe: { tcpSocket: { port: 8000 }, periodSeconds: 1 } }), service()]],
  [
    'liveness-too-early',
    'liveness-kills-boot',
    [deployment({ livenessProbe: { tcpSocket: { port: 8000 }, periodSeconds: 1, failureThreshold: 2 } }), service()],
  ],
  ['image-missing', 'image-pull', [deployment({ image: 'cluster.local/nobody-has-this:1' })]],
  ['secret-missing', 'config-missing', [deployment({ env: [keyOf('secretKeyRef')] })]],
  ['configmap-key-missing', 'config-missing', [deployment({ env: [keyOf('configMapKeyRef')] }), config()]],
  ['volume-missing', 'volume-not-mounted', [deployment({}, { volumes: [{ name: 'files', configMap: { name: 'nowhere' } }] }, 'files')]],
  ['program-missing', 'container-cannot-start', [deployment({ command: ['/no-such-program'] })]],
  ['cpu-wanted', 'unschedulable-resources', [deployment({ resources: { requests: { cpu: '500' } } })]],
  ['node-wanted', 'unschedulable-placement', [deployment({}, { nodeSelector: { disk: 'of-gold' } })]],
  ['claim-unbound', 'unschedulable-volume', [deployment({}, { volumes: [claimed()] }, 'data'), claim()]],
  ['quota-used-up', 'quota-exceeded', [quota(), deployment({})]],
  ['selector-wrong', 'service-selects-no-pods', [deployment({}), service({ selector: { app: 'website' } }), ingress()]],
  ['target-unnamed', 'service-port-unresolved', [deployment({}), service({ ports: [{ port: 80, targetPort: 'www' }] })]],
  ['backend-missing', 'route-backend-missing', [deployment({}), ingress()]],
  ['class-missing', 'ingress-class-unserved', [deployment({}), service(), ingress({ ingressClassName: 'nobody' })]],
  [
    'certificate-missing',
    'tls-secret-missing',
    [deployment({}), service(), ingress({ tls: [{ hosts: ['a.test'], secretName: 'absent' }] })],
  ],
  ['scaled-to-zero', 'scaled-to-zero', [{ ...deployment({}), spec: { ...deployment({}).spec, replicas: 0 } }, service(), ingress()]],
];

describeOnCluster(
  'a real cluster, read as an operator reads it',
  async (cluster) => {
    for (const [name, , objects] of [...FAULTS, ['healthy', '', [deployment({}), service(), ingress()]] as const]) {
      await cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
      await cluster.apply(...objects.map((object) => ({ ...object, metadata: { ...object.metadata, namespace: name } })));
    }
  },
  (cluster) => {
    test.each(FAULTS)(
      '%s: %s is named first',
      async (name, cause) => {
        let causes: readonly string[] = [];
        await eventually(`${cause} in ${name}`, SEEN_WITHIN, async () => {
          causes = await causesIn(cluster(), name);
          return causes[0] === cause;
        }).catch(() => undefined);
        expect(causes[0]).toBe(cause);
      },
      (SEEN_WITHIN + 10) * 1000,
    );

    test('nothing is found where all is well, within 3 s', async () => {
      await cluster().kubectl('rollout', 'status', '-n=healthy', 'deployment/web', '--timeout=60s');
      await eventually('the address of the Ingress', 60, async () => (await causesIn(cluster(), 'healthy')).length === 0);
      const started = Date.now();
      const { exitCode, out } = await diagnose(cluster().kubeconfig, '-n', 'healthy');
      expect(out).toMatch(/^0 errors, 0 warnings/m);
      expect(exitCode).toBe(0);
      expect(Date.now() - started).toBeLessThan(3000);
    });

    test('a question of a probe goes through the API server', async () => {
      const { out } = await diagnose(cluster().kubeconfig, '-n', 'asked', '--format', 'json');
      expect(JSON.parse(out).workloads).toBe(0);
      await cluster().apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'asked' } });
      const web = deployment({ readinessProbe: { httpGet: { path: '/ready/', port: 8000 }, periodSeconds: 1 } });
      await cluster().apply({ ...web, metadata: { ...web.metadata, namespace: 'asked' } });
      await eventually('an answer', 60, async () => {
        const { out: asked } = await diagnose(cluster().kubeconfig, '-n', 'asked', '--ask', '--format', 'json');
        const [first] = JSON.parse(asked).causes;
        return first?.cause === 'probe-refused' && JSON.stringify(first.evidence).includes('asked GET :8000/ready/');
      });
    }, 90_000);

    test('the roles that it prints are enough for all of it, and do not show Secrets', async () => {
      const { out: roles } = await run(['diagnose', '--role']);
      await cluster().kubectlWith({ input: roles }, 'apply', '-f', '-');
      await cluster().kubectl('create', 'serviceaccount', 'reader', '-n=default');
      for (const role of ['probewise-diagnose', 'probewise-diagnose-logs', 'probewise-diagnose-ask']) {
        await cluster().kubectl('create', 'clusterrolebinding', role, `--clusterrole=${role}`, '--serviceaccount=default:reader');
      }
      const token = (await cluster().kubectl('create', 'token', 'reader', '-n=default')).trim();
      const { out } = await diagnose(withToken(cluster(), token), '-n', 'readiness-refused', '--logs', '--ask');
      expect(out).not.toMatch(/^not read/m);
      const { out: other } = await diagnose(withToken(cluster(), token), '-n', 'certificate-missing');
      expect(other).toMatch(/^not read {2}whether Secret certificate-missing\/absent exists/m);
      const { exitCode, err } = await diagnose(withToken(cluster(), 'an-old-one'), '-n', 'healthy');
      expect(err).toContain('does not know who asks (401)');
      expect(exitCode).toBe(2);
    }, 60_000);

    test('a snapshot of it says the same', async () => {
      const snapshot = join(folder, 'snapshot');
      await diagnose(cluster().kubeconfig, '-n', 'image-missing', '--snapshot', snapshot);
      const { out } = await run(['diagnose', snapshot, '--format', 'json']);
      expect(JSON.parse(out).causes[0].cause).toBe('image-pull');
    });

    test('policies are taken, refuse an error in the words of the rule, and let the rest pass', async () => {
      const { out: policies } = await run(['policy']);
      await cluster().kubectlWith({ input: policies }, 'apply', '-f', '-');
      const dry = (object: Json) =>
        cluster().kubectlWith({ input: JSON.stringify(object) }, 'apply', '--dry-run=server', '-n=default', '-f', '-');
      const faulty = deployment({ command: ['gunicorn', '--daemon', 'shop.wsgi'] });
      await eventually('the refusal', 60, async () =>
        dry(faulty).then(
          () => undefined,
          (error: Error) => /daemonized: container web: gunicorn goes into the background/.test(error.message),
        ),
      );
      await expect(dry(deployment({}))).resolves.toContain('created (server dry run)');
    }, 90_000);
  },
);

function diagnose(kubeconfig: string, ...args: readonly string[]) {
  return run(['diagnose', '--kubeconfig', kubeconfig, ...args]);
}

async function causesIn(cluster: Cluster, namespace: string): Promise<readonly string[]> {
  const { out } = await diagnose(cluster.kubeconfig, '-n', namespace, '--logs', '--format', 'json');
  return JSON.parse(out).causes.map(({ cause }: { cause: string }) => cause);
}

/** The same cluster, asked by somebody else. */
function withToken({ kubeconfig }: Cluster, token: string): string {
  const config = JSON.parse(readFileSync(kubeconfig, 'utf8'));
  config.users = config.users.map(({ name }: Json) => ({ name, user: { token } }));
  const file = join(folder, 'reader');
  writeFileSync(file, JSON.stringify(config));
  return file;
}

function deployment(container: Json, pod: Json = {}, mount?: string): Json {
  const labels = { app: 'web' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          terminationGracePeriodSeconds: 1,
          ...pod,
          containers: [
            {
              name: 'web',
              image: IMAGE,
              ports: [{ name: 'http', containerPort: 8000 }],
              resources: { requests: { cpu: '5m' } },
              ...(mount && { volumeMounts: [{ name: mount, mountPath: '/mnt' }] }),
              ...container,
            },
          ],
        },
      },
    },
  };
}

function service(spec: Json = {}): Json {
  const ports = [{ name: 'http', port: 80, targetPort: 'http' }];
  return { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { selector: { app: 'web' }, ports, ...spec } };
}

function ingress(spec: Json = {}): Json {
  const backend = { service: { name: 'web', port: { number: 80 } } };
  const rules = [{ host: 'a.test', http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }];
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web' },
    spec: { ingressClassName: 'nginx', rules, ...spec },
  };
}

function keyOf(kind: string): Json {
  return { name: 'DATABASE_HOST', valueFrom: { [kind]: { name: 'settings', key: 'DATABASE_HOST' } } };
}

function config(): Json {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { OTHER: 'x' } };
}

function claimed(): Json {
  return { name: 'data', persistentVolumeClaim: { claimName: 'data' } };
}

function claim(): Json {
  const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'data' }, spec };
}

function quota(): Json {
  return { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'none' }, spec: { hard: { pods: '0' } } };
}
