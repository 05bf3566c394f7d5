import { KUBE_SCORE } from './checks';
import { HELM, install } from '../../test/go-tool';
import { tellWhyNot } from '../../test/prerequisite';

/** Why the suite cannot run; empty when it can. */
export const WHY_NOT = 'PROBEWISE_PEERS_WHY_NOT';

/** Run once before the suite (`globalSetup`). */
export default function prepare(): void {
  tellWhyNot(
    WHY_NOT,
    'the suite of peers',
    [KUBE_SCORE, HELM].map(install).find((reason) => reason !== undefined),
  );
}
