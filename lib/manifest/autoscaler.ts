import type { ApiObject } from './api-object';
import type { Bundle } from './bundle';
import { integerOf, objectOf, textOf } from './json';
import type { Workload } from './workload';

/** What changes the number of a workload's pods: a HorizontalPodAutoscaler or a KEDA ScaledObject. */
export interface Autoscaler {
  readonly object: ApiObject;
  readonly targetKind: string;
  readonly targetName: string;
  /** The fewest pods. */
  readonly least: number;
  readonly most?: number;
}

/** The autoscalers of a bundle. */
export function autoscalersOf(bundle: Bundle): readonly Autoscaler[] {
  return [
    ...bundle.ofKind('autoscaling', 'HorizontalPodAutoscaler').map((object) => autoscalerOf(object, 'minReplicas', 'maxReplicas', 1)),
    ...bundle.ofKind('keda.sh', 'ScaledObject').map((object) => autoscalerOf(object, 'minReplicaCount', 'maxReplicaCount', 0)),
  ];
}

function autoscalerOf(object: ApiObject, leastField: string, mostField: string, leastDefault: number): Autoscaler {
  const spec = objectOf(object.json.spec);
  const target = objectOf(spec.scaleTargetRef);
  return {
    object,
    targetKind: textOf(target.kind) ?? 'Deployment',
    targetName: textOf(target.name) ?? '',
    least: Math.max(integerOf(spec[leastField]) ?? leastDefault, 0),
    most: integerOf(spec[mostField]),
  };
}

/** The autoscaler of each workload that has one. */
export function autoscaledWorkloads(bundle: Bundle): ReadonlyMap<ApiObject, Autoscaler> {
  const scaled = new Map<ApiObject, Autoscaler>();
  for (const autoscaler of autoscalersOf(bundle)) {
    const target = targetOf(bundle, autoscaler);
    if (target) {
      scaled.set(target, autoscaler);
    }
  }
  return scaled;
}

const TARGET_GROUPS: Readonly<Record<string, string>> = {
  Deployment: 'apps',
  StatefulSet: 'apps',
  ReplicaSet: 'apps',
  Rollout: 'argoproj.io',
};

/** The object that an autoscaler scales, if it is in the bundle. */
export function targetOf(bundle: Bundle, { object, targetKind, targetName }: Autoscaler): ApiObject | undefined {
  return bundle.find(TARGET_GROUPS[targetKind] ?? '', targetKind, object.namespace, targetName);
}

/** How few pods a workload may have: what its autoscaler leaves it at least, or its own replicas. */
export function fewestPods(workload: Workload, scaled: ReadonlyMap<ApiObject, Autoscaler>): number | undefined {
  return scaled.get(workload.object)?.least ?? workload.replicas;
}
