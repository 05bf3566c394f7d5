import { Peer } from './checks';

/** A default check of a peer that our output does not pass, and why it stays so. */
export interface Exception {
  readonly peer: Peer;
  readonly check: string;
  /** What the peer says, where one check says several things. */
  readonly says?: string;
  readonly kinds: readonly ('Deployment' | 'Job')[];
  readonly reason: string;
}

const NO_CPU_LIMIT =
  'By choice. A CPU limit throttles a boot and the probes with it; the request is what the scheduler keeps free. ' +
  '`resources.cpuLimit` sets one.';
const NO_POLICY =
  'A policy has to know who connects: `access: IngressAccess.fromNamespace(…)` writes one for the web pods. ' +
  'Nobody connects to a migration or a queue worker, so a policy of the namespace that denies by default is the better place for theirs.';
const NO_EGRESS = 'Where the database, the cache and the name server are is not ours to know; a wrong egress rule is an outage.';

export const EXCEPTIONS: readonly Exception[] = [
  { peer: Peer.KUBE_SCORE, check: 'container-resources', says: 'CPU limit is not set', kinds: ['Deployment', 'Job'], reason: NO_CPU_LIMIT },
  {
    peer: Peer.KUBE_SCORE,
    check: 'pod-networkpolicy',
    says: 'The pod does not have a matching NetworkPolicy',
    kinds: ['Deployment', 'Job'],
    reason: NO_POLICY,
  },
  {
    peer: Peer.KUBE_SCORE,
    check: 'pod-networkpolicy',
    says: 'The pod does not have a matching egress NetworkPolicy',
    kinds: ['Deployment'],
    reason: NO_EGRESS,
  },
  {
    peer: Peer.POLARIS,
    check: 'deploymentMissingReplicas',
    kinds: ['Deployment'],
    reason: 'Under an autoscaler a stated number would undo its own at every deploy; a queue worker runs once unless told otherwise.',
  },
  {
    peer: Peer.POLARIS,
    check: 'priorityClassNotSet',
    kinds: ['Deployment', 'Job'],
    reason:
      'Priority classes are objects of the cluster, and a name that does not exist there is refused. ' +
      '`ApiObject.of(service.deployment).addJsonPatch(…)` sets one.',
  },
  {
    peer: Peer.POLARIS,
    check: 'livenessProbeMissing',
    kinds: ['Deployment'],
    reason:
      'Only of a queue worker that was given no `liveness`: a made-up check, of its broker for example, would restart it for the ' +
      'fault of another.',
  },
  {
    peer: Peer.POLARIS,
    check: 'readinessProbeMissing',
    kinds: ['Deployment'],
    reason: 'Only of a queue worker: no Service sends it requests, so there is nothing to be ready for.',
  },
  {
    peer: Peer.POLARIS,
    check: 'metadataAndInstanceMismatched',
    kinds: ['Deployment', 'Job'],
    reason:
      'It wants `app.kubernetes.io/instance` to be the name of the object; by the recommended labels it names the installation, ' +
      'which Helm and Argo CD set.',
  },
  {
    peer: Peer.POLARIS,
    check: 'missingPodDisruptionBudget',
    kinds: ['Deployment'],
    reason: 'Only of a queue worker: it takes up its task again after a drain, and a budget of its one pod would only hold the drain up.',
  },
  { peer: Peer.POLARIS, check: 'cpuLimitsMissing', kinds: ['Deployment', 'Job'], reason: NO_CPU_LIMIT },
  {
    peer: Peer.POLARIS,
    check: 'missingNetworkPolicy',
    kinds: ['Deployment', 'Job'],
    reason: `It asks for egress rules as well. ${NO_EGRESS}`,
  },
];
