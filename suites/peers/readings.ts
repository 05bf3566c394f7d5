import { Peer } from './checks';
import type { Json } from './services';

/**
 * The default checks of the peers that cannot be run here, as we read their definitions (kube-linter:
 * `internal/defaultchecks`, `pkg/builtinchecks`, `pkg/templates`; Polaris: `pkg/config/default.yaml`, `pkg/config/checks`).
 * A reading may be wrong where a run cannot be; it does notice when our own output changes.
 */
export interface Reading {
  readonly peer: Peer;
  readonly check: string;
  /** Names of the objects' kinds that fail. */
  readonly failing: (objects: readonly Json[]) => string[];
}

const WORKLOADS = ['Deployment', 'Job'];

const specOf = (workload: Json): Json => workload.spec.template.spec;
const everyContainer = (spec: Json): Json[] => [...spec.containers, ...(spec.initContainers ?? [])];
const ofKind = (objects: readonly Json[], ...kinds: string[]) => objects.filter(({ kind }) => kinds.includes(kind));
const kinds = (objects: readonly Json[]) => [...new Set(objects.map(({ kind }) => kind as string))].sort();

/** The kinds of which an object fails. */
const each = (which: string[], holds: (object: Json, all: readonly Json[]) => boolean) => (objects: readonly Json[]) =>
  kinds(ofKind(objects, ...which).filter((object) => !holds(object, objects)));
const eachPod = (holds: (spec: Json) => boolean, which = WORKLOADS) => each(which, (workload) => holds(specOf(workload)));
const eachContainer = (holds: (container: Json, spec: Json) => boolean, which = WORKLOADS) =>
  eachPod((spec) => everyContainer(spec).every((container) => holds(container, spec)), which);
/** Leaving init containers out, as some checks do. */
const eachMain = (holds: (container: Json) => boolean, which = WORKLOADS) => eachPod((spec) => spec.containers.every(holds), which);
/** A check that judges what we never write. */
const none =
  (...which: string[]) =>
  (objects: readonly Json[]) =>
    kinds(ofKind(objects, ...which));

const selects = (selector: Json, labels: Json) => Object.entries(selector.matchLabels).every(([key, value]) => labels[key] === value);
const literal = (env: Json[] = []) => env.filter(({ value }) => value !== undefined);
const declares = (container: Json, probe: Json) => {
  const port = (probe?.httpGet ?? probe?.tcpSocket)?.port;
  return port === undefined || container.ports.some((one: Json) => one.name === port || one.containerPort === port);
};
const privileges = ({ securityContext = {} }: Json) => securityContext;
const tagged = ({ image }: Json) => /:.+$/.test(image) && !/:latest$/.test(image);
const dropsAll = (container: Json) => (privileges(container).capabilities?.drop ?? []).includes('ALL');
const nonRoot = (container: Json, spec: Json) => {
  const effective = { ...spec.securityContext, ...privileges(container) };
  return effective.runAsNonRoot === true && effective.runAsUser > 0 && effective.runAsGroup > 0;
};
const readOnly = eachContainer((container) => privileges(container).readOnlyRootFilesystem === true);
const noEscalation = eachContainer((container) => privileges(container).allowPrivilegeEscalation === false);
const unprivileged = eachContainer((container) => privileges(container).privileged !== true);
const noHost = (field: string) => eachPod((spec) => spec[field] !== true);
const noHostPath = eachPod((spec) => (spec.volumes ?? []).every(({ hostPath }: Json) => hostPath === undefined));
const noRbac = none('Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding');
const drainable = each(['PodDisruptionBudget'], ({ spec }) => ![0, '0%'].includes(spec.maxUnavailable) && spec.minAvailable !== '100%');

const KUBE_LINTER: Record<string, Reading['failing']> = {
  'dangling-service': each(['Service'], ({ spec }, all) =>
    ofKind(all, 'Deployment').some((one) => selects({ matchLabels: spec.selector }, one.spec.template.metadata.labels)),
  ),
  'deprecated-service-account-field': eachPod((spec) => spec.serviceAccount === undefined),
  'docker-sock': noHostPath,
  'drop-net-raw-capability': eachContainer(dropsAll),
  'duplicate-env-var': eachContainer(({ env = [] }) => new Set(env.map(({ name }: Json) => name)).size === env.length),
  'env-var-secret': eachContainer(({ env }) => literal(env).every(({ name }) => !/secret/i.test(name))),
  'host-ipc': noHost('hostIPC'),
  'host-network': noHost('hostNetwork'),
  'host-pid': noHost('hostPID'),
  'invalid-target-ports': each(['Service'], ({ spec }) =>
    spec.ports.every(({ targetPort }: Json) => /^(?=.*[a-z])[a-z0-9-]{1,15}$/.test(targetPort)),
  ),
  'job-ttl-seconds-after-finished': each(['Job'], ({ spec }) => spec.ttlSecondsAfterFinished !== undefined),
  'latest-tag': eachContainer(tagged),
  'liveness-port': eachMain((container) => declares(container, container.livenessProbe)),
  'mismatching-selector': each(['Deployment'], ({ spec }) => selects(spec.selector, spec.template.metadata.labels)),
  'no-anti-affinity': each(
    ['Deployment'],
    ({ spec }) =>
      !(spec.replicas >= 2) ||
      (spec.template.spec.affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).some(
        ({ podAffinityTerm: term }: Json) =>
          term.topologyKey === 'kubernetes.io/hostname' && selects(term.labelSelector, spec.template.metadata.labels),
      ),
  ),
  'no-extensions-v1beta': (objects) => kinds(objects.filter(({ apiVersion }) => apiVersion.startsWith('extensions/'))),
  'no-read-only-root-fs': readOnly,
  'non-existent-service-account': eachPod((spec) => spec.serviceAccountName === undefined),
  'pdb-max-unavailable': drainable,
  'pdb-min-available': drainable,
  'privilege-escalation-container': noEscalation,
  'privileged-container': unprivileged,
  'readiness-port': eachMain((container) => declares(container, container.readinessProbe)),
  'run-as-non-root': eachContainer(nonRoot),
  'sensitive-host-mounts': noHostPath,
  'ssh-port': eachContainer(({ ports = [] }) => ports.every(({ containerPort }: Json) => containerPort !== 22)),
  'startup-port': eachMain((container) => declares(container, container.startupProbe)),
  'unsafe-sysctls': eachPod((spec) => spec.securityContext.sysctls === undefined),
  'unset-cpu-requirements': eachContainer(({ resources }) => resources.requests.cpu !== undefined),
  'unset-memory-requirements': eachContainer(({ resources }) => resources.limits.memory !== undefined),
  'pdb-unhealthy-pod-eviction-policy': each(['PodDisruptionBudget'], ({ spec }) => spec.unhealthyPodEvictionPolicy !== undefined),
};

/** Wider than Polaris's own list of names. */
const SENSITIVE = /password|token|bearer|secret|credential|_key/i;

const POLARIS: Record<string, Reading['failing']> = {
  deploymentMissingReplicas: each(['Deployment'], ({ spec }) => spec.replicas >= 2),
  priorityClassNotSet: eachPod((spec) => spec.priorityClassName !== undefined),
  tagNotSpecified: eachContainer(tagged),
  pullPolicyNotAlways: eachContainer(({ imagePullPolicy }) => imagePullPolicy === 'Always'),
  readinessProbeMissing: eachMain(({ readinessProbe }) => readinessProbe !== undefined, ['Deployment']),
  livenessProbeMissing: eachMain(({ livenessProbe }) => livenessProbe !== undefined, ['Deployment']),
  metadataAndInstanceMismatched: each(WORKLOADS, ({ metadata }) => metadata.labels['app.kubernetes.io/instance'] === metadata.name),
  pdbDisruptionsIsZero: drainable,
  // Any label in common is enough for it, the application's name for example; ours is judged by the whole selector.
  missingPodDisruptionBudget: each(['Deployment'], ({ spec }, all) =>
    ofKind(all, 'PodDisruptionBudget').some((budget) => selects(budget.spec.selector, spec.template.metadata.labels)),
  ),
  topologySpreadConstraint: eachPod(({ topologySpreadConstraints = [] }) => topologySpreadConstraints.length > 0, ['Deployment']),
  hpaMaxAvailability: each(['HorizontalPodAutoscaler'], ({ spec }) => spec.maxReplicas > spec.minReplicas),
  hpaMinAvailability: each(['HorizontalPodAutoscaler'], ({ spec }) => spec.minReplicas >= 2),
  pdbMinAvailableGreaterThanHPAMinReplicas: each(['PodDisruptionBudget'], ({ spec }) => spec.minAvailable === undefined),
  cpuRequestsMissing: eachMain(({ resources }) => resources.requests.cpu !== undefined),
  cpuLimitsMissing: eachMain(({ resources }) => resources.limits.cpu !== undefined),
  memoryRequestsMissing: eachMain(({ resources }) => resources.requests.memory !== undefined),
  memoryLimitsMissing: eachMain(({ resources }) => resources.limits.memory !== undefined),
  automountServiceAccountToken: eachPod(({ automountServiceAccountToken }) => automountServiceAccountToken === false),
  hostIPCSet: noHost('hostIPC'),
  hostPathSet: noHostPath,
  hostProcess: eachContainer((container, spec) => !spec.securityContext.windowsOptions && !privileges(container).windowsOptions),
  hostPIDSet: noHost('hostPID'),
  linuxHardening: eachContainer(
    (container, spec) => dropsAll(container) || ![undefined, 'Unconfined'].includes(spec.securityContext.seccompProfile?.type),
  ),
  missingNetworkPolicy: each(WORKLOADS, ({ spec }, all) =>
    ofKind(all, 'NetworkPolicy').some(
      (policy) =>
        policy.spec.egress?.length && policy.spec.ingress?.length && selects(policy.spec.podSelector, spec.template.metadata.labels),
    ),
  ),
  notReadOnlyRootFilesystem: readOnly,
  privilegeEscalationAllowed: noEscalation,
  procMount: eachContainer((container) => privileges(container).procMount === undefined),
  runAsRootAllowed: eachContainer(nonRoot),
  runAsPrivileged: unprivileged,
  dangerousCapabilities: eachContainer((container) => privileges(container).capabilities.add === undefined),
  insecureCapabilities: eachContainer(dropsAll),
  hostNetworkSet: noHost('hostNetwork'),
  hostPortSet: eachContainer(({ ports = [] }) => ports.every(({ hostPort }: Json) => !hostPort)),
  tlsSettingsMissing: each(['Ingress'], ({ spec }) => Boolean(spec.tls)),
  sensitiveContainerEnvVar: eachContainer(({ env }) => literal(env).every(({ name }) => !SENSITIVE.test(name))),
  sensitiveConfigmapContent: each(['ConfigMap'], ({ data }) => Object.keys(data).every((key) => !SENSITIVE.test(key))),
  clusterrolePodExecAttach: noRbac,
  rolePodExecAttach: noRbac,
  clusterrolebindingPodExecAttach: noRbac,
  rolebindingClusterRolePodExecAttach: noRbac,
  rolebindingRolePodExecAttach: noRbac,
  clusterrolebindingClusterAdmin: noRbac,
  rolebindingClusterAdminClusterRole: noRbac,
  rolebindingClusterAdminRole: noRbac,
};

const read = (peer: Peer, checks: Record<string, Reading['failing']>): Reading[] =>
  Object.entries(checks).map(([check, failing]) => ({ peer, check, failing }));

export const READINGS: readonly Reading[] = [...read(Peer.KUBE_LINTER, KUBE_LINTER), ...read(Peer.POLARIS, POLARIS)];
