import { objectInWords } from '../../manifest/api-object';
import { autoscaledWorkloads } from '../../manifest/autoscaler';
import type { Bundle } from '../../manifest/bundle';
import { isObject, listOf, objectOf, textOf } from '../../manifest/json';
import type { Path } from '../../manifest/path';
import type { Workload } from '../../manifest/workload';
import type { Reading } from '../../reading/reading';
import type { Observation, Rule } from '../rule';

export const volumeBlocksRollout: Rule = {
  id: 'volume-blocks-rollout',
  model: 'clock',
  severity: 'warning',
  summary: 'Two pods want a volume that one node, or one pod, may have at a time',
  doc: {
    why:
      'A ReadWriteOnce volume is attached to one node. During a rolling update the new pod waits for it on another node ' +
      '("Multi-Attach error") while the old one waits for the new one to be ready: the rollout hangs until somebody deletes the old pod. ' +
      'On the same node both write to the files of one program, whose lock the new one does not get.',
    fix: 'strategy: Recreate for a single pod; ReadWriteMany, or a StatefulSet with a claim for each pod, for several.',
    judges:
      'Deployments, ReplicaSets and DaemonSets that name a PersistentVolumeClaim of the bundle with no other access mode than ' +
      'ReadWriteOnce, or ReadWriteOncePod (an error), and that run more than one pod, or one more during a rollout. StatefulSets with ' +
      'replicas above 1 that share such a claim. Silent where the claim is not in the bundle, and for ReadWriteOnce where the ' +
      'pods are bound to one node by its name.',
    source:
      'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes; ' +
      'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#recreate-deployment',
  },
  *check(reading) {
    const scaled = autoscaledWorkloads(reading.bundle);
    for (const workload of reading.bundle.workloads) {
      const claims = workload.finite || workload.object.kind === 'Pod' ? [] : claimsOf(reading.bundle, workload);
      const [claim] = [...claims.filter(({ mode }) => mode === 'ReadWriteOncePod'), ...(isPinned(workload) ? [] : claims)];
      const pods = workload.object.kind === 'DaemonSet' ? undefined : (scaled.get(workload.object)?.most ?? workload.replicas ?? 1);
      const seen = claim === undefined || pods === 0 ? undefined : why(reading, workload, pods);
      if (claim && seen) {
        yield {
          object: workload.object,
          path: seen.path ?? claim.path,
          severity: claim.mode === 'ReadWriteOncePod' ? 'error' : undefined,
          message: `${objectInWords(workload.object)} ${seen.message}, and claim ${claim.name} is ${claim.mode}`,
          consequence: seen.consequence,
          fix: seen.fix,
        };
      }
    }
  },
};

interface Claim {
  readonly name: string;
  readonly mode: 'ReadWriteOnce' | 'ReadWriteOncePod';
  readonly path: Path;
}

function claimsOf(bundle: Bundle, { podSpec, object, templatePath }: Workload): readonly Claim[] {
  return listOf(podSpec.volumes).flatMap((volume, index) => {
    const reference = objectOf(objectOf(volume).persistentVolumeClaim);
    const name = textOf(reference.claimName);
    const claim = name === undefined ? undefined : bundle.find('', 'PersistentVolumeClaim', object.namespace, name);
    const modes = new Set(listOf(objectOf(claim?.json.spec).accessModes));
    const [mode] = modes.size === 1 ? modes : [];
    return name !== undefined && (mode === 'ReadWriteOnce' || mode === 'ReadWriteOncePod')
      ? [{ name, mode, path: [...templatePath, 'spec', 'volumes', index] }]
      : [];
  });
}

type Why = Pick<Observation, 'message' | 'consequence' | 'fix'> & { readonly path?: Path };

function why(reading: Reading, workload: Workload, pods: number | undefined): Why | undefined {
  if (pods === undefined || pods > 1) {
    return {
      message: pods === undefined ? 'runs a pod on each node' : `may run ${pods} pods`,
      consequence: 'a pod on another node never starts',
      fix: 'use a ReadWriteMany claim, a StatefulSet with volumeClaimTemplates, or one replica',
    };
  }
  const { rollout } = reading.of(workload);
  return rollout.strategy === 'rolling' && rollout.surge(1) > 0
    ? {
        message: 'starts the new pod of a rollout beside the old one',
        consequence: 'on another node the new pod never gets the volume, and the rollout hangs until somebody deletes the old one',
        fix: 'set strategy.type: Recreate',
        path: isObject(objectOf(workload.object.json.spec).strategy) ? ['spec', 'strategy'] : ['spec'],
      }
    : undefined;
}

/** All its pods come to one node. */
function isPinned({ podSpec }: Workload): boolean {
  return textOf(podSpec.nodeName) !== undefined || textOf(objectOf(podSpec.nodeSelector)['kubernetes.io/hostname']) !== undefined;
}
