import { checkSubdomain } from '../props/dns-name';
import { checkShape, required, text } from '../props/shape';

/** Where TLS ends. It ends before the pod in every case, so the probes say `X-Forwarded-Proto: https`. */
export class Tls {
  /** At the ingress controller, with the certificate in this Secret (`kubernetes.io/tls`) of the chart's namespace. */
  public static secret(name: string): Tls {
    checkShape('TLS secret', name, required(text('obcms-tls')));
    checkSubdomain('TLS secret', name, 'obcms-tls');
    return new Tls(true, name);
  }

  /** At the ingress controller, with the certificate it has for everyone. */
  public static defaultCertificate(): Tls {
    return new Tls(true);
  }

  /** Before the ingress controller, or at the listener of a Gateway: the route itself knows no certificate. */
  public static elsewhere(): Tls {
    return new Tls(false);
  }

  private constructor(
    /** Whether the route names the hosts it has a certificate for. */
    public readonly atRoute: boolean,
    /** The Secret that holds the certificate. */
    public readonly secretName?: string,
  ) {}
}
