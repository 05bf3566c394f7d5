import { DNS } from './network';
import { saveProgram } from './static-image';

const IMAGE = 'cluster.local/coredns:1';
const NAME = { name: 'coredns', namespace: 'kube-system' };
const LABELS = { 'k8s-app': 'kube-dns' };
const COREFILE = `.:53 {
  errors
  health
  ready
  kubernetes cluster.local in-addr.arpa {
    pods insecure
  }
  cache 30
  loadbalance
}
`;

/** CoreDNS as pods of the cluster: names of Services, and of nobody outside. */
export async function dnsObjects(): Promise<readonly object[]> {
  await saveProgram(IMAGE, 'dns');
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: NAME },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'system:coredns' },
      rules: [
        { apiGroups: [''], resources: ['services', 'pods', 'namespaces'], verbs: ['list', 'watch'] },
        { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
      ],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'system:coredns' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:coredns' },
      subjects: [{ kind: 'ServiceAccount', ...NAME }],
    },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: NAME, data: { Corefile: COREFILE } },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'kube-dns', namespace: 'kube-system', labels: LABELS },
      spec: {
        clusterIP: DNS,
        selector: LABELS,
        ports: [
          { name: 'dns', port: 53, protocol: 'UDP' },
          { name: 'dns-tcp', port: 53, protocol: 'TCP' },
        ],
      },
    },
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { ...NAME, labels: LABELS }, spec: deployment() },
  ];
}

/** Two, so that a drain of one node leaves a name that can be asked for. */
function deployment(): object {
  return {
    replicas: 2,
    selector: { matchLabels: LABELS },
    template: {
      metadata: { labels: LABELS },
      spec: {
        serviceAccountName: NAME.name,
        priorityClassName: 'system-cluster-critical',
        dnsPolicy: 'Default',
        topologySpreadConstraints: [
          {
            maxSkew: 1,
            topologyKey: 'kubernetes.io/hostname',
            whenUnsatisfiable: 'ScheduleAnyway',
            labelSelector: { matchLabels: LABELS },
          },
        ],
        containers: [
          {
            name: 'coredns',
            image: IMAGE,
            args: ['-conf', '/etc/coredns/Corefile'],
            ports: [
              { containerPort: 53, protocol: 'UDP' },
              { containerPort: 53, protocol: 'TCP' },
            ],
            resources: { requests: { cpu: '20m', memory: '40Mi' }, limits: { memory: '170Mi' } },
            readinessProbe: { httpGet: { path: '/ready', port: 8181 }, periodSeconds: 2 },
            livenessProbe: { httpGet: { path: '/health', port: 8080 }, timeoutSeconds: 5, failureThreshold: 6 },
            volumeMounts: [{ name: 'config', mountPath: '/etc/coredns' }],
          },
        ],
        volumes: [{ name: 'config', configMap: { name: NAME.name } }],
      },
    },
  };
}
