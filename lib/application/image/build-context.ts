import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, sep } from 'node:path';
import type { Problem } from '../../manifest/input/problem';

/** A script or a configuration file is far smaller. Bytes. */
const LARGEST_TEXT = 2 ** 20;

/** What is there and cannot be used; anything else is not there. */
const REASONS: ReadonlyMap<unknown, string> = new Map([
  ['EACCES', 'it may not be read'],
  ['EPERM', 'it may not be read'],
  ['ELOOP', 'its links lead in a circle'],
]);

/** A folder whose files are read when they are asked for, each once. */
export class BuildContext {
  public readonly problems: Problem[] = [];
  private readonly texts = new Map<string, string | undefined>();
  private readonly root: string = '';

  public constructor(private readonly folder: string) {
    try {
      this.root = realpathSync(folder);
      if (!statSync(folder).isDirectory()) {
        this.refuse(folder, 'it is no folder; --app names the build context, the folder that COPY takes its files from');
      }
    } catch (error) {
      this.refuse(folder, REASONS.get(codeOf(error)) ?? 'there is no such folder');
    }
  }

  /** The text of a file by its path in the folder; nothing where it is not there, or cannot be used. */
  public text(path: string): string | undefined {
    if (!this.texts.has(path)) {
      this.texts.set(path, this.inside(path));
    }
    return this.texts.get(path);
  }

  /** Whether there is a file of this path at all, be it of use or not. */
  public has(path: string): boolean {
    return !path.includes('\0') && existsSync(join(this.folder, path));
  }

  /** The text of a file that the user names, wherever it lies. */
  public named(file: string): string | undefined {
    return this.read(file, file);
  }

  public refuse(file: string, message: string): undefined {
    this.problems.push({ file, message });
    return undefined;
  }

  /** Nothing for what is not there; for what is there and cannot be used a problem besides. */
  private inside(path: string): string | undefined {
    const file = join(this.folder, path);
    if (path.includes('\0') || isAbsolute(path)) {
      return undefined;
    }
    try {
      const real = realpathSync(file);
      if (real !== this.root && !real.startsWith(this.root.endsWith(sep) ? this.root : this.root + sep)) {
        // The build context ends at its folder, and so does what a pull request may have read.
        return path.split('/').includes('..')
          ? undefined
          : this.refuse(file, `its link leads out of ${this.folder}; nothing outside of it is read`);
      }
      return this.read(file, real);
    } catch (error) {
      return this.failed(file, error);
    }
  }

  private read(file: string, real: string): string | undefined {
    try {
      const stat = statSync(real);
      if (!stat.isFile()) {
        return undefined;
      }
      if (stat.size > LARGEST_TEXT) {
        const size = Math.ceil(stat.size / 2 ** 20);
        return this.refuse(file, `it has ${size} MiB, and a script or a configuration file at most ${LARGEST_TEXT / 2 ** 20}`);
      }
      const text = readFileSync(real, 'utf8');
      return text.includes('\0') ? this.refuse(file, 'it is a binary file: it holds NUL bytes') : text;
    } catch (error) {
      return this.failed(file, error);
    }
  }

  private failed(file: string, error: unknown): undefined {
    const reason = REASONS.get(codeOf(error));
    return reason === undefined ? undefined : this.refuse(file, reason);
  }
}

function codeOf(error: unknown): unknown {
  return (error as NodeJS.ErrnoException).code;
}
