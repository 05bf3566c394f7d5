import { saveProgram } from './static-image';

const IMAGE = 'cluster.local/ingress:1';
const NAME = { name: 'ingress-nginx-controller', namespace: 'ingress-nginx' };
const LABELS = { 'app.kubernetes.io/name': 'ingress-nginx' };
export const INGRESS_CLASS = 'nginx';

/** The stand-in for ingress-nginx, in the namespace where the real one is: on each node, on the node's own ports 80 and 443. */
export async function ingressObjects(published: string): Promise<readonly object[]> {
  await saveProgram(IMAGE, 'ingress');
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAME.namespace } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: NAME },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      // The default: an Ingress that names no class is served, as on the platforms where it is written that way.
      metadata: { name: INGRESS_CLASS, annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } },
      spec: { controller: 'k8s.io/ingress-nginx' },
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'ingress-nginx' },
      rules: [
        { apiGroups: [''], resources: ['services', 'secrets'], verbs: ['get', 'list', 'watch'] },
        { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['get', 'list', 'watch'] },
        { apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs: ['get', 'list', 'watch'] },
        { apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update'] },
      ],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'ingress-nginx' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'ingress-nginx' },
      subjects: [{ kind: 'ServiceAccount', ...NAME }],
    },
    { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { ...NAME, labels: LABELS }, spec: daemonSet(published) },
  ];
}

function daemonSet(published: string): object {
  return {
    selector: { matchLabels: LABELS },
    template: {
      metadata: { labels: LABELS },
      spec: {
        serviceAccountName: NAME.name,
        priorityClassName: 'system-node-critical',
        hostNetwork: true,
        containers: [
          {
            name: 'controller',
            image: IMAGE,
            args: [`-class=${INGRESS_CLASS}`, `-publish=${published}`],
            ports: [
              { name: 'http', containerPort: 80 },
              { name: 'https', containerPort: 443 },
            ],
            resources: { requests: { cpu: '50m', memory: '60Mi' }, limits: { memory: '256Mi' } },
            readinessProbe: { tcpSocket: { port: 'http' }, periodSeconds: 1 },
          },
        ],
      },
    },
  };
}
