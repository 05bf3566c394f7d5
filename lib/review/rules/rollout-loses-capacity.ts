import { objectInWords } from '../../manifest/api-object';
import { autoscaledWorkloads, fewestPods } from '../../manifest/autoscaler';
import { objectOf } from '../../manifest/json';
import type { Rule } from '../rule';

/** From this share on, what is left has to carry at least double. */
const MUCH = 0.5;
/** The fewest pods that a rollout takes away without room for a further one. */
const ONE = 1;

export const rolloutLosesCapacity: Rule = {
  id: 'rollout-loses-capacity',
  model: 'clock',
  severity: 'warning',
  summary: 'A rollout may take half of the pods away at once',
  doc: {
    why:
      'What is left has to carry the load of all. Pods that are just enough for the day are not enough for that, and their probes ' +
      'are the first to fail.',
    fix: 'Use maxUnavailable: 0 with maxSurge: 1.',
    judges:
      'Deployments behind a Service for users, at the fewest pods that an autoscaler leaves. maxUnavailable is rounded down and ' +
      'maxSurge up, as the controller does it. ' +
      'Recreate with one replica is assumed to be a choice.',
    edits:
      'Sets maxUnavailable to 1, where that is less than half of the pods. Certain: no rollout takes more away, nor needs more room. ' +
      'Fewer pods would need room for one more, which the manifests do not show.',
    source: 'pkg/controller/deployment/util/deployment_util.go, ResolveFenceposts and MaxUnavailable',
  },
  demonstration: {
    scenario: 'rollout',
    when: 'a rollout',
    shows: 'lost requests',
    cured: (model) => ({ ...model, rollout: { ...model.rollout, maxUnavailable: 0, maxSurge: 1, recreate: false } }),
  },
  *check(reading) {
    const scaled = autoscaledWorkloads(reading.bundle);
    for (const workload of reading.bundle.workloads) {
      const pods = workload.object.kind === 'Deployment' ? (fewestPods(workload, scaled) ?? 0) : 0;
      const { rollout, servicesForUsers } = reading.of(workload);
      const recreate = rollout.strategy === 'recreate';
      const lost = recreate ? pods : rollout.unavailable(pods);
      if (pods === 0 || lost / pods < MUCH || (recreate && pods === 1) || servicesForUsers.length === 0) {
        continue;
      }
      yield {
        object: workload.object,
        path: ['spec', ...(workload.object.json.spec && 'strategy' in objectOf(workload.object.json.spec) ? ['strategy'] : [])],
        message:
          `${objectInWords(workload.object)} has ${pods} pod${pods > 1 ? 's' : ''}, and a rollout may take away ${lost} ` +
          `(${recreate ? 'Recreate' : 'maxUnavailable'})`,
        consequence:
          lost === pods ? 'nobody is served until the new pods are ready' : `${pods - lost} of ${pods} pods carry the whole load`,
        fix: 'use RollingUpdate with maxUnavailable: 0 and maxSurge: 1',
        edits: !recreate && ONE / pods < MUCH ? [{ path: ['spec', 'strategy', 'rollingUpdate', 'maxUnavailable'], value: ONE }] : undefined,
      };
    }
  },
};
