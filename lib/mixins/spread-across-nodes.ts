import type { ApiObject } from 'cdk8s';
import type { IConstruct, IMixin } from 'constructs';
import { SELECTION } from './private/shapes';
import { Targets } from './private/targets';
import type { WorkloadSelection } from './workload-selection';
import { amend, AmendmentRank } from '../synthesis/amendment';
import { checkShapes } from '../props/shape';
import type { Json } from '../synthesis/json';
import { isServingWorkload, mapPodSpec, mapTemplate } from '../synthesis/pod-template';

const TOPOLOGIES = ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'];

const KINDS = 'Deployment, StatefulSet, ReplicaSet, Rollout';

/**
 * Replicas on different nodes and in different zones where there are any: one node that goes takes one replica with it.
 * A preference, never a reason to stay pending. What the pod already says about spreading or anti-affinity is left alone.
 */
export class SpreadAcrossNodes implements IMixin {
  private readonly targets: Targets;

  public constructor(selection: WorkloadSelection = {}) {
    checkShapes('SpreadAcrossNodes', selection, SELECTION);
    this.targets = new Targets({ mixin: 'SpreadAcrossNodes', fits: hasReplicas, looksFor: `workload with replicas (${KINDS})` }, selection);
  }

  /** Workloads that keep running, and whose pods a selector finds. */
  public supports(construct: IConstruct): boolean {
    return this.targets.supports(construct);
  }

  /** Puts the preferences on the pod, at synthesis. */
  public applyTo(construct: IConstruct): void {
    this.targets.applyTo(construct, (workload) =>
      amend(workload, { key: 'SpreadAcrossNodes', rank: AmendmentRank.SPREAD, apply: (object) => ({ object: spread(object) }) }),
    );
  }
}

function hasReplicas(construct: IConstruct): construct is ApiObject {
  return isServingWorkload(construct) && construct.kind !== 'Pod' && construct.kind !== 'DaemonSet';
}

function spread(object: Json): Json {
  const labelSelector = object.spec.selector;
  const constraints = TOPOLOGIES.map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector,
    // Without it the pods of the old version count during a rollout, and the new ones end up bunched. Ignored where
    // the pods carry no such label (a StatefulSet's).
    matchLabelKeys: ['pod-template-hash'],
  }));
  const preferred = [{ weight: 100, podAffinityTerm: { topologyKey: TOPOLOGIES[0], labelSelector } }];
  return mapTemplate(object, (template) =>
    mapPodSpec(template, (spec) => ({
      ...spec,
      topologySpreadConstraints: spec.topologySpreadConstraints ?? constraints,
      affinity: spec.affinity?.podAntiAffinity
        ? spec.affinity
        : {
            ...spec.affinity,
            podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: preferred },
          },
    })),
  );
}
