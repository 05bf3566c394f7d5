import { readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Problem } from '../../manifest/input/problem';
import { readDockerfile } from './dockerfile';
import type { Image } from './image';

/** Where a Dockerfile is looked for, in this order. */
const DOCKERFILES = ['Dockerfile', 'Containerfile', 'docker/Dockerfile', 'build/Dockerfile'];
/** A script or a configuration file is far smaller. Bytes. */
const LARGEST_TEXT = 2 ** 20;

/** The application of an image, as far as it could be read. */
export interface Application {
  readonly image?: Image;
  /** Grows while the image is asked for more of its files. */
  readonly problems: readonly Problem[];
}

/** Reads the application of an image: its Dockerfile, and through it the scripts and files that it starts. */
export function readApplication(folder: string): Application {
  const context = new BuildContext(folder);
  if (context.problems.length) {
    return context;
  }
  for (const name of DOCKERFILES) {
    const text = context.text(name);
    if (text !== undefined) {
      const image = readDockerfile(`${name} of ${folder}`, text, (path) => context.text(path));
      return {
        image: { ...image, sources: (path) => image.sources(path).map((source) => join(folder, source)) },
        problems: context.problems,
      };
    }
  }
  context.refuse(folder, `it has no ${DOCKERFILES.join(', no ')} that can be read`);
  return context;
}

/** A folder whose files are read when they are asked for, each once. */
class BuildContext {
  public readonly problems: Problem[] = [];
  private readonly texts = new Map<string, string | undefined>();
  private readonly root: string = '';

  public constructor(private readonly folder: string) {
    try {
      this.root = realpathSync(folder);
      if (!statSync(folder).isDirectory()) {
        this.refuse(folder, 'it is no folder; --app names the folder with the Dockerfile');
      }
    } catch (error) {
      this.refuse(folder, REASONS.get(codeOf(error)) ?? 'there is no such folder');
    }
  }

  public text(path: string): string | undefined {
    if (!this.texts.has(path)) {
      this.texts.set(path, this.read(path));
    }
    return this.texts.get(path);
  }

  public refuse(file: string, message: string): undefined {
    this.problems.push({ file, message });
    return undefined;
  }

  /** Nothing for what is not there; for what is there and cannot be used a problem besides. */
  private read(path: string): string | undefined {
    const file = join(this.folder, path);
    try {
      const real = realpathSync(file);
      if (real !== this.root && !real.startsWith(this.root.endsWith(sep) ? this.root : this.root + sep)) {
        // The build context ends at its folder, and so does what a pull request may have read.
        return path.split('/').includes('..')
          ? undefined
          : this.refuse(file, `its link leads out of ${this.folder}; nothing outside of it is read`);
      }
      const stat = statSync(real);
      if (!stat.isFile()) {
        return undefined;
      }
      if (stat.size > LARGEST_TEXT) {
        return this.refuse(
          file,
          `it has ${Math.ceil(stat.size / 2 ** 20)} MiB, and a script or a configuration file at most ${LARGEST_TEXT / 2 ** 20}`,
        );
      }
      const text = readFileSync(real, 'utf8');
      return text.includes('\0') ? this.refuse(file, 'it is a binary file: it holds NUL bytes') : text;
    } catch (error) {
      const reason = REASONS.get(codeOf(error));
      return reason === undefined ? undefined : this.refuse(file, reason);
    }
  }
}

/** What is there and cannot be used; anything else is not there. */
const REASONS: ReadonlyMap<unknown, string> = new Map([
  ['EACCES', 'it may not be read'],
  ['EPERM', 'it may not be read'],
  ['ELOOP', 'its links lead in a circle'],
]);

function codeOf(error: unknown): unknown {
  return (error as NodeJS.ErrnoException).code;
}
