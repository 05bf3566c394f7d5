import type { Path } from '../manifest/path';
import type { Platform } from './platform';

/** A value, and where it is written in the platform's file. */
export interface Written<T> {
  readonly value: T;
  readonly path: Path;
}

/** From where an image is built: folders and files from that of the platform's file on. */
export interface Build {
  readonly context: string;
  /** From the context on, or from the platform's file on where `dockerfileBeside`. */
  readonly dockerfile?: string;
  readonly dockerfileBeside?: boolean;
  /**
   * Where the files of the context come to lie when a buildpack builds it, which takes no notice of a Dockerfile there.
   *
   * @default - a Dockerfile builds it
   */
  readonly source?: string;
}

/** How a platform reaches the process of a service. */
export interface Entrance {
  /** `Fly Proxy (internal_port)`. */
  readonly by: string;
  /**
   * The port that it sends requests to.
   *
   * @default - what the variable PORT says, which the platform sets to a number of its own
   */
  readonly port?: Written<number>;
}

/** How a platform asks whether a service is well. */
export interface HealthCheck {
  readonly path: Path;
  readonly asks: { readonly exec: readonly string[] } | { readonly httpPath: string } | { readonly tcp: true };
  /** Seconds. */
  readonly period?: number;
  /** Seconds. */
  readonly timeout?: number;
  readonly failures?: number;
  /** Seconds. */
  readonly delay?: number;
  /** What the platform does when it fails: `liveness` ends the process, `readiness` keeps users away, `startup` ends a release. */
  readonly roles: readonly ('liveness' | 'readiness' | 'startup')[];
}

/** An application as a platform is told of it. */
export interface Service {
  readonly platform: Platform;
  readonly name: string;
  /** Where all of it is written. */
  readonly path: Path;
  /** The image that it runs, or a name for the one that is built for it. */
  readonly image: string;
  /**
   * From where its image is built, beside the platform's file.
   *
   * @default - it is not built here
   */
  readonly build?: Build;
  readonly entrypoint?: Written<readonly string[]>;
  readonly command?: Written<readonly string[]>;
  /** By name; a hole where the value is not written. */
  readonly environment: ReadonlyMap<string, Written<string>>;
  /** Whether variables may be set that are not written here, as the platform's own settings do. */
  readonly open: boolean;
  readonly entrance?: Entrance;
  readonly health?: HealthCheck;
  /** Bytes. */
  readonly memory?: Written<number>;
  /** CPUs. */
  readonly cpu?: Written<number>;
  readonly replicas?: Written<number>;
  /** Seconds from the signal to the kill. */
  readonly grace?: Written<number>;
  /** The signal that asks it to end. @default SIGTERM */
  readonly stopSignal?: Written<string>;
  /** Whether it is made to run to an end: a release command, a cron job. */
  readonly finite?: boolean;
}
