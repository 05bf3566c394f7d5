import type { IConstruct, IMixin } from 'constructs';
import { amend, AmendmentRank } from '../synthesis/amendment';
import type { Json } from '../synthesis/json';
import { annotate, isServingWorkload, mapPodSpec, mapTemplate } from '../synthesis/pod-template';

/** What is said of a pod as a whole. */
export interface PodSettingsProps {
  readonly serviceAccountName?: string;
  readonly mountServiceAccountToken?: boolean;
  readonly imagePullSecrets?: readonly string[];
  readonly priorityClassName?: string;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly tolerations?: readonly object[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** What props say of a pod as a whole, on its template. What is said on the template as well, through cdk8s-plus, is added to. */
export class PodSettings implements IMixin {
  public constructor(private readonly props: PodSettingsProps) {}

  public supports(construct: IConstruct): boolean {
    return isServingWorkload(construct);
  }

  public applyTo(construct: IConstruct): void {
    if (isServingWorkload(construct)) {
      amend(construct, {
        key: 'PodSettings',
        rank: AmendmentRank.WORKERS,
        apply: (object) => ({ object: mapTemplate(object, (template) => this.addTo(template)) }),
      });
    }
  }

  private addTo(template: Json): Json {
    const { labels, annotations = {} } = this.props;
    const labelled = labels
      ? { ...template, metadata: { ...template.metadata, labels: { ...labels, ...template.metadata?.labels } } }
      : template;
    return mapPodSpec(annotate(labelled, annotations), (spec) => ({ ...spec, ...this.specOf(spec) }));
  }

  private specOf(spec: Json): Json {
    const { serviceAccountName, mountServiceAccountToken, imagePullSecrets, priorityClassName, nodeSelector, tolerations } = this.props;
    return {
      ...(serviceAccountName !== undefined && { serviceAccountName }),
      ...(mountServiceAccountToken !== undefined && { automountServiceAccountToken: mountServiceAccountToken }),
      ...(imagePullSecrets && { imagePullSecrets: [...(spec.imagePullSecrets ?? []), ...imagePullSecrets.map((name) => ({ name }))] }),
      ...(priorityClassName !== undefined && { priorityClassName }),
      ...(nodeSelector && { nodeSelector: { ...spec.nodeSelector, ...nodeSelector } }),
      ...(tolerations && { tolerations: [...(spec.tolerations ?? []), ...tolerations] }),
    };
  }
}
