import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { readDump } from '../../lib/cluster/read-dump';
import { readSnapshot } from '../../lib/cluster/snapshot/read-snapshot';
import { SnapshotFault } from '../../lib/cluster/snapshot/snapshot-fault';
import { writeSnapshot } from '../../lib/cluster/snapshot/write-snapshot';
import { diagnose } from '../../lib/diagnosis/diagnosis';
import { json } from '../../lib/diagnosis/reporters/json';
import { State } from '../../lib/diagnosis/state/state';
import { probewise } from '../cli/program';
import { Cluster } from '../diagnosis/cluster';
import { FAULTS } from '../diagnosis/faults';

const above = mkdtempSync(join(tmpdir(), 'probewise-snapshot-'));
let folder = '';
let count = 0;
beforeEach(() => void (folder = join(above, String(count++))));
afterAll(() => rmSync(above, { recursive: true, force: true }));

const write = (cluster: Cluster, into = folder) => writeSnapshot(into, cluster.record, 'probewise 0.0.0');
const textsIn = (from: string) => readdirSync(from).map((name) => readFileSync(join(from, name), 'utf8'));

describe('given a snapshot', () => {
  test.each(FAULTS)('$name: it says the same as the cluster did', ({ inject }) => {
    const cluster = new Cluster();
    inject(cluster);
    write(cluster);
    expect(json(diagnose(new State(readSnapshot(folder)!)))).toBe(json(diagnose(new State(cluster.record))));
  });

  test('diagnose reads it, with the exit code of what it shows', async () => {
    const cluster = new Cluster();
    FAULTS[0].inject(cluster);
    write(cluster);
    const { status, stdout } = await probewise(['diagnose', folder]);
    expect(stdout).toContain('probe-refused');
    expect(status).toBe(1);
  });

  test('no value of a Secret or a ConfigMap, no token and no password is in it, and nobody else may read it', () => {
    const cluster = new Cluster();
    cluster.the('ConfigMap').data.API_KEY = 'value-of-a-key';
    cluster.the('Secret').stringData = { password: 'value-in-plain' };
    cluster.the('Deployment').metadata.annotations['kubectl.kubernetes.io/last-applied-configuration'] = '{"value-of-old":1}';
    cluster.the('Deployment').spec.template.spec.containers[0].env = [
      { name: 'DATABASE_PASSWORD', value: 'value-of-env' },
      { name: 'BROKER', value: 'redis://app:value-in-url@redis:6379' },
    ];
    cluster.say(cluster.pods[0], 'Failed', 'Authorization: Bearer value-of-bearer-1234');
    write(cluster);
    expect(textsIn(folder).join('\n')).not.toMatch(/value-|Zm9v|YmFy/);
    expect(statSync(folder).mode & 0o077).toBe(0);
    expect(readdirSync(folder).filter((name) => statSync(join(folder, name)).mode & 0o077)).toEqual([]);
  });

  test('one that holds other bytes than were written is refused, whichever file it is and wherever it was cut', () => {
    const cluster = new Cluster();
    write(cluster);
    for (const name of readdirSync(folder).filter((each) => each !== 'snapshot.json')) {
      const copy = join(above, `${count}-${name}`);
      write(cluster, copy);
      truncateSync(join(copy, name), statSync(join(copy, name)).size - 2);
      expect(() => readSnapshot(copy)).toThrow(/is not whole/);
      rmSync(join(copy, name));
      expect(() => readSnapshot(copy)).toThrow(/is not whole/);
    }
  });

  test('one that was interrupted, at whatever point, is never read as whole', async () => {
    write(new Cluster());
    for (const name of readdirSync(folder).sort()) {
      const half = join(above, `half-${name}`);
      mkdirSync(half);
      // Written in this order: the manifest is last, so an interruption leaves parts and no manifest.
      writeFileSync(join(half, name === 'snapshot.json' ? 'objects.part.json' : name), readFileSync(join(folder, name)));
      expect(() => readSnapshot(half)).toThrow(SnapshotFault);
      expect(await probewise(['diagnose', half])).toMatchObject({
        status: 2,
        stdout: '',
        stderr: expect.stringContaining('never finished'),
      });
    }
  });

  test('a folder that holds something is left as it is', () => {
    mkdirSync(folder);
    writeFileSync(join(folder, 'mine.txt'), 'mine');
    expect(() => write(new Cluster())).toThrow(/not empty/);
    expect(readdirSync(folder)).toEqual(['mine.txt']);
    expect(readdirSync(above).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('one of a later version is refused', () => {
    write(new Cluster());
    const manifest = JSON.parse(readFileSync(join(folder, 'snapshot.json'), 'utf8'));
    writeFileSync(join(folder, 'snapshot.json'), JSON.stringify({ ...manifest, version: 2 }));
    expect(() => readSnapshot(folder)).toThrow(/version 2, and this probewise reads 1/);
  });
});

describe('given a snapshot from somebody else', () => {
  const nasty = '\u001b[2J\u001b]0;owned\u0007<script>alert(1)</script>"><img src=x onerror=alert(1)>\u202e../../etc/passwd';
  const hostile = () => {
    const cluster = new Cluster();
    const text = JSON.stringify(cluster.objects)
      .replaceAll('"web"', JSON.stringify(nasty))
      .replaceAll('shop.example.gov', JSON.stringify(nasty).slice(1, -1));
    cluster.objects.splice(0, cluster.objects.length, ...JSON.parse(text));
    cluster.the('EndpointSlice').endpoints = [];
    cluster.visits.push({ url: 'javascript:alert(1)', status: 503, location: nasty });
    cluster.say(cluster.the('Pod'), 'Unhealthy', `Readiness probe failed: ${nasty}`);
    return cluster;
  };

  test('nothing in it moves the cursor of a terminal, or reorders a line', async () => {
    write(hostile());
    const { stdout } = await probewise(['diagnose', folder]);
    expect(stdout).toContain('<script>');
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  });

  test('nor does what is said of a workload that is not there', async () => {
    write(hostile());
    const { status, stderr } = await probewise(['diagnose', folder, '--workload', 'absent']);
    expect(stderr).toContain('there is no workload absent; there is');
    expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(status).toBe(2);
  });

  test('in a page nothing of it is markup, and nothing can run', async () => {
    write(hostile());
    const page = join(above, 'page.html');
    await probewise(['diagnose', folder, '--html', page]);
    const html = readFileSync(page, 'utf8');
    expect(html).toContain('&lt;script');
    expect(html).not.toMatch(/<script|<img|href="(?!#contents)/);
    expect(html).toContain("default-src 'none'");
  });

  test('a command to type quotes what a shell would obey', async () => {
    const cluster = new Cluster();
    FAULTS[0].inject(cluster);
    cluster.pods.forEach((pod, index) => (pod.metadata.name = `x; rm -rf ~ '$(id)' ${index}`));
    write(cluster);
    const { stdout } = await probewise(['diagnose', folder, '--format', 'json']);
    const next: readonly string[] = JSON.parse(stdout).causes.map((each: { next: string }) => each.next);
    expect(next.some((command) => command.includes(`'x; rm -rf ~ '\\''$(id)'\\'' 0'`))).toBe(true);
  });

  test('whatever stands in its parts, it is judged or refused, and never a fault of ours', () => {
    fc.assert(
      fc.property(fc.json(), fc.json(), (objects, rest) => {
        const one = join(above, `any-${count++}`);
        writeSnapshot(one, { objects: [], taken: '2026-11-26T12:00:00Z' }, 'x');
        const record = {
          objects: [JSON.parse(objects), { kind: 'Pod', metadata: JSON.parse(rest), status: JSON.parse(objects) }],
          unread: [],
        };
        const two = join(above, `any-${count++}`);
        writeSnapshot(two, record, 'x');
        diagnose(new State(readSnapshot(two)!));
      }),
      { numRuns: 100 },
    );
  });
});

describe('given files of a cluster', () => {
  test('the folder of a must-gather: lists and single files once each, and the logs', () => {
    const cluster = new Cluster();
    const [pod] = cluster.pods;
    const namespace = join(folder, 'quay-io-openshift-origin-must-gather', 'namespaces', 'shop');
    const files: Record<string, unknown> = {
      'core/pods.yaml': { apiVersion: 'v1', kind: 'PodList', items: cluster.pods },
      'core/services.yaml': { apiVersion: 'v1', kind: 'ServiceList', items: [cluster.the('Service')] },
      'apps/deployments.yaml': { apiVersion: 'apps/v1', kind: 'DeploymentList', items: [cluster.the('Deployment')] },
      'apps/replicasets.yaml': { apiVersion: 'apps/v1', kind: 'ReplicaSetList', items: [cluster.the('ReplicaSet')] },
      [`pods/${pod.metadata.name}/${pod.metadata.name}.yaml`]: pod,
    };
    for (const [name, value] of Object.entries(files)) {
      mkdirSync(join(namespace, name, '..'), { recursive: true });
      writeFileSync(join(namespace, name), JSON.stringify(value));
    }
    const logs = join(namespace, 'pods', pod.metadata.name, 'web', 'web', 'logs');
    mkdirSync(logs, { recursive: true });
    writeFileSync(join(logs, 'current.log'), '2026-11-26T11:58:02Z [1] [ERROR] Worker (pid:12) was sent SIGKILL! Perhaps out of memory?\n');
    writeFileSync(join(logs, 'previous.log'), 'password=hunter2 was refused\n');
    const { record, problems } = readDump([folder]);
    const state = new State(record);
    expect(problems).toEqual([]);
    expect(state.pods).toHaveLength(2);
    expect(record.logs).toHaveLength(2);
    expect(JSON.stringify(record.logs)).not.toContain('hunter2');
    expect(diagnose(state).causes.map(({ cause }) => cause.id)).toContain('worker-out-of-memory');
  });

  test('objects of versions that nobody knows are passed over', () => {
    const cluster = new Cluster();
    cluster.objects.push(
      { apiVersion: 'apps/v9', kind: 'Deployment', metadata: { name: 'later', namespace: 'shop' }, spec: [], status: 'new' },
      { apiVersion: 'example.org/v1', kind: 'Pod', metadata: null },
      {
        apiVersion: 'networking.k8s.io/v7',
        kind: 'Ingress',
        metadata: { name: 'x', namespace: 'shop' },
        spec: { rules: { a: 1 }, tls: 'yes' },
      },
    );
    expect(diagnose(new State(cluster.record)).causes.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});
