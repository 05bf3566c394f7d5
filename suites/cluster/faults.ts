import { resolve } from 'node:path';
import type { Cluster } from '../../cluster/driver/cluster';
import { savePythonImage } from '../../cluster/driver/python-image';
import { eventually } from '../../cluster/driver/waiting';

// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

/** A fault: a name, which is that of its namespace, the cause that is to be named first, and what is applied; what is done then. */
export type Fault = readonly [
  name: string,
  cause: string,
  objects: readonly Json[],
  then?: (cluster: Cluster, namespace: string) => Promise<void>,
];

/** The one image that is always there: it waits, listens on nothing, and holds no other program. */
const IMAGE = 'cluster.local/pause:1';
/** gunicorn with a page for each way to fail, and Python. */
const FAULTY = 'registry.example/faulty:1';

/** What the manifests expect to find. */
export async function provideImages(): Promise<void> {
  const entrypoint = ['gunicorn', '--bind=0.0.0.0:8000', '--threads=4', 'server:app'];
  await savePythonImage([FAULTY], { application: resolve(__dirname, 'faulty'), entrypoint });
}

/** Labelled before they were tried. */
export const FAULTS: readonly Fault[] = [
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
  ['host-unknown', 'probe-host-refused', answering('/by-host/')],
  ['redirect-to-https', 'probe-redirected', answering('/moved/')],
  ['view-broken', 'probe-server-error', answering('/broken/')],
  ['view-slow', 'probe-timeout', answering('/slow/')],
  ['view-absent', 'probe-not-found', answering('/no-such-view/')],
  ['limit-too-low', 'out-of-memory', [python('bytearray(200 * 1024 * 1024)', { resources: { limits: { memory: '64Mi' } } })]],
  ['process-ends', 'crash-loop', [python("raise SystemExit('no such setting: SECRET_KEY')")]],
  [
    'loopback',
    'bound-to-loopback',
    [
      deployment({ image: FAULTY, command: ['gunicorn', '--bind=127.0.0.1:8000', 'server:app'], readinessProbe: get('/ready/') }),
      service(),
    ],
  ],
  ['name-unknown', 'dns-failing', [python("import socket; socket.gethostbyname('database.invalid')")]],
  ['init-endless', 'init-waiting', [deployment({}, { initContainers: [init('import time; time.sleep(86400)')] })]],
  ['init-broken', 'init-failed', [deployment({}, { initContainers: [init("raise SystemExit('no database')")] })]],
  ['job-broken', 'job-failed', [job("raise SystemExit('no such table')")]],
  ['metrics-absent', 'autoscaler-blind', [deployment({ image: FAULTY }), autoscaler()]],
  ['label-shared', 'service-selects-several', [deployment({ image: FAULTY, readinessProbe: get('/ready/') }), worker(), service()]],
  ['liveness-broken-later', 'liveness-restarts', [deployment({ image: FAULTY, livenessProbe: { ...get('/dies/'), failureThreshold: 2 } })]],
  ['budget-of-all', 'budget-blocks', [deployment({ image: FAULTY, readinessProbe: get('/ready/') }), budget()]],
  ['policy-of-another-port', 'network-policy-blocks', [...answering('/ready/'), policy()]],
  [
    'target-wrong',
    'service-port-wrong',
    [deployment({ image: FAULTY, readinessProbe: get('/ready/') }), service({ ports: [{ port: 80, targetPort: 9000 }] }), ingress()],
  ],
  [
    'disk-used-up',
    'evicted',
    [
      python(
        "import time; open('/mnt/f', 'wb').write(bytes(20 * 1024 * 1024)); time.sleep(86400)",
        {},
        { volumes: [{ name: 'disk', emptyDir: { sizeLimit: '1Mi' } }] },
        'disk',
      ),
    ],
  ],
  ['finalizer', 'terminating-long', [held()], deleteHeld],
];

/** Nothing is wrong with it. */
export const HEALTHY: Fault = ['healthy', '', [deployment({}), service(), ingress()]];

/** A page of the faulty server, asked by readiness. */
function answering(path: string): readonly Json[] {
  return [deployment({ image: FAULTY, readinessProbe: get(path) }), service(), ingress()];
}

function get(path: string): Json {
  return { httpGet: { path, port: 8000 }, periodSeconds: 1 };
}

function python(code: string, container: Json = {}, pod: Json = {}, mount?: string): Json {
  return deployment({ image: FAULTY, command: ['python3', '-c', code], ...container }, pod, mount);
}

function init(code: string): Json {
  return { name: 'wait', image: FAULTY, command: ['python3', '-c', code] };
}

function job(code: string): Json {
  const containers = [{ ...init(code), name: 'task' }];
  const spec = { backoffLimit: 0, template: { spec: { restartPolicy: 'Never', containers } } };
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'task' }, spec };
}

function autoscaler(): Json {
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
  const metrics = [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } }];
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web' },
    spec: { scaleTargetRef, minReplicas: 1, maxReplicas: 3, metrics },
  };
}

/** Another program under the label of the web. */
function worker(): Json {
  const object = deployment({ name: 'worker', ports: [] });
  const labels = { app: 'web', part: 'worker' };
  return {
    ...object,
    metadata: { name: 'worker' },
    spec: { ...object.spec, selector: { matchLabels: labels }, template: { ...object.spec.template, metadata: { labels } } },
  };
}

function budget(): Json {
  const spec = { maxUnavailable: 0, selector: { matchLabels: { app: 'web' } } };
  return { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'web' }, spec };
}

function policy(): Json {
  const spec = { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Ingress'], ingress: [{ ports: [{ port: 9000 }] }] };
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'web' }, spec };
}

/** A pod that stays until somebody takes its finalizer away. */
function held(): Json {
  const containers = [{ name: 'web', image: IMAGE }];
  const metadata = { name: 'held', finalizers: ['example.test/hold'] };
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec: { terminationGracePeriodSeconds: 1, containers } };
}

async function deleteHeld(cluster: Cluster, namespace: string): Promise<void> {
  await eventually('the pod that is held', 60, async () => {
    const { status } = await cluster.get('pod/held', `--namespace=${namespace}`);
    return status.phase === 'Running';
  });
  await cluster.kubectl('delete', 'pod', 'held', `--namespace=${namespace}`, '--wait=false');
}

export function deployment(container: Json, pod: Json = {}, mount?: string): Json {
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
