import { afterAll, beforeAll, describe } from '@jest/globals';
import { endClusters, startCluster, type Cluster } from '../../cluster/driver/cluster';
import { whyNot } from '../../test/prerequisite';
import { WHY_NOT } from './prepare';

const reason = whyNot(WHY_NOT, 'test:cluster');
/** Seconds. Images that are made for the first time are in it: Debian's base alone takes a minute. */
const START = 600;

/**
 * `describe` with a cluster of its own, where the machine can run one; otherwise skipped, and counted as such.
 *
 * @param prepare what the cluster is given before the first test
 */
export function describeOnCluster(
  name: string,
  prepare: (cluster: Cluster) => Promise<void>,
  tests: (cluster: () => Cluster) => void,
): void {
  (reason ? describe.skip : describe)(name, () => {
    let cluster: Cluster;
    beforeAll(async () => {
      cluster = await startCluster({ nodes: 2 });
      await prepare(cluster);
    }, START * 1000);
    // Also what a failed start has left.
    afterAll(endClusters, 60_000);
    tests(() => cluster);
  });
}
