import { Rejection } from '../words/rejection';

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
    for (const name of [namespace, ...(props.metricsFrom === undefined ? [] : [props.metricsFrom])]) {
      if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) {
        throw new Rejection(`namespace '${name}'`, 'the name of a namespace is a DNS label: a-z, 0-9 and -, at most 63', "use a name such as 'ingress-nginx'");
      }
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
