/* eslint-disable max-len -- the texts are those of Kubernetes, in one piece */
import { ago, Cluster, setCondition, type Json } from './cluster';

/** A fault: what it is, what must be named first, and how it shows in the cluster. */
export interface Fault {
  readonly name: string;
  readonly cause: string;
  inject(cluster: Cluster): void;
}

const web = (cluster: Cluster) => cluster.the('Deployment', 'web');
const refused = (port = 8000) => `Get "http://10.244.1.7:${port}/ready/": dial tcp 10.244.1.7:${port}: connect: connection refused`;
const timedOut = 'Get "http://10.244.1.7:8000/ready/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)';

function everyContainer(cluster: Cluster, edit: (container: Json) => void): void {
  [...cluster.pods.map(({ spec }) => spec), web(cluster).spec.template.spec].forEach(({ containers }) => edit(containers[0]));
}

function killed(cluster: Cluster, role = 'liveness'): void {
  cluster.pods.forEach((pod) =>
    cluster.say(pod, 'Killing', `Container web failed ${role} probe, will be restarted`, { container: 'web', type: 'Normal' }),
  );
}

function initContainer(cluster: Cluster, container: Json, state: Json): void {
  cluster.waiting('PodInitializing', '');
  [...cluster.pods.map(({ spec }) => spec), web(cluster).spec.template.spec].forEach((spec) => (spec.initContainers = [container]));
  cluster.pods.forEach((pod) => {
    pod.status.initContainerStatuses = [
      { name: container.name, image: container.image, ready: false, started: true, restartCount: 0, lastState: {}, ...state },
    ];
    setCondition(pod, 'Initialized', 'False', {
      reason: 'ContainersNotInitialized',
      message: `containers with incomplete status: [${container.name}]`,
    });
  });
}

/** Every fault that has to be recognised, labelled. The texts are those of Kubernetes 1.36. */
export const FAULTS: readonly Fault[] = [
  {
    name: 'the readiness probe asks a port on which nothing listens',
    cause: 'probe-refused',
    inject(cluster) {
      everyContainer(cluster, (container) => (container.readinessProbe.httpGet.port = 8080));
      cluster.readinessFails(refused(8080));
    },
  },
  {
    name: 'the Service targets a number on which nothing listens',
    cause: 'service-port-wrong',
    inject(cluster) {
      cluster.the('Service').spec.ports[0].targetPort = 8080;
      cluster.the('EndpointSlice').ports[0].port = 8080;
    },
  },
  {
    name: 'the Service targets a name that no container has',
    cause: 'service-port-unresolved',
    inject(cluster) {
      cluster.the('Service').spec.ports[0].targetPort = 'web';
      cluster.the('EndpointSlice').ports = [];
    },
  },
  {
    name: 'the Service selects a label that no pod has',
    cause: 'service-selects-no-pods',
    inject(cluster) {
      cluster.the('Service').spec.selector = { app: 'website' };
      cluster.the('EndpointSlice').endpoints = [];
    },
  },
  {
    name: 'readiness is refused for its Host',
    cause: 'probe-host-refused',
    inject: (cluster) => cluster.readinessFails('HTTP probe failed with statuscode: 400'),
  },
  {
    name: 'readiness is redirected to https',
    cause: 'probe-redirected',
    inject: (cluster) => cluster.readinessFails('Get "https://10.244.1.7:8000/ready/": http: server gave HTTP response to HTTPS client'),
  },
  {
    name: 'readiness fails with 500',
    cause: 'probe-server-error',
    inject: (cluster) => cluster.readinessFails('HTTP probe failed with statuscode: 500'),
  },
  {
    name: 'readiness asks a path that is not there',
    cause: 'probe-not-found',
    inject: (cluster) => cluster.readinessFails('HTTP probe failed with statuscode: 404'),
  },
  { name: 'readiness times out', cause: 'probe-timeout', inject: (cluster) => cluster.readinessFails(timedOut) },
  {
    name: 'liveness ends a slow boot',
    cause: 'liveness-kills-boot',
    inject(cluster) {
      everyContainer(cluster, (container) => delete container.startupProbe);
      cluster.restarted({ reason: 'Error', exitCode: 143 });
      killed(cluster);
      cluster.pods.forEach((pod) => cluster.say(pod, 'Unhealthy', `Liveness probe failed: ${refused()}`, { container: 'web' }));
      cluster.pods.forEach((pod) => cluster.say(pod, 'Unhealthy', `Readiness probe failed: ${refused()}`, { container: 'web' }));
    },
  },
  {
    name: 'the container reaches its memory limit',
    cause: 'out-of-memory',
    inject: (cluster) => cluster.restarted({ reason: 'OOMKilled', exitCode: 137 }, { waiting: true }),
  },
  {
    name: 'one worker is killed for memory',
    cause: 'worker-out-of-memory',
    inject(cluster) {
      cluster.log(
        cluster.pods[0],
        '[2026-11-26 11:58:02 +0000] [1] [ERROR] Worker (pid:12) was sent SIGKILL! Perhaps out of memory?\n[2026-11-26 11:58:02 +0000] [31] [INFO] Booting worker with pid: 31\n',
      );
    },
  },
  {
    name: 'the image does not exist',
    cause: 'image-pull',
    inject(cluster) {
      cluster.waiting('ImagePullBackOff', 'Back-off pulling image "registry.example/shop:1.4.3": ErrImagePull: not found');
      cluster.say(
        cluster.pods[0],
        'Failed',
        'Failed to pull image "registry.example/shop:1.4.3": rpc error: code = NotFound desc = failed to pull and unpack image',
        { container: 'web' },
      );
    },
  },
  {
    name: 'a key of a ConfigMap is missing',
    cause: 'config-missing',
    inject: (cluster) => cluster.waiting('CreateContainerConfigError', "couldn't find key DATABASE_HOST in ConfigMap shop/settings"),
  },
  {
    name: 'a Secret is missing',
    cause: 'config-missing',
    inject: (cluster) => cluster.waiting('CreateContainerConfigError', 'secret "shop-database" not found'),
  },
  {
    name: 'a ConfigMap that fills a volume is missing',
    cause: 'volume-not-mounted',
    inject(cluster) {
      cluster.waiting('ContainerCreating', '');
      cluster.say(cluster.pods[0], 'FailedMount', 'MountVolume.SetUp failed for volume "nginx" : configmap "nginx-conf" not found');
    },
  },
  {
    name: 'an init container waits for a database',
    cause: 'init-waiting',
    inject(cluster) {
      initContainer(
        cluster,
        { name: 'wait-for-db', image: 'busybox', command: ['sh', '-c', 'until nc -z db 5432; do sleep 1; done'] },
        { state: { running: { startedAt: ago(400) } } },
      );
    },
  },
  {
    name: 'an init container fails',
    cause: 'init-failed',
    inject(cluster) {
      initContainer(
        cluster,
        { name: 'fetch', image: 'curl' },
        {
          restartCount: 5,
          state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 2m40s' } },
          lastState: { terminated: { exitCode: 6, reason: 'Error', finishedAt: ago(60) } },
        },
      );
    },
  },
  {
    name: 'migrations are pending, and the pods wait for them',
    cause: 'migrations-pending',
    inject: (cluster) =>
      initContainer(
        cluster,
        { name: 'wait-for-migrations', image: 'registry.example/shop:1.4.2' },
        { state: { running: { startedAt: ago(400) } } },
      ),
  },
  {
    name: 'migrations are pending, and readiness says so',
    cause: 'migrations-pending',
    inject(cluster) {
      cluster.readinessFails('HTTP probe failed with statuscode: 503');
      cluster.pods.forEach((pod) => cluster.log(pod, 'django.db.utils.ProgrammingError: relation "shop_order" does not exist\n'));
    },
  },
  {
    name: 'a Job is given up',
    cause: 'job-failed',
    inject(cluster) {
      cluster.the('Job').status = {
        failed: 4,
        conditions: [
          {
            type: 'Failed',
            status: 'True',
            reason: 'BackoffLimitExceeded',
            message: 'Job has reached the specified backoff limit',
            lastTransitionTime: ago(60),
          },
        ],
      };
    },
  },
  {
    name: 'the quota is used up',
    cause: 'quota-exceeded',
    inject: (cluster) =>
      cluster.refused(
        'pods "web-6c8d9f7b54-p2v7k" is forbidden: exceeded quota: team, requested: requests.memory=256Mi, used: requests.memory=2Gi, limited: requests.memory=2Gi',
      ),
  },
  {
    name: 'admission refuses the pods',
    cause: 'pod-refused',
    inject: (cluster) =>
      cluster.refused(
        'pods "web-6c8d9f7b54-p2v7k" is forbidden: error looking up service account shop/web: serviceaccount "web" not found',
      ),
  },
  {
    name: 'no node has the CPU',
    cause: 'unschedulable-resources',
    inject: (cluster) =>
      cluster.unscheduled(
        '0/2 nodes are available: 2 Insufficient cpu. preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.',
      ),
  },
  {
    name: 'a claim has no volume',
    cause: 'unschedulable-volume',
    inject: (cluster) =>
      cluster.unscheduled(
        '0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
      ),
  },
  {
    name: 'every node is tainted',
    cause: 'unschedulable-placement',
    inject: (cluster) =>
      cluster.unscheduled(
        '0/2 nodes are available: 2 node(s) had untolerated taint(s). no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
      ),
  },
  {
    name: 'a pod is evicted',
    cause: 'evicted',
    inject(cluster) {
      const gone = structuredClone(cluster.pods[0]);
      gone.metadata.name = 'web-6c8d9f7b54-gone1';
      gone.status = {
        phase: 'Failed',
        reason: 'Evicted',
        message:
          'The node was low on resource: memory. Threshold quantity: 100Mi, available: 80Mi. Container web was using 700Mi, request is 256Mi, has larger consumption of memory. ',
        conditions: [{ type: 'DisruptionTarget', status: 'True', reason: 'TerminationByKubelet', lastTransitionTime: ago(200) }],
      };
      cluster.objects.push(gone);
    },
  },
  {
    name: 'a budget blocks a drain',
    cause: 'budget-blocks',
    inject(cluster) {
      const budget = cluster.the('PodDisruptionBudget');
      budget.spec = { minAvailable: 2, selector: budget.spec.selector };
      Object.assign(budget.status, { desiredHealthy: 2, disruptionsAllowed: 0 });
      setCondition(budget, 'DisruptionAllowed', 'False', { reason: 'InsufficientPods' });
      cluster.the('Node', 'node-1').spec = {
        unschedulable: true,
        taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }],
      };
    },
  },
  {
    name: 'a NetworkPolicy admits nothing',
    cause: 'network-policy-blocks',
    inject: (cluster) =>
      cluster.objects.push({
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'deny', namespace: 'shop' },
        spec: { podSelector: {}, policyTypes: ['Ingress'] },
      }),
  },
  {
    name: 'the class of the Ingress does not exist',
    cause: 'ingress-class-unserved',
    inject(cluster) {
      cluster.the('Ingress').spec.ingressClassName = 'ngin';
      cluster.the('Ingress').status = { loadBalancer: {} };
    },
  },
  {
    name: 'the class of the Ingress exists, and nobody serves it',
    cause: 'ingress-class-unserved',
    inject(cluster) {
      const other = structuredClone(cluster.the('Ingress'));
      other.metadata.name = 'other';
      other.spec.rules[0].host = 'other.example.gov';
      cluster.objects.push(other, {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'IngressClass',
        metadata: { name: 'internal' },
        spec: { controller: 'example.com/away' },
      });
      cluster.the('Ingress', 'web').spec.ingressClassName = 'internal';
      cluster.the('Ingress', 'web').status = { loadBalancer: {} };
    },
  },
  {
    name: 'the host is not routed',
    cause: 'host-not-routed',
    inject: (cluster) => cluster.visits.push({ url: 'https://www.example.gov/', status: 404 }),
  },
  {
    name: 'the path is not routed',
    cause: 'path-not-routed',
    inject(cluster) {
      cluster.the('Ingress').spec.rules[0].http.paths[0].path = '/health';
      cluster.visits.push({ url: 'https://shop.example.gov/health', status: 200 }, { url: 'https://shop.example.gov/admin/', status: 404 });
    },
  },
  {
    name: 'the Ingress leads to a Service that does not exist',
    cause: 'route-backend-missing',
    inject: (cluster) => (cluster.the('Ingress').spec.rules[0].http.paths[0].backend.service.name = 'website'),
  },
  {
    name: 'the Secret of the certificate is absent',
    cause: 'tls-secret-missing',
    inject: (cluster) => (cluster.the('Secret').metadata.name = 'other'),
  },
  {
    name: 'the name has no address',
    cause: 'host-unresolved',
    inject: (cluster) => cluster.visits.push({ url: 'https://shop.example.gov/', error: 'ENOTFOUND' }),
  },
  {
    name: 'the certificate is refused',
    cause: 'certificate-refused',
    inject: (cluster) => cluster.visits.push({ url: 'https://shop.example.gov/', error: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
  },
  {
    name: 'from outside one path answers and another does not',
    cause: 'paths-differ',
    inject: (cluster) =>
      cluster.visits.push({ url: 'https://shop.example.gov/health/', status: 200 }, { url: 'https://shop.example.gov/', status: 503 }),
  },
  {
    name: 'pods that are not ready are published',
    cause: 'not-ready-published',
    inject(cluster) {
      cluster.the('Service').spec.publishNotReadyAddresses = true;
      const [pod] = cluster.pods;
      setCondition(pod, 'Ready', 'False', { reason: 'ContainersNotReady' }, 20);
      pod.status.containerStatuses[0] = { ...pod.status.containerStatuses[0], ready: false, state: { running: { startedAt: ago(20) } } };
    },
  },
  {
    name: 'a finalizer holds a deleted pod',
    cause: 'terminating-long',
    inject(cluster) {
      const held = structuredClone(cluster.pods[0]);
      Object.assign(held.metadata, {
        name: 'web-6c8d9f7b54-held1',
        deletionTimestamp: ago(400),
        deletionGracePeriodSeconds: 0,
        finalizers: ['example.com/hold'],
      });
      held.status.phase = 'Succeeded';
      cluster.objects.push(held);
    },
  },
  {
    name: 'a preStop hook hangs',
    cause: 'terminating-long',
    inject(cluster) {
      const held = structuredClone(cluster.pods[0]);
      Object.assign(held.metadata, { name: 'web-6c8d9f7b54-held1', deletionTimestamp: ago(-300), deletionGracePeriodSeconds: 600 });
      Object.assign(held.spec, { terminationGracePeriodSeconds: 600 });
      held.spec.containers[0].lifecycle = { preStop: { exec: { command: ['sleep', 'infinity'] } } };
      cluster.objects.push(held);
    },
  },
  {
    name: 'a rollout is past its deadline',
    cause: 'rollout-stuck',
    inject: (cluster) =>
      setCondition(web(cluster), 'Progressing', 'False', {
        reason: 'ProgressDeadlineExceeded',
        message: 'ReplicaSet "web-6c8d9f7b54" has timed out progressing.',
      }),
  },
  {
    name: 'the autoscaler has no metrics',
    cause: 'autoscaler-blind',
    inject: (cluster) =>
      setCondition(cluster.the('HorizontalPodAutoscaler'), 'ScalingActive', 'False', {
        reason: 'FailedGetResourceMetric',
        message:
          'the HPA was unable to compute the replica count: failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)',
      }),
  },
  {
    name: 'two Deployments stand under one selector',
    cause: 'service-selects-several',
    inject(cluster) {
      const other = structuredClone(web(cluster));
      other.metadata.name = 'worker';
      other.spec.selector.matchLabels = { app: 'web', role: 'worker' };
      other.spec.template.metadata.labels = { app: 'web', role: 'worker' };
      other.spec.template.spec.containers[0] = {
        name: 'worker',
        image: 'registry.example/shop:1.4.2',
        command: ['celery', '-A', 'shop', 'worker'],
      };
      const pod = structuredClone(cluster.pods[0]);
      Object.assign(pod.metadata, {
        name: 'worker-1',
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'worker', controller: true }],
      });
      pod.metadata.labels.role = 'worker';
      pod.spec.containers = other.spec.template.spec.containers;
      pod.status.containerStatuses[0].name = 'worker';
      other.spec.replicas = 1;
      cluster.objects.push(other, pod);
      cluster
        .the('EndpointSlice')
        .endpoints.push({ addresses: ['10.244.1.9'], conditions: { ready: true }, targetRef: { kind: 'Pod', name: 'worker-1' } });
    },
  },
  {
    name: 'the process listens on loopback',
    cause: 'bound-to-loopback',
    inject(cluster) {
      everyContainer(cluster, (container) => container.command.splice(3, 1, '127.0.0.1:8000'));
      cluster.readinessFails(refused());
    },
  },
  {
    name: 'the process listens on loopback, says its log, and liveness ends it',
    cause: 'bound-to-loopback',
    inject(cluster) {
      everyContainer(cluster, (container) => delete container.command);
      cluster.restarted({ reason: 'Completed', exitCode: 0 });
      killed(cluster, 'startup');
      cluster.pods.forEach((pod) => {
        cluster.say(pod, 'Unhealthy', `Startup probe failed: ${refused()}`, { container: 'web' });
        cluster.log(pod, '[2026-11-26 11:58:02 +0000] [1] [INFO] Listening at: http://127.0.0.1:8000 (1)\n');
      });
    },
  },
  {
    name: 'the master is stopped',
    cause: 'master-stopped',
    inject(cluster) {
      cluster.restarted({ reason: 'Error', exitCode: 137 });
      killed(cluster);
      cluster.pods.forEach((pod) => cluster.say(pod, 'Unhealthy', `Liveness probe failed: ${timedOut}`, { container: 'web' }));
    },
  },
  {
    name: 'the application cannot resolve the name of its database',
    cause: 'dns-failing',
    inject(cluster) {
      cluster.restarted({ reason: 'Error', exitCode: 3 }, { waiting: true });
      cluster.pods.forEach((pod) =>
        cluster.log(
          pod,
          'django.db.utils.OperationalError: could not translate host name "db" to address: Temporary failure in name resolution\n',
          { previous: true },
        ),
      );
    },
  },
  {
    name: 'the application ends with an exception',
    cause: 'crash-loop',
    inject(cluster) {
      cluster.restarted({ reason: 'Error', exitCode: 3 }, { waiting: true });
      cluster.log(cluster.pods[0], "ModuleNotFoundError: No module named 'shop'\n", { previous: true });
    },
  },
  {
    name: 'the program is not in the image',
    cause: 'container-cannot-start',
    inject: (cluster) =>
      cluster.waiting(
        'RunContainerError',
        'failed to create containerd task: failed to create shim task: OCI runtime create failed: exec: "gunicorn": executable file not found in $PATH',
      ),
  },
  {
    name: 'a node is lost',
    cause: 'node-not-ready',
    inject(cluster) {
      cluster.unready();
      ['node-1', 'node-2'].forEach((name) =>
        setCondition(cluster.the('Node', name), 'Ready', 'Unknown', {
          reason: 'NodeStatusUnknown',
          message: 'Kubelet stopped posting node status.',
        }),
      );
    },
  },
  {
    name: 'the endpoints are out of date',
    cause: 'endpoints-stale',
    inject: (cluster) => (cluster.the('EndpointSlice').endpoints = []),
  },
  {
    name: 'the workload is scaled to zero',
    cause: 'scaled-to-zero',
    inject(cluster) {
      cluster.pods.forEach((pod) => cluster.objects.splice(cluster.objects.indexOf(pod), 1));
      cluster.the('EndpointSlice').endpoints = [];
      web(cluster).spec.replicas = 0;
      web(cluster).status.replicas = 0;
    },
  },
  { name: 'pods are not ready, and no event is left', cause: 'not-ready', inject: (cluster) => cluster.unready() },
  {
    name: 'liveness restarts a pool that is full',
    cause: 'liveness-restarts',
    inject(cluster) {
      const [pod] = cluster.pods;
      pod.status.containerStatuses[0].restartCount = 2;
      pod.status.containerStatuses[0].lastState = {
        terminated: { reason: 'Error', exitCode: 143, startedAt: ago(900), finishedAt: ago(300) },
      };
      cluster.say(pod, 'Killing', 'Container web failed liveness probe, will be restarted', {
        container: 'web',
        type: 'Normal',
        seconds: 310,
      });
      cluster.say(pod, 'Unhealthy', `Liveness probe failed: ${timedOut}`, { container: 'web', seconds: 311 });
    },
  },
];
