/** How an API server is reached, and as whom. */
export interface Access {
  /** The name of the context; empty inside of a cluster. */
  readonly context: string;
  /** `https://10.0.0.1:6443`, with a path where the server stands behind one. */
  readonly server: string;
  /** The namespace of the context. */
  readonly namespace: string;
  readonly tls: Tls;
  /** Who asks: `Authorization` and, where somebody is impersonated, as whom. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
}

/** What a connection is opened with. Texts in PEM. */
export interface Tls {
  /** @default - the authorities that Node knows */
  readonly ca?: string;
  /** @default - no client certificate */
  readonly cert?: string;
  readonly key?: string;
  /** The name that the server's certificate must be for. @default - the host of the address */
  readonly servername?: string;
  /** Whether the certificate counts: what `insecure-skip-tls-verify` turns off. */
  readonly rejectUnauthorized: boolean;
}

/** A cluster that cannot be read at all. The message says why, and what to do. */
export class NoAccess extends Error {}
