/** A resource of the API that is read. */
export interface Resource {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  /** As it stands in paths and roles: `endpointslices`. */
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

const of = (group: string, version: string, namespaced: boolean, kinds: Readonly<Record<string, string>>): readonly Resource[] =>
  Object.entries(kinds).map(([plural, kind]) => ({ group, version, plural, kind, namespaced }));

/**
 * All that is listed. Neither Secrets nor ConfigMaps are among them: who may list them may read their values, and the causes need none.
 */
export const RESOURCES: readonly Resource[] = [
  ...of('', 'v1', true, {
    pods: 'Pod',
    services: 'Service',
    events: 'Event',
    resourcequotas: 'ResourceQuota',
    persistentvolumeclaims: 'PersistentVolumeClaim',
  }),
  ...of('', 'v1', false, { nodes: 'Node' }),
  ...of('apps', 'v1', true, {
    deployments: 'Deployment',
    replicasets: 'ReplicaSet',
    statefulsets: 'StatefulSet',
    daemonsets: 'DaemonSet',
  }),
  ...of('batch', 'v1', true, { jobs: 'Job', cronjobs: 'CronJob' }),
  ...of('discovery.k8s.io', 'v1', true, { endpointslices: 'EndpointSlice' }),
  ...of('networking.k8s.io', 'v1', true, { ingresses: 'Ingress', networkpolicies: 'NetworkPolicy' }),
  ...of('networking.k8s.io', 'v1', false, { ingressclasses: 'IngressClass' }),
  ...of('policy', 'v1', true, { poddisruptionbudgets: 'PodDisruptionBudget' }),
  ...of('autoscaling', 'v2', true, { horizontalpodautoscalers: 'HorizontalPodAutoscaler' }),
];

/** Those that only some clusters have, and whose absence is no news. */
export const OPTIONAL: readonly Resource[] = [
  ...of('gateway.networking.k8s.io', 'v1', true, { httproutes: 'HTTPRoute' }),
  ...of('argoproj.io', 'v1alpha1', true, { rollouts: 'Rollout' }),
];

/** Where a resource is listed: `/apis/apps/v1/namespaces/shop/deployments`. */
export function pathOf({ group, version, plural, namespaced }: Resource, namespace: string | undefined): string {
  const api = group ? `/apis/${group}/${version}` : `/api/${version}`;
  return `${api}${namespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : ''}/${plural}`;
}
