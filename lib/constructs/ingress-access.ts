import { checkNamespace } from '../props/dns-name';
import { checkShape, checkShapes, required, text } from '../props/shape';

/** Who else may connect. */
export interface IngressAccessProps {
  /**
   * The namespace that Prometheus runs in; admitted to the metrics only.
   *
   * @default - the ingress controller's namespace only
   */
  readonly metricsFrom?: string;
}

/** Who may connect to the pods: a NetworkPolicy. The kubelet's probes come from the node, which network plugins let through. */
export class IngressAccess {
  /** The pods of the namespace that the ingress controller runs in, `ingress-nginx` for example. */
  public static fromNamespace(namespace: string, props: IngressAccessProps = {}): IngressAccess {
    checkShape('namespace', namespace, required(text('ingress-nginx')));
    checkShapes('IngressAccess props', props, { metricsFrom: text('monitoring') });
    for (const name of [namespace, ...(props.metricsFrom === undefined ? [] : [props.metricsFrom])]) {
      checkNamespace('namespace', name, 'ingress-nginx');
    }
    return new IngressAccess(namespace, props.metricsFrom);
  }

  private constructor(
    /** Where the ingress controller runs. */
    public readonly namespace: string,
    /** Where Prometheus runs. */
    public readonly metricsFrom?: string,
  ) {}
}
