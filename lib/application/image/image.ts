/** What an image is known to hold, because its application was read (`--app`). */
export interface Image {
  /** `Dockerfile of ./app`. */
  readonly origin: string;
  /** The image that the last stage is built from: `python:3.12-slim`, `scratch`. */
  readonly base: string;
  /** Nothing where the Dockerfile sets none: the base image may. */
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
  /** Values with holes for what a build argument decides. */
  readonly environment: ReadonlyMap<string, string>;
  /** `/` where the Dockerfile sets none. */
  readonly workingDir: string;
  /** TCP ports. */
  readonly exposed: readonly number[];
  /** The command of its HEALTHCHECK; nothing where the Dockerfile sets none, or NONE. */
  readonly healthcheck?: readonly string[];
  /** What its RUN instructions run, as text: what they install is named in it. */
  readonly runs: string;
  /** The directories and files that the Dockerfile puts there. */
  readonly copied: readonly string[];
  /** The text of one of its files; nothing where it is not known. */
  file(path: string): string | undefined;
  /** Whether there is certainly no file of this path: it would have come from the build context, and is not there. */
  lacks(path: string): boolean;
  /**
   * Where one of its files or folders may come from: paths in the build context, or on this machine where that is read, the
   * likeliest first.
   */
  sources(path: string): readonly string[];
}

/** An image without its tag and digest: `registry.example:5000/web` of `registry.example:5000/web:1@sha256:…`. */
export function imageName(image: string): string {
  return image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
}
