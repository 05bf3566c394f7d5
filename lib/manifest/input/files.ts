import { closeSync, openSync, readdirSync, readSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LARGEST_FILE, readBytes } from './bytes';
import { inputsOf, type Inputs } from './inputs';
import { isManifest } from './manifest-name';
import type { Problem } from './problem';
import type { TextContents } from './text-contents';

/** The name of the standard input. */
const STANDARD_INPUT = '-';
/** Read at once, in bytes. */
const CHUNK = 2 ** 16;
/** Folders that hold no manifests of the project. */
const PASSED_OVER: ReadonlySet<string> = new Set(['node_modules', '.git']);

/**
 * Reads files, and the manifests in folders and below them, in the order of their names. `-` is the standard input; `*`,
 * `**` and `?` in a path match as in a shell. A folder is entered once, whatever links lead to it. A pipe is read where it
 * is named, as a shell's `<(…)` is; one in a folder would never end.
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
    const fixed = path
      .split('/')
      .slice(
        0,
        path.split('/').findIndex((part) => /[*?]/.test(part)),
      )
      .join('/');
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
    return readdirSync(folder)
      .sort()
      .flatMap((name) => {
        const path = folder === '.' ? name : join(folder, name);
        const kind = PASSED_OVER.has(name) ? 'other' : kindOf(path);
        return kind === 'folder' ? filesBelow(path, problems, entered) : kind === 'file' ? [path] : [];
      });
  } catch (error) {
    return refuse(folder, reason(error), problems);
  }
}

function kindOf(path: string): 'file' | 'folder' | 'other' {
  try {
    const status = statSync(path);
    return status.isDirectory() ? 'folder' : status.isFile() ? 'file' : 'other';
  } catch {
    // A link that leads nowhere is a file that cannot be read, which is said when it is a manifest.
    return 'file';
  }
}

function bytesOf(file: string, problems: Problem[]): Uint8Array | undefined {
  let descriptor = 0;
  try {
    descriptor = file === STANDARD_INPUT ? 0 : openSync(file, 'r');
    return bytesFrom(descriptor);
  } catch (error) {
    refuse(file, reason(error), problems);
    return undefined;
  } finally {
    if (descriptor !== 0) {
      closeSync(descriptor);
    }
  }
}

/** What comes from a file or pipe, and no more of it than is needed to see that it is too much. */
function bytesFrom(descriptor: number): Uint8Array {
  const chunks: Uint8Array[] = [];
  let total = 0;
  for (let read = CHUNK; read > 0 && total <= LARGEST_FILE; total += read) {
    const chunk = Buffer.allocUnsafe(CHUNK);
    read = readWhenReady(descriptor, chunk);
    chunks.push(chunk.subarray(0, read));
  }
  return Buffer.concat(chunks, total);
}

/** A pipe that another program made non-blocking answers EAGAIN until something is in it. */
function readWhenReady(descriptor: number, chunk: Uint8Array): number {
  for (;;) {
    try {
      return readSync(descriptor, chunk);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') {
        throw error;
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

function refuse(file: string, message: string, problems: Problem[]): [] {
  problems.push({ file, message });
  return [];
}

const REASONS: ReadonlyMap<unknown, string> = new Map([
  ['ENOENT', 'there is no such file'],
  ['EACCES', 'it may not be read'],
  ['EISDIR', 'it is a folder'],
  ['ELOOP', 'its links lead in a circle'],
]);

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return REASONS.get(code) ?? message;
}

function patternOf(glob: string): RegExp {
  const source = glob.replace(/^\.\//, '').replace(/\*\*\/|\*\*|[*?]|[^\w/]/g, (part) => {
    switch (part) {
      case '**/':
        return '(?:.*/)?';
      case '**':
        return '.*';
      case '*':
        return '[^/]*';
      case '?':
        return '[^/]';
      default:
        return `\\${part}`;
    }
  });
  return new RegExp(`^(?:\\./)?${source}$`);
}
