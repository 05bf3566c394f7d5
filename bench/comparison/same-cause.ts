import { Peer } from '../../suites/peers/checks';
import type { Remark } from './peers';

/** A check of a peer and, where it says several things, which of them. */
interface Cause {
  readonly check: string;
  readonly says?: RegExp;
}

type Causes = Partial<Record<Peer, readonly Cause[]>>;

const { KUBE_SCORE, KUBE_LINTER, POLARIS } = Peer;
const NO_CPU_REQUEST: Causes = {
  [KUBE_SCORE]: [{ check: 'container-resources', says: /CPU request/ }],
  [KUBE_LINTER]: [{ check: 'unset-cpu-requirements', says: /cpu request/ }],
  [POLARIS]: [{ check: 'cpuRequestsMissing' }],
};
const PROBE_PORTS: Causes = { [KUBE_LINTER]: [{ check: 'readiness-port' }, { check: 'liveness-port' }, { check: 'startup-port' }] };

/**
 * The checks of the peers that name the cause of an incident: by the rule that sees it, or by the incident's name where
 * probewise has no rule for it. Whether a peer sees an incident is decided by what it says when it is run; this says only
 * which of its checks are about that cause at all.
 */
const CAUSES: Readonly<Record<string, Causes>> = {
  'autoscaler-target-missing': {
    [KUBE_SCORE]: [{ check: 'horizontalpodautoscaler-has-target' }],
    [KUBE_LINTER]: [{ check: 'dangling-horizontalpodautoscaler' }],
  },
  'autoscaler-without-request': NO_CPU_REQUEST,
  'config-key-missing': { [KUBE_LINTER]: [{ check: 'env-value-from' }] },
  'cpu-unrequested': NO_CPU_REQUEST,
  'disruption-blocks-drain': {
    [KUBE_SCORE]: [{ check: 'poddisruptionbudget-has-policy' }],
    [KUBE_LINTER]: [{ check: 'pdb-min-available' }, { check: 'pdb-max-unavailable' }],
    [POLARIS]: [{ check: 'pdbDisruptionsIsZero' }, { check: 'pdbMinAvailableGreaterThanHPAMinReplicas' }],
  },
  'disruption-unbounded': {
    [KUBE_SCORE]: [{ check: 'deployment-has-poddisruptionbudget' }],
    [POLARIS]: [{ check: 'missingPodDisruptionBudget' }],
  },
  'docker-healthcheck-ignored': {
    [KUBE_SCORE]: [{ check: 'pod-probes', says: /missing/ }],
    [KUBE_LINTER]: [{ check: 'no-liveness-probe' }, { check: 'no-readiness-probe' }],
    [POLARIS]: [{ check: 'livenessProbeMissing' }, { check: 'readinessProbeMissing' }],
  },
  'ingress-backend-missing': { [KUBE_SCORE]: [{ check: 'ingress-targets-service' }], [KUBE_LINTER]: [{ check: 'dangling-ingress' }] },
  'liveness-equals-readiness': { [KUBE_SCORE]: [{ check: 'pod-probes-identical' }] },
  'memory-unlimited': {
    [KUBE_SCORE]: [{ check: 'container-resources', says: /Memory limit/ }],
    [KUBE_LINTER]: [{ check: 'unset-memory-requirements', says: /memory limit/ }],
    [POLARIS]: [{ check: 'memoryLimitsMissing' }],
  },
  'network-policy-blocks': { [KUBE_LINTER]: [{ check: 'dangling-networkpolicy' }] },
  'port-invalid': { [KUBE_SCORE]: [{ check: 'container-ports-check' }], [KUBE_LINTER]: [{ check: 'invalid-target-ports' }] },
  'probe-port-undeclared': PROBE_PORTS,
  'probe-port-unresolved': PROBE_PORTS,
  'readiness-missing': {
    [KUBE_SCORE]: [{ check: 'pod-probes', says: /readinessProbe/ }],
    [KUBE_LINTER]: [{ check: 'no-readiness-probe' }],
    [POLARIS]: [{ check: 'readinessProbeMissing' }],
  },
  'replicas-fight-autoscaler': { [KUBE_SCORE]: [{ check: 'deployment-targeted-by-hpa-does-not-have-replicas-configured' }] },
  'selector-mismatch': {
    [KUBE_SCORE]: [{ check: 'deployment-pod-selector-labels-match-template-metadata-labels' }],
    [KUBE_LINTER]: [{ check: 'mismatching-selector' }],
  },
  'service-selects-nothing': { [KUBE_SCORE]: [{ check: 'service-targets-pod' }], [KUBE_LINTER]: [{ check: 'dangling-service' }] },
  'single-replica': {
    [KUBE_SCORE]: [{ check: 'deployment-replicas' }],
    [KUBE_LINTER]: [{ check: 'minimum-three-replicas', says: /has 1 replica/ }],
    [POLARIS]: [{ check: 'deploymentMissingReplicas' }],
  },
  'hardening-cluster-admin': {
    [KUBE_LINTER]: [{ check: 'cluster-admin-role-binding' }],
    [POLARIS]: [{ check: 'clusterrolebindingClusterAdmin' }],
  },
  'hardening-docker-socket': { [KUBE_LINTER]: [{ check: 'docker-sock' }], [POLARIS]: [{ check: 'hostPathSet' }] },
  'hardening-duplicate-variable': {
    [KUBE_SCORE]: [{ check: 'environment-variable-key-duplication' }],
    [KUBE_LINTER]: [{ check: 'duplicate-env-var' }],
  },
  'hardening-host-network': { [KUBE_LINTER]: [{ check: 'host-network' }], [POLARIS]: [{ check: 'hostNetworkSet' }] },
  'hardening-latest-tag': {
    [KUBE_SCORE]: [{ check: 'container-image-tag' }],
    [KUBE_LINTER]: [{ check: 'latest-tag' }],
    [POLARIS]: [{ check: 'tagNotSpecified' }],
  },
  'hardening-one-node-for-all': {
    [KUBE_SCORE]: [{ check: 'deployment-has-host-podantiaffinity' }, { check: 'pod-topology-spread-constraints' }],
    [KUBE_LINTER]: [{ check: 'no-anti-affinity' }],
    [POLARIS]: [{ check: 'topologySpreadConstraint' }],
  },
  'hardening-password-in-env': { [KUBE_LINTER]: [{ check: 'env-var-secret' }], [POLARIS]: [{ check: 'sensitiveContainerEnvVar' }] },
  'hardening-privileged': {
    [KUBE_SCORE]: [{ check: 'container-security-context-privileged' }],
    [KUBE_LINTER]: [{ check: 'privileged-container' }],
    [POLARIS]: [{ check: 'runAsPrivileged' }],
  },
  'hardening-root': {
    [KUBE_SCORE]: [{ check: 'container-security-context-user-group-id', says: /low user ID/ }],
    [KUBE_LINTER]: [{ check: 'run-as-non-root' }],
    [POLARIS]: [{ check: 'runAsRootAllowed' }],
  },
  'hardening-writable-root': {
    [KUBE_SCORE]: [{ check: 'container-security-context-readonlyrootfilesystem' }],
    [KUBE_LINTER]: [{ check: 'no-read-only-root-fs' }],
    [POLARIS]: [{ check: 'notReadOnlyRootFilesystem' }],
  },
};

/** Those of a peer's checks that named the cause, of what it said about the manifests of an incident. */
export function checksThatNameIt(peer: Peer, rule: string, remarks: readonly Remark[]): string[] {
  const causes = CAUSES[rule]?.[peer] ?? [];
  const namesIt = ({ check, says }: Remark) => causes.some((cause) => cause.check === check && (cause.says?.test(says) ?? true));
  return [...new Set(remarks.filter(namesIt).map(({ check }) => check))];
}
