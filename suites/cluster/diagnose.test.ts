import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import type { Cluster } from '../../cluster/driver/cluster';
import { eventually } from '../../cluster/driver/waiting';
import { run } from '../../lib/cli/program';
import { deployment, FAULTS, HEALTHY, provideImages, type Json } from './faults';
import { describeOnCluster } from './suite';

const folder = mkdtempSync(join(tmpdir(), 'probewise-operator-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Seconds. Back-off, the kubelet's probes and the controllers need some; an autoscaler is believed for two minutes. */
const SEEN_WITHIN = 240;

describeOnCluster(
  'a real cluster, read as an operator reads it',
  async (cluster) => {
    await provideImages();
    for (const [name, , objects, then] of [...FAULTS, HEALTHY]) {
      await cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
      await cluster.apply(...objects.map((object) => ({ ...object, metadata: { ...object.metadata, namespace: name } })));
      await then?.(cluster, name);
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

    test('policies are taken: an error is refused and a warning shown in the words of the rule, and the rest passes', async () => {
      const { out: policies } = await run(['policy']);
      await cluster().kubectlWith({ input: policies }, 'apply', '-f', '-');
      const dry = (object: Json, ...options: string[]) =>
        cluster().kubectlWith({ input: JSON.stringify(object) }, 'apply', '--dry-run=server', '-n=default', ...options, '-f', '-');
      const faulty = deployment({ command: ['gunicorn', '--daemon', 'shop.wsgi'] });
      await eventually('the refusal', 60, async () =>
        dry(faulty).then(
          () => undefined,
          (error: Error) => /daemonized: container web: gunicorn goes into the background/.test(error.message),
        ),
      );
      const patient = deployment({ livenessProbe: { tcpSocket: { port: 8000 }, initialDelaySeconds: 60 } });
      await expect(dry(patient)).resolves.toContain('created (server dry run)');
      await expect(dry(patient, '--warnings-as-errors')).rejects.toThrow(/initial-delay-as-startup: container web: /);
      await expect(dry(deployment({}), '--warnings-as-errors')).resolves.toContain('created (server dry run)');
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
