import { milliseconds } from '../time';
import { integerOf, objectOf } from '../../manifest/json';
import type { WorkloadReading } from '../../reading/workload-reading';

/** Of every workload whose pods are made anew when they are gone. Times in milliseconds. */
interface Scaled {
  /** Pods; of a DaemonSet, the nodes that run one. */
  readonly replicas: number;
  /** For which a pod has to be ready before it counts as available. */
  readonly minReady: number;
}

/** How a Deployment replaces its pods, resolved to counts. */
export interface DeploymentStrategy extends Scaled {
  readonly kind: 'Deployment';
  readonly maxSurge: number;
  readonly maxUnavailable: number;
  /** All old pods go before the first new one comes (`strategy: Recreate`). */
  readonly recreate: boolean;
  readonly progressDeadline: number;
  /** A new template is not rolled out until somebody resumes it. */
  readonly paused: boolean;
}

/** How a StatefulSet replaces its pods: one after the other, the highest ordinal first. */
export interface StatefulSetStrategy extends Scaled {
  readonly kind: 'StatefulSet';
  /** Pods with a lower ordinal stay as they are. */
  readonly partition: number;
  /** A pod is replaced when somebody deletes it. */
  readonly onDelete: boolean;
  /** Pods are made without waiting for those before them (`podManagementPolicy: Parallel`). */
  readonly parallel: boolean;
}

/** How a DaemonSet replaces its pods, resolved to counts of nodes. */
export interface DaemonSetStrategy extends Scaled {
  readonly kind: 'DaemonSet';
  readonly maxSurge: number;
  readonly maxUnavailable: number;
  readonly onDelete: boolean;
}

/** What makes a pod again that is gone, and replaces none because its template changed. */
export interface ReplicaSetStrategy extends Scaled {
  readonly kind: 'ReplicaSet';
}

/** A Pod of its own: nobody makes it again. */
export interface PodStrategy extends Scaled {
  readonly kind: 'Pod';
}

/** How the pods of a workload are replaced. */
export type UpdateStrategy = DeploymentStrategy | StatefulSetStrategy | DaemonSetStrategy | ReplicaSetStrategy | PodStrategy;

/**
 * How a workload replaces its pods. A controller that is not Kubernetes' own (an Argo Rollout) is taken for one that changes no pod
 * when its template changes: what it does is not modelled.
 */
export function updateStrategyOf({ workload: { object }, rollout }: WorkloadReading, replicas: number): UpdateStrategy {
  const spec = objectOf(object.json.spec);
  const scaled = { replicas, minReady: milliseconds(rollout.minReady) };
  const update = objectOf(spec.updateStrategy);
  const rolling = objectOf(update.rollingUpdate);
  switch (object.kind) {
    case 'Deployment':
      return {
        ...scaled,
        kind: 'Deployment',
        maxSurge: rollout.surge(replicas),
        maxUnavailable: rollout.unavailable(replicas),
        recreate: rollout.strategy === 'recreate',
        progressDeadline: milliseconds(rollout.progressDeadline ?? Infinity),
        paused: spec.paused === true,
      };
    case 'StatefulSet':
      return {
        ...scaled,
        kind: 'StatefulSet',
        partition: integerOf(rolling.partition) ?? 0,
        onDelete: update.type === 'OnDelete',
        parallel: spec.podManagementPolicy === 'Parallel',
      };
    case 'DaemonSet': {
      // Both are rounded up, and 1 may be missing where neither is stated (`util/daemonset_util.go`, `UnavailableCount`).
      const maxSurge = countOf(rolling.maxSurge ?? 0, replicas);
      const maxUnavailable = countOf(rolling.maxUnavailable ?? 1, replicas);
      return {
        ...scaled,
        kind: 'DaemonSet',
        maxSurge,
        maxUnavailable: maxSurge === 0 && maxUnavailable === 0 ? 1 : maxUnavailable,
        onDelete: update.type === 'OnDelete',
      };
    }
    case 'Pod':
      return { ...scaled, kind: 'Pod' };
    default:
      return { ...scaled, kind: 'ReplicaSet' };
  }
}

/** Why a new template replaces no pod, or not all of them, as a clause; nothing where it replaces every pod. */
export function unreplacedBecause(strategy: UpdateStrategy): string | undefined {
  switch (strategy.kind) {
    case 'Deployment':
      return strategy.paused ? 'the Deployment is paused, and a new template is not rolled out' : undefined;
    case 'StatefulSet':
    case 'DaemonSet':
      return strategy.onDelete
        ? 'with OnDelete a pod is replaced only when somebody deletes it'
        : strategy.kind === 'StatefulSet' && strategy.partition > 0
          ? `the partition leaves ${Math.min(strategy.partition, strategy.replicas)} of ${strategy.replicas} pods at the old template`
          : undefined;
    case 'ReplicaSet':
      return 'nothing that is modelled here replaces its pods when the template changes';
    case 'Pod':
      return 'a Pod of its own is replaced by nobody';
  }
}

function countOf(value: unknown, nodes: number): number {
  const share = typeof value === 'string' ? /^(\d{1,3})%$/.exec(value) : null;
  return share ? Math.ceil((Number(share[1]) * nodes) / 100) : Math.max(integerOf(value) ?? 0, 0);
}
