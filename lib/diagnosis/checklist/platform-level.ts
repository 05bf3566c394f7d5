import { objectInWords } from '../../manifest/api-object';
import { conditionOf } from '../state/pod-state';
import { mainContainers, no, unlessCause, unseen, yes } from './answers';
import type { Item } from './item';

export const PLATFORM_LEVEL: readonly Item[] = [
  {
    level: 'platform',
    says: 'The workload is available, as the platform counts it',
    answer({ scenes }) {
      const away = scenes.find(({ object }) => conditionOf(object, 'Available')?.status === 'False');
      const short = scenes.find(({ wanted, ready }) => wanted !== undefined && ready.length < wanted);
      const bad = away ?? short;
      return bad
        ? no(`${objectInWords(bad.object)}: ${bad.ready.length} of ${bad.wanted ?? '?'} ready`)
        : scenes.length
          ? yes(
              scenes
                .slice(0, 3)
                .map(({ object, ready, wanted }) => `${objectInWords(object)}: ${ready.length} of ${wanted ?? '?'} ready`)
                .join(', '),
            )
          : unseen('no workload that keeps running was read');
    },
  },
  {
    level: 'platform',
    says: 'Probes are set as they should be',
    answer(sight) {
      const without = mainContainers(sight).find(
        ({ container }) => container.spec && !container.spec.readiness && container.spec.ports.length > 0,
      );
      return without
        ? no(`Pod ${without.pod.object.name}, container ${without.container.name} declares a port and has no readiness probe`)
        : mainContainers(sight).some(({ container }) => container.spec?.readiness)
          ? yes('containers with ports have a readiness probe; what a review reports of them stands beneath')
          : unseen('no container with a port was read');
    },
  },
  {
    level: 'platform',
    says: 'Probes pass',
    answer(sight) {
      const probed = mainContainers(sight).filter(({ container }) => container.spec?.readiness);
      const bad = probed.find(({ container }) => !container.ready);
      return bad
        ? no(`Pod ${bad.pod.object.name}, container ${bad.container.name} is not ready`)
        : probed.length
          ? yes(`${probed.length} of ${probed.length} probed containers are ready`)
          : unseen('no container has a readiness probe');
    },
  },
  {
    level: 'platform',
    says: 'The last release came through',
    answer(sight) {
      const stuck = sight.scenes.find(({ object }) => conditionOf(object, 'Progressing')?.status === 'False');
      const done = sight.scenes.find(({ object }) => conditionOf(object, 'Progressing')?.reason === 'NewReplicaSetAvailable');
      return (
        unlessCause(sight, 'rollout-stuck') ??
        (stuck
          ? no(`${objectInWords(stuck.object)}: ${conditionOf(stuck.object, 'Progressing')!.message}`)
          : done
            ? yes(`${objectInWords(done.object)}: ${conditionOf(done.object, 'Progressing')!.message}`)
            : unseen('no Deployment says how its rollout went'))
      );
    },
  },
  {
    level: 'platform',
    says: 'The nodes are well',
    answer(sight) {
      const nodes = sight.state.bundle.ofKind('', 'Node');
      return (
        unlessCause(sight, 'node-not-ready', 'evicted') ??
        (nodes.length ? yes(`${nodes.length} of ${nodes.length} nodes that pods run on are ready`) : unseen('nodes were not read'))
      );
    },
  },
];
