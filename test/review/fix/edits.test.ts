import { describe, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { budget, deployment, ingress, service, type Json } from '../shop';
import { changed, fileOf, fixed, rules } from './fixed';

const http = (path: string, numbers: Json = {}): Json => ({ httpGet: { path, port: 'http' }, ...numbers });

test('liveness that asks what readiness asks acts strictly later', () => {
  const probes = { readinessProbe: http('/health/'), livenessProbe: http('/health/') };
  const { files, after } = fixed({ 'a.yaml': fileOf(deployment(probes), service(), budget()) });
  // Readiness has acted after 31 s at the latest; 4 × 10 s come later.
  expect(files['a.yaml']).toContain('failureThreshold: 5\n');
  expect(after.find(({ rule }) => rule === 'liveness-equals-readiness')?.severity).toBe('info');
});

test('liveness that would have to wait longer than three minutes is left', () => {
  const slow = { periodSeconds: 60, failureThreshold: 4 };
  const probes = { readinessProbe: http('/health/', slow), livenessProbe: http('/health/', slow) };
  const { texts, before } = fixed({ 'a.yaml': fileOf(deployment(probes), service(), budget()) });
  expect([rules(before).includes('liveness-equals-readiness'), texts.size]).toEqual([true, 0]);
});

describe('a probe that starts an interpreter', () => {
  const exec = (command: string[], numbers: Json) => ({ exec: { command }, ...numbers });
  test('liveness asks less often, and waits longer', () => {
    const livenessProbe = exec(['python', '/app/check.py'], { periodSeconds: 5, failureThreshold: 6 });
    expect(changed('exec-probe-heavy', deployment({ livenessProbe, readinessProbe: http('/ready/', { periodSeconds: 5 }) }))).toEqual([
      'timeoutSeconds: 10',
      'periodSeconds: 15',
    ]);
  });
  test('liveness that wakes a slower readiness is left: the pod would be ready later', () => {
    const livenessProbe = exec(['python', '/app/check.py'], { periodSeconds: 5, failureThreshold: 6 });
    expect(
      fixed({ 'a.yaml': stringify(deployment({ livenessProbe, readinessProbe: http('/ready/', { periodSeconds: 30 }) })) }).fixed,
    ).toEqual([]);
  });
  test('readiness that asks often is left: the pod would be ready later', () => {
    const readinessProbe = exec(['python', '/app/check.py'], { periodSeconds: 5 });
    expect(fixed({ 'a.yaml': stringify(deployment({ readinessProbe })) }).fixed).toEqual([]);
  });
});

describe('one event loop for users and probes', () => {
  const pod = { image: 'shop:1', command: ['uvicorn', 'app:app', '--host=0.0.0.0', '--port=8000'] };
  test('liveness gets 5 s to answer', () => {
    const probes = { livenessProbe: http('/live/', { failureThreshold: 6 }), readinessProbe: http('/ready/', { timeoutSeconds: 10 }) };
    expect(changed('event-loop-shares-probes', deployment({ ...pod, ...probes }), service())).toEqual(['timeoutSeconds: 5']);
  });
  test('readiness is left: it spares a loop that is too busy', () => {
    expect(fixed({ 'a.yaml': fileOf(deployment(pod), service()) }).fixed).toEqual([]);
  });
});

describe('the address of a server', () => {
  test.each([
    [['gunicorn', 'app:app', '--bind', '127.0.0.1:8000', '--graceful-timeout=20'], ['- 0.0.0.0:8000']],
    [
      ['sh', '-c', 'exec gunicorn app:app -b localhost:8000 --graceful-timeout=20'],
      ['- exec gunicorn app:app -b 0.0.0.0:8000 --graceful-timeout=20'],
    ],
    [['uvicorn', 'app:app', '--port=8000', '--workers=2'], ['- --host=0.0.0.0']],
  ])('%j', (command, lines) => {
    expect(changed('bind-loopback', deployment({ command }))).toEqual(lines);
  });
  test('two loopback addresses: which one is meant is not known', () => {
    const command = ['gunicorn', 'app:app', '--bind=127.0.0.1:8000', '--statsd-host=127.0.0.1:8125', '--graceful-timeout=20'];
    expect(fixed({ 'a.yaml': stringify(deployment({ command })) }).fixed).toEqual([]);
  });
});

test('workers are not recycled all at once', () => {
  const command = ['gunicorn', 'app:app', '-b', ':8000', '-w', '4', '--max-requests', '1000', '--graceful-timeout=20'];
  expect(changed('recycle-empties-pool', deployment({ command }))).toEqual(['- --max-requests-jitter=100']);
});

describe('the only port that it can be', () => {
  test('of a probe', () => {
    expect(changed('probe-port-unresolved', deployment({ readinessProbe: { httpGet: { path: '/', port: 'web' } } }))).toEqual([
      'port: http',
    ]);
    const unnamed = { ports: [{ containerPort: 8000 }], readinessProbe: { httpGet: { path: '/', port: 'web' } } };
    expect(changed('probe-port-unresolved', deployment(unnamed))).toEqual(['port: 8000']);
  });
  test('of a Service', () => {
    expect(changed('service-port-unresolved', service({ ports: [{ port: 80, targetPort: 'web' }] }), deployment())).toEqual([
      'targetPort: http',
    ]);
  });
  test('two that are declared are left', () => {
    const ports = [
      { name: 'http', containerPort: 8000 },
      { name: 'admin', containerPort: 8001 },
    ];
    const files = {
      'a.yaml': fileOf(deployment({ ports }), service({ ports: [{ port: 80, targetPort: 'web' }] })),
    };
    expect(fixed(files).fixed).toEqual([]);
  });
});

describe('a label that the selector names', () => {
  const spec = { selector: { matchLabels: { app: 'web', tier: 'front' } } };
  test('is given to the pods', () => {
    const { files, after } = fixed({ 'a.yaml': stringify(deployment({}, {}, spec)) });
    expect(files['a.yaml'].match(/tier: front/g)).toHaveLength(2);
    expect(rules(after)).not.toContain('selector-mismatch');
  });
  test('is left where a Service goes by the one that is there', () => {
    const other = { selector: { matchLabels: { app: 'shop' } } };
    const { left } = fixed({ 'a.yaml': fileOf(deployment({}, {}, other), service()) });
    expect(left.map(({ because }) => because)).toEqual(['service-selects-nothing would be reported then']);
  });
});

describe('a directory to write to', () => {
  test('of gunicorn', () => {
    const web = {
      command: ['gunicorn', 'app:app', '-b', ':8000', '--graceful-timeout=20'],
      securityContext: { readOnlyRootFilesystem: true },
    };
    expect(changed('worker-tmp-unwritable', deployment(web))).toEqual([
      'volumes:',
      '- name: tmp',
      'emptyDir: {}',
      'volumeMounts:',
      '- name: tmp',
      'mountPath: /tmp',
    ]);
  });
  test('of nginx, beside the volumes that are there', () => {
    const web = {
      image: 'nginx:1.29',
      securityContext: { readOnlyRootFilesystem: true },
      volumeMounts: [{ name: 'site', mountPath: '/site' }],
    };
    const { files, after } = fixed({ 'a.yaml': stringify(deployment(web, { volumes: [{ name: 'site', configMap: { name: 'site' } }] })) });
    expect(files['a.yaml']).toMatch(
      /name: site\n +mountPath: \/site\n +- name: nginx-cache\n +mountPath: \/var\/cache\/nginx\n +- name: nginx-run/,
    );
    expect(files['a.yaml']).toMatch(
      /configMap:\n +name: site\n +- name: nginx-cache\n +emptyDir: \{\}\n +- name: nginx-run\n +emptyDir: \{\}\n/,
    );
    expect(rules(after)).not.toContain('nginx-cannot-write');
  });
});

test('a header that is allowed is sent, beside those that are', () => {
  const env = [{ name: 'ALLOWED_HOSTS', value: '.shop.example' }];
  const readinessProbe = { httpGet: { path: '/ready/', port: 'http', httpHeaders: [{ name: 'X-Probe', value: '1' }] } };
  expect(changed('probe-host-rejected', deployment({ env, readinessProbe }))).toEqual(['- name: Host', 'value: shop.example']);
});

describe('a budget', () => {
  const objects = [deployment({ lifecycle: { preStop: { sleep: { seconds: 10 } } } }), service(), ingress()];
  const added = {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'web' },
    spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow', selector: { matchLabels: { app: 'web' } } },
  };
  test('is written behind the objects of the file', () => {
    const text = fileOf(...objects);
    expect(fixed({ 'a.yaml': text }).files['a.yaml']).toBe(`${text}---\n${stringify(added)}`);
  });
  test('is written behind the others of a List', () => {
    const list = { apiVersion: 'v1', kind: 'List', items: objects };
    const { files } = fixed({ 'a.json': JSON.stringify(list, undefined, 2) });
    expect(JSON.parse(files['a.json'])).toEqual({ ...list, items: [...objects, added] });
  });
  test('is not written into a file of JSON, which holds one object', () => {
    const [first, ...others] = objects;
    const { texts, left } = fixed({ 'a.json': JSON.stringify(first), 'b.yaml': fileOf(...others) });
    expect([texts.size, left.map(({ because }) => because)]).toEqual([0, ['it cannot be written here without changing anything else']]);
  });
  test('is not written where its selector takes the pods of others as well', () => {
    const worker = deployment({ ports: [] }, {}, {}, { name: 'worker' });
    expect(rules(fixed({ 'a.yaml': fileOf(...objects, worker) }).fixed)).toEqual([]);
  });
});
