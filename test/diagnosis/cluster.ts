import type { ContainerLog, StateRecord } from '../../lib/diagnosis/state/record';

/** When the state of the tests was read. */
export const NOW = Date.parse('2026-11-26T12:00:00Z');
/** A time so many seconds before that, as the API writes it. */
export const ago = (seconds: number) => new Date(NOW - seconds * 1000).toISOString().replace('.000Z', 'Z');

// Objects of a test are edited in place, as a fault edits them in a cluster.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

const NAMESPACE = 'shop';
const HASH = '6c8d9f7b54';

/** A shop as the API server shows it: a Deployment of two pods behind a Service and an Ingress, all well. */
export class Cluster {
  public readonly objects: Json[] = [];
  public readonly logs: ContainerLog[] = [];
  public readonly visits: NonNullable<StateRecord['visits']>[number][] = [];
  public readonly answers: NonNullable<StateRecord['answers']>[number][] = [];

  public constructor() {
    const pods = ['x7k2p', 'm4zqd'].map((suffix, index) => pod(`web-${HASH}-${suffix}`, `10.244.${index + 1}.7`, `node-${index + 1}`));
    this.objects.push(
      ...['node-1', 'node-2'].map(node),
      deployment(pods[0].spec),
      replicaSet(pods[0].spec),
      ...pods,
      service(),
      slice(pods),
      ingress(),
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'IngressClass',
        metadata: { name: 'nginx' },
        spec: { controller: 'k8s.io/ingress-nginx' },
      },
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'shop-tls', namespace: NAMESPACE },
        type: 'kubernetes.io/tls',
        data: { 'tls.crt': 'Zm9v', 'tls.key': 'YmFy' },
      },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: NAMESPACE }, data: { LOG_LEVEL: 'info' } },
      budget(),
      autoscaler(),
      migration(),
    );
  }

  public get record(): StateRecord {
    return { objects: this.objects, logs: this.logs, visits: this.visits, answers: this.answers, taken: ago(0) };
  }

  /** The object of this kind and name; without a name, the first of its kind. */
  public the(kind: string, name?: string): Json {
    const found = this.objects.find((object) => object.kind === kind && (name === undefined || object.metadata.name === name));
    if (!found) {
      throw new Error(`there is no ${kind} ${name ?? ''}`);
    }
    return found;
  }

  public get pods(): readonly Json[] {
    return this.objects.filter(({ kind, metadata }) => kind === 'Pod' && metadata.labels.app === 'web');
  }

  public remove(kind: string, name?: string): void {
    this.objects.splice(this.objects.indexOf(this.the(kind, name)), 1);
  }

  /** What the kubelet, the scheduler or a controller says of an object. */
  public say(object: Json, reason: string, message: string, { container = '', type = 'Warning', seconds = 20, count = 3 } = {}): void {
    const { kind, apiVersion, metadata } = object;
    const fieldPath = container && { fieldPath: `spec.containers{${container}}` };
    this.objects.push({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${metadata.name}.${this.objects.length}`, namespace: metadata.namespace ?? 'default' },
      involvedObject: { kind, apiVersion, name: metadata.name, namespace: metadata.namespace, ...fieldPath },
      reason,
      message,
      type,
      count,
      firstTimestamp: ago(seconds + 300),
      lastTimestamp: ago(seconds),
      source: { component: 'kubelet' },
    });
  }

  public log(object: Json, text: string, { container = 'web', previous = false } = {}): void {
    this.logs.push({ namespace: NAMESPACE, pod: object.metadata.name, container, previous, text });
  }

  /** Containers run and are not ready; the Service and the Deployment show it as well. */
  public unready(reason = 'ContainersNotReady'): void {
    for (const each of this.pods) {
      setCondition(each, 'Ready', 'False', { reason, message: 'containers with unready status: [web]' });
      setCondition(each, 'ContainersReady', 'False', { reason, message: 'containers with unready status: [web]' });
      each.status.containerStatuses[0].ready = false;
    }
    this.unavailable();
  }

  /** What follows for the Service and the Deployment where no pod is ready. */
  public unavailable(): void {
    for (const endpoint of this.the('EndpointSlice').endpoints) {
      endpoint.conditions = { ready: false, serving: false, terminating: false };
    }
    const { status } = this.the('Deployment', 'web');
    Object.assign(status, { readyReplicas: undefined, availableReplicas: undefined, unavailableReplicas: 2 });
    setCondition(this.the('Deployment', 'web'), 'Available', 'False', {
      reason: 'MinimumReplicasUnavailable',
      message: 'Deployment does not have minimum availability.',
    });
    Object.assign(this.the('PodDisruptionBudget').status, { currentHealthy: 0, disruptionsAllowed: 0 });
  }

  /** The containers wait, and have not been started. */
  public waiting(reason: string, message: string): void {
    this.unready();
    for (const { status } of this.pods) {
      Object.assign(status.containerStatuses[0], { state: { waiting: { reason, message } }, started: false, lastState: {} });
      status.phase = 'Pending';
    }
  }

  /** The last run ended so, and the container runs again or waits for it. */
  public restarted(terminated: Json, { restarts = 4, waiting = false } = {}): void {
    this.unready();
    for (const { status } of this.pods) {
      const [container] = status.containerStatuses;
      container.restartCount = restarts;
      container.lastState = { terminated: { startedAt: ago(90), finishedAt: ago(30), containerID: 'containerd://0', ...terminated } };
      container.state = waiting
        ? { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 1m20s restarting failed container=web pod=web_shop(0)' } }
        : { running: { startedAt: ago(25) } };
    }
  }

  /** The pods have no node. */
  public unscheduled(message: string): void {
    this.unavailable();
    for (const each of this.pods) {
      delete each.spec.nodeName;
      each.status = {
        phase: 'Pending',
        qosClass: 'Burstable',
        conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message, lastTransitionTime: ago(300) }],
      };
      this.say(each, 'FailedScheduling', message);
    }
    this.the('EndpointSlice').endpoints = [];
  }

  /** The controller is refused every pod. */
  public refused(message: string): void {
    this.pods.forEach((each) => this.objects.splice(this.objects.indexOf(each), 1));
    this.unavailable();
    this.the('EndpointSlice').endpoints = [];
    const set = this.the('ReplicaSet');
    set.status = {
      replicas: 0,
      conditions: [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message, lastTransitionTime: ago(60) }],
    };
    this.say(set, 'FailedCreate', `Error creating: ${message}`);
    setCondition(this.the('Deployment', 'web'), 'ReplicaFailure', 'True', { reason: 'FailedCreate', message });
  }

  /** The readiness probe fails so. */
  public readinessFails(says: string, role = 'Readiness'): void {
    this.unready();
    this.pods.forEach((each) => this.say(each, 'Unhealthy', `${role} probe failed: ${says}`, { container: 'web' }));
  }
}

export function setCondition(object: Json, type: string, status: string, { reason = '', message = '' } = {}, seconds = 120): void {
  const conditions: Json[] = (object.status.conditions ??= []);
  const found = conditions.find((condition) => condition.type === type);
  const condition = { type, status, reason, message, lastTransitionTime: ago(seconds), lastUpdateTime: ago(seconds) };
  if (found) {
    Object.assign(found, condition);
  } else {
    conditions.push(condition);
  }
}

const labels = { app: 'web', 'pod-template-hash': HASH };

function owner(apiVersion: string, kind: string, name: string): Json {
  return { apiVersion, kind, name, uid: `uid-${name}`, controller: true, blockOwnerDeletion: true };
}

function podSpec(): Json {
  const probe = (path: string, rest: Json) => ({
    httpGet: { path, port: 'http', scheme: 'HTTP' },
    timeoutSeconds: 2,
    periodSeconds: 5,
    successThreshold: 1,
    failureThreshold: 3,
    ...rest,
  });
  return {
    containers: [
      {
        name: 'web',
        image: 'registry.example/shop:1.4.2',
        command: ['gunicorn', 'shop.wsgi', '--bind', '0.0.0.0:8000', '--workers', '2', '--worker-tmp-dir', '/dev/shm'],
        ports: [{ name: 'http', containerPort: 8000, protocol: 'TCP' }],
        readinessProbe: probe('/ready/', {}),
        livenessProbe: probe('/health/', { periodSeconds: 10, failureThreshold: 6 }),
        startupProbe: probe('/health/', { failureThreshold: 24 }),
        lifecycle: { preStop: { sleep: { seconds: 10 } } },
        resources: { requests: { cpu: '250m', memory: '256Mi' }, limits: { memory: '512Mi' } },
        envFrom: [{ configMapRef: { name: 'settings' } }],
      },
    ],
    terminationGracePeriodSeconds: 60,
    restartPolicy: 'Always',
  };
}

function pod(name: string, podIP: string, nodeName: string): Json {
  const condition = (type: string) => ({ type, status: 'True', lastTransitionTime: ago(7000), observedGeneration: 1 });
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: NAMESPACE,
      uid: `uid-${name}`,
      labels: { ...labels },
      creationTimestamp: ago(7200),
      ownerReferences: [owner('apps/v1', 'ReplicaSet', `web-${HASH}`)],
    },
    spec: { ...podSpec(), nodeName },
    status: {
      phase: 'Running',
      podIP,
      podIPs: [{ ip: podIP }],
      hostIP: '192.168.0.1',
      startTime: ago(7200),
      qosClass: 'Burstable',
      conditions: ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map(condition),
      containerStatuses: [
        {
          name: 'web',
          image: 'registry.example/shop:1.4.2',
          imageID: 'registry.example/shop@sha256:0',
          containerID: 'containerd://1',
          ready: true,
          started: true,
          restartCount: 0,
          state: { running: { startedAt: ago(7190) } },
          lastState: {},
        },
      ],
    },
  };
}

function deployment(spec: Json): Json {
  const condition = (type: string, reason: string, message: string) => ({
    type,
    status: 'True',
    reason,
    message,
    lastTransitionTime: ago(7000),
    lastUpdateTime: ago(7000),
  });
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: 'web',
      namespace: NAMESPACE,
      uid: 'uid-web',
      generation: 1,
      annotations: { 'deployment.kubernetes.io/revision': '1' },
    },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'web' } },
      progressDeadlineSeconds: 600,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: { metadata: { labels: { app: 'web' } }, spec: { ...spec, nodeName: undefined } },
    },
    status: {
      observedGeneration: 1,
      replicas: 2,
      updatedReplicas: 2,
      readyReplicas: 2,
      availableReplicas: 2,
      conditions: [
        condition('Available', 'MinimumReplicasAvailable', 'Deployment has minimum availability.'),
        condition('Progressing', 'NewReplicaSetAvailable', `ReplicaSet "web-${HASH}" has successfully progressed.`),
      ],
    },
  };
}

function replicaSet(spec: Json): Json {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `web-${HASH}`,
      namespace: NAMESPACE,
      uid: `uid-web-${HASH}`,
      labels: { ...labels },
      annotations: { 'deployment.kubernetes.io/revision': '1' },
      ownerReferences: [owner('apps/v1', 'Deployment', 'web')],
    },
    spec: {
      replicas: 2,
      selector: { matchLabels: { ...labels } },
      template: { metadata: { labels: { ...labels } }, spec: { ...spec, nodeName: undefined } },
    },
    status: { replicas: 2, fullyLabeledReplicas: 2, readyReplicas: 2, availableReplicas: 2, observedGeneration: 1 },
  };
}

function service(): Json {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: NAMESPACE },
    spec: {
      type: 'ClusterIP',
      clusterIP: '10.96.4.4',
      selector: { app: 'web' },
      ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 'http' }],
    },
    status: { loadBalancer: {} },
  };
}

function slice(pods: readonly Json[]): Json {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: 'web-8hj2x',
      namespace: NAMESPACE,
      labels: { 'kubernetes.io/service-name': 'web', 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io' },
    },
    addressType: 'IPv4',
    ports: [{ name: 'http', port: 8000, protocol: 'TCP' }],
    endpoints: pods.map(({ metadata, status, spec }) => ({
      addresses: [status.podIP],
      conditions: { ready: true, serving: true, terminating: false },
      nodeName: spec.nodeName,
      targetRef: { kind: 'Pod', name: metadata.name, namespace: NAMESPACE, uid: metadata.uid },
    })),
  };
}

function ingress(): Json {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web', namespace: NAMESPACE },
    spec: {
      ingressClassName: 'nginx',
      tls: [{ hosts: ['shop.example.gov'], secretName: 'shop-tls' }],
      rules: [
        {
          host: 'shop.example.gov',
          http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { name: 'http' } } } }] },
        },
      ],
    },
    status: { loadBalancer: { ingress: [{ ip: '203.0.113.7' }] } },
  };
}

function node(name: string): Json {
  const condition = (type: string, status: string, reason: string) => ({
    type,
    status,
    reason,
    message: '',
    lastHeartbeatTime: ago(10),
    lastTransitionTime: ago(90000),
  });
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name } },
    spec: {},
    status: {
      conditions: [
        condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory'),
        condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure'),
        condition('PIDPressure', 'False', 'KubeletHasSufficientPID'),
        condition('Ready', 'True', 'KubeletReady'),
      ],
    },
  };
}

function budget(): Json {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'web', namespace: NAMESPACE },
    spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'web' } } },
    status: {
      currentHealthy: 2,
      desiredHealthy: 1,
      expectedPods: 2,
      disruptionsAllowed: 1,
      conditions: [{ type: 'DisruptionAllowed', status: 'True', reason: 'SufficientPods', message: '', lastTransitionTime: ago(7000) }],
    },
  };
}

function autoscaler(): Json {
  const condition = (type: string, status: string, reason: string, message: string) => ({
    type,
    status,
    reason,
    message,
    lastTransitionTime: ago(7000),
  });
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web', namespace: NAMESPACE, creationTimestamp: ago(7200) },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      minReplicas: 2,
      maxReplicas: 6,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } }],
    },
    status: {
      currentReplicas: 2,
      desiredReplicas: 2,
      conditions: [
        condition('AbleToScale', 'True', 'ReadyForNewScale', 'recommended size matches current size'),
        condition(
          'ScalingActive',
          'True',
          'ValidMetricFound',
          'the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)',
        ),
        condition('ScalingLimited', 'False', 'DesiredWithinRange', 'the desired count is within the acceptable range'),
      ],
    },
  };
}

function migration(): Json {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'web-migrate-1', namespace: NAMESPACE },
    spec: {
      backoffLimit: 3,
      template: {
        metadata: { labels: { app: 'migrate' } },
        spec: {
          restartPolicy: 'Never',
          containers: [{ name: 'migrate', image: 'registry.example/shop:1.4.2', command: ['python', 'manage.py', 'migrate'] }],
        },
      },
    },
    status: {
      succeeded: 1,
      startTime: ago(7300),
      completionTime: ago(7250),
      conditions: [
        {
          type: 'Complete',
          status: 'True',
          reason: 'CompletionsReached',
          message: 'Reached expected number of succeeded pods',
          lastTransitionTime: ago(7250),
        },
      ],
    },
  };
}
