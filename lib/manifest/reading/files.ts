import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LARGEST_FILE, readBytes } from './bytes';
import { inputsOf, type Inputs } from './inputs';
import { isManifest } from './manifest-name';
import type { Problem } from './problem';
import type { TextContents } from './text';

/** The name of the standard input. */
const STANDARD_INPUT = '-';
/** Folders that hold no manifests of the project. */
const PASSED_OVER: ReadonlySet<string> = new Set(['node_modules', '.git']);

/**
 * Reads files, and the manifests in folders and below them, in the order of their names. `-` is the standard input; `*`,
 * `**` and `?` in a path match as in a shell. A folder is entered once, whatever links lead to it.
 */
export function readFiles(paths: readonly string[]): Inputs {
  const problems: Problem[] = [];
  const contents: [string, TextContents][] = [];
  for (const file of new Set(paths.flatMap((path) => filesAt(path, problems)))) {
    const bytes = bytesOf(file, problems);
    if (bytes) {
      contents.push([file, readBytes(file, bytes)]);
    }
  }
  return inputsOf(contents, problems);
}

function filesAt(path: string, problems: Problem[]): string[] {
  if (path === STANDARD_INPUT) {
    return [path];
  }
  if (/[*?]/.test(path)) {
    const fixed = path.split('/').slice(0, path.split('/').findIndex((part) => /[*?]/.test(part))).join('/');
    const pattern = patternOf(path);
    const found = filesBelow(fixed || (path.startsWith('/') ? '/' : '.'), problems, new Set()).filter((file) => pattern.test(file));
    return found.length ? found : refuse(path, 'no file matches', problems);
  }
  try {
    return statSync(path).isDirectory() ? filesBelow(path, problems, new Set()).filter(isManifest) : [path];
  } catch (error) {
    return refuse(path, reason(error), problems);
  }
}

function filesBelow(folder: string, problems: Problem[], entered: Set<string>): string[] {
  try {
    const real = realpathSync(folder);
    if (entered.has(real)) {
      return [];
    }
    entered.add(real);
    return readdirSync(folder).sort().flatMap((name) => {
      const path = folder === '.' ? name : join(folder, name);
      return PASSED_OVER.has(name) ? [] : isFolder(path) ? filesBelow(path, problems, entered) : [path];
    });
  } catch (error) {
    return refuse(folder, reason(error), problems);
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    // A link that leads nowhere is a file that cannot be read, which is said when it is a manifest.
    return false;
  }
}

function bytesOf(file: string, problems: Problem[]): Uint8Array | undefined {
  try {
    const { size } = file === STANDARD_INPUT ? { size: 0 } : statSync(file);
    if (size > LARGEST_FILE) {
      refuse(file, `it has ${Math.ceil(size / 2 ** 20)} MiB, and a manifest at most ${LARGEST_FILE / 2 ** 20}`, problems);
      return undefined;
    }
    return readFileSync(file === STANDARD_INPUT ? 0 : file);
  } catch (error) {
    refuse(file, reason(error), problems);
    return undefined;
  }
}

function refuse(file: string, message: string, problems: Problem[]): [] {
  problems.push({ file, message });
  return [];
}

const REASONS: ReadonlyMap<unknown, string> = new Map([
  ['ENOENT', 'there is no such file'], ['EACCES', 'it may not be read'], ['EISDIR', 'it is a folder'], ['ELOOP', 'its links lead in a circle'],
]);

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS.get(code) ?? message;
}

function patternOf(glob: string): RegExp {
  const source = glob.replace(/^\.\//, '').replace(/\*\*\/|\*\*|[*?]|[^\w/]/g, (part) => {
    switch (part) {
      case '**/': return '(?:.*/)?';
      case '**': return '.*';
      case '*': return '[^/]*';
      case '?': return '[^/]';
      default: return `\\${part}`;
    }
  });
  return new RegExp(`^(?:\\./)?${source}$`);
}
