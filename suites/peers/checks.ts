/** The peers, the versions that were looked at, and the checks that each makes unless told otherwise. */

export enum Peer {
  KUBE_SCORE = 'kube-score',
  KUBE_LINTER = 'kube-linter',
  POLARIS = 'Polaris',
}

/** Run as it is: built from its Go module, pinned. */
export const KUBE_SCORE = { module: 'github.com/zegl/kube-score', command: 'cmd/kube-score', version: 'v1.20.0' };

/** What was looked at. The two that are read had no Go module to be had where this was written. */
export const VERSIONS: Readonly<Record<Peer, string>> = {
  [Peer.KUBE_SCORE]: `${KUBE_SCORE.version}, run`,
  [Peer.KUBE_LINTER]: 'after v0.8.3, read',
  [Peer.POLARIS]: 'after v10.2.2, read',
};

/** As `kube-score list` gives them; the test that runs it holds this list to that. */
export const KUBE_SCORE_CHECKS = [
  'deployment-strategy',
  'deployment-replicas',
  'ingress-targets-service',
  'cronjob-has-deadline',
  'cronjob-restartpolicy',
  'container-resources',
  'container-image-tag',
  'container-image-pull-policy',
  'container-ephemeral-storage-request-and-limit',
  'environment-variable-key-duplication',
  'statefulset-has-poddisruptionbudget',
  'deployment-has-poddisruptionbudget',
  'poddisruptionbudget-has-policy',
  'pod-networkpolicy',
  'networkpolicy-targets-pod',
  'pod-probes',
  'pod-probes-identical',
  'container-security-context-user-group-id',
  'container-security-context-privileged',
  'container-security-context-readonlyrootfilesystem',
  'service-targets-pod',
  'service-type',
  'stable-version',
  'deployment-has-host-podantiaffinity',
  'statefulset-has-host-podantiaffinity',
  'deployment-targeted-by-hpa-does-not-have-replicas-configured',
  'statefulset-has-servicename',
  'deployment-pod-selector-labels-match-template-metadata-labels',
  'statefulset-pod-selector-labels-match-template-metadata-labels',
  'label-values',
  'horizontalpodautoscaler-has-target',
  'horizontalpodautoscaler-replicas',
  'pod-topology-spread-constraints',
] as const;
