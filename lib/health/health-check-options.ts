/** The protocol of a health check. */
export enum HealthCheckKind {
  /** A GET that must answer with a status from 200 to 399. */
  HTTP = 'http',
  /** A connection that must be accepted. */
  TCP = 'tcp',
  /** The standard gRPC health protocol. */
  GRPC = 'grpc',
  /** A command in the container that must exit with 0. */
  EXEC = 'exec',
}

/** Where and how an HTTP check asks. */
export interface HttpCheckOptions {
  /**
   * The port to ask.
   *
   * @default - the port that serves the users
   */
  readonly port?: number;
  /**
   * The name of the container port to ask. Not together with `port`.
   *
   * @default - the port that serves the users
   */
  readonly portName?: string;
  /**
   * Ask over TLS. The kubelet does not verify the certificate.
   *
   * @default false
   */
  readonly tls?: boolean;
  /**
   * Request headers. They win over the `Host` and `X-Forwarded-Proto` that a service with hosts and TLS sends.
   *
   * @default - none
   */
  readonly headers?: { readonly [name: string]: string };
}

/** Where a TCP check connects. */
export interface TcpCheckOptions {
  /**
   * The port to connect to.
   *
   * @default - the port that serves the users
   */
  readonly port?: number;
}

/** Whom a gRPC check asks. */
export interface GrpcCheckOptions {
  /**
   * The port to ask; gRPC probes know numbers only, no names.
   *
   * @default - the port that serves the users
   */
  readonly port?: number;
  /**
   * The service named in the health request.
   *
   * @default - the empty name: the server as a whole
   */
  readonly service?: string;
}
