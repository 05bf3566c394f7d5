import type { ApiObject } from 'cdk8s';
import { inheritedTemplate } from './inherited-template';
import type { OwnPart } from './inherited-template';
import { amend, AmendmentRank } from '../../synthesis/amendment';
import { mapTemplate } from '../../synthesis/pod-template';

/** The pods of a web service, for who runs beside them. */
export interface WebPod {
  /** The web Deployment. */
  readonly deployment: ApiObject;
  /** Its container that serves. */
  readonly container: string;
  /** The web service's name, for the labels. */
  readonly name: string;
}

/**
 * Gives a workload the pods of the web, with a part of its own. At synthesis: what is set later on the web, through cdk8s-plus, a
 * mixin or a patch, is there. What the workload's own template says wins.
 */
export function inheritPod(workload: ApiObject, web: WebPod, own: OwnPart): void {
  amend(workload, {
    key: 'inherited pod',
    rank: AmendmentRank.WORKERS,
    apply: (object) => {
      const inherited = inheritedTemplate(web.deployment.toJson(), web.container, own);
      return {
        object: mapTemplate(object, ({ metadata, spec }) => ({
          metadata: { ...inherited.metadata, ...metadata, labels: { ...inherited.metadata.labels, ...metadata.labels } },
          spec: { ...inherited.spec, ...spec },
        })),
      };
    },
  });
}
