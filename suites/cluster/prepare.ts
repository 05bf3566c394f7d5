import { whyNoCluster } from '../../cluster/driver/prerequisites';
import { tellWhyNot } from '../../test/prerequisite';

/** Why the suite cannot run; empty when it can. */
export const WHY_NOT = 'PROBEWISE_CLUSTER_WHY_NOT';

/** Run once before the suite (`globalSetup`): packages are installed, and what has changed is built. */
export default function prepare(): void {
  const reason = whyNoCluster();
  // Few machines of a CI may make namespaces, mounts and control groups: it is told, and counted, and fails nothing.
  tellWhyNot(WHY_NOT, 'the suite of the cluster', reason && `this machine cannot run a cluster: ${reason}`, { optional: true });
}
