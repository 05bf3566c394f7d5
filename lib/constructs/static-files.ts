import type { Duration } from 'cdk8s';
import { Rejection } from '../props/rejection';
import { checkShape, checkShapes, duration, required, text } from '../props/shape';

/** How long collecting takes. */
export interface CollectAtStartProps {
  /** How long `collectstatic` takes under the container's CPU. It is part of the boot, so `startsWithin` has to be longer. */
  readonly takes: Duration;
}

/** Where static files come from. */
export class StaticFiles {
  /** From the image, where `collectstatic` put them when it was built. */
  public static inImage(): StaticFiles {
    return new StaticFiles();
  }

  /**
   * Collected by the image's start-up script into this directory, which becomes writable.
   *
   * @param path `STATIC_ROOT`, absolute
   */
  public static collectAtStart(path: string, props: CollectAtStartProps): StaticFiles {
    checkShape('path of the static files', path, required(text('/app/src/staticfiles')));
    checkShapes('props of collectAtStart', props, { takes: required(duration(30)) });
    if (!/^\/\S*[^/\s]$/.test(path)) {
      throw new Rejection(
        `static files at '${path}'`,
        'STATIC_ROOT is an absolute path and not the root itself',
        "use one such as '/app/src/staticfiles'",
      );
    }
    return new StaticFiles(path, props.takes.toSeconds({ integral: false }));
  }

  private constructor(
    /** The directory they are collected into; absent when the image has them. */
    public readonly path?: string,
    /** Seconds that collecting takes. */
    public readonly takesSeconds: number = 0,
  ) {}
}
