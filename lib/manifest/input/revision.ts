import { spawnSync } from 'node:child_process';
import { readBytes } from './bytes';
import { inputsOf, type Inputs } from './inputs';
import { isManifest } from './manifest-name';
import type { TextContents } from './text-contents';

/** More than a repository's manifests come to, and less than what would not fit into memory. Bytes. */
const LARGEST_ANSWER = 512 * 2 ** 20;
/** Git's own mode of a symbolic link: its content is the name of another file. */
const LINK = '120000';

interface Blob {
  readonly id: string;
  readonly file: string;
}

/**
 * Reads manifests as they stand in a git revision: `REVISION:PATH` as git itself understands it (from the root of the
 * repository, or from here after `./`), or `REVISION` for everything from here downward. Git runs no hook and no
 * program of the repository for this.
 */
export function readRevision(named: string): Inputs {
  const object = named.includes(':') ? named : `${named}:./`;
  const found = git(['rev-parse', '--verify', '--quiet', '--end-of-options', object]);
  if (found.failure !== undefined) {
    return unusable(named, 'there is no such file, and git knows no such revision here');
  }
  const id = found.text.trim();
  const blobs = git(['cat-file', '-t', id]).text.trim() === 'tree' ? blobsBelow(id, object) : [{ id, file: named }];
  const answers = blobs.length
    ? git(['cat-file', '--batch'], blobs.map((blob) => `${blob.id}\n`).join(''))
    : { bytes: Buffer.alloc(0), failure: undefined };
  if (answers.failure !== undefined) {
    return unusable(named, `git cannot read it (${answers.failure})`);
  }
  return inputsOf(contentsOf(blobs, answers.bytes));
}

/** `ls-tree -z`: mode, type, id and, after a tab, the path, which may hold any character but NUL. */
function blobsBelow(tree: string, object: string): Blob[] {
  const prefix = object.replace(/:\.\/$/, ':').replace(/([^:/])$/, '$1/');
  return git(['ls-tree', '-r', '-z', '--full-tree', tree])
    .text.split('\0')
    .filter(Boolean)
    .flatMap((entry) => {
      const [fields, path] = [entry.slice(0, entry.indexOf('\t')), entry.slice(entry.indexOf('\t') + 1)];
      const [mode, type, id] = fields.split(' ');
      return type === 'blob' && mode !== LINK && isManifest(path) ? [{ id, file: `${prefix}${path}` }] : [];
    });
}

/** `cat-file --batch`: for each a line `id type size`, the content, and a line break. */
function* contentsOf(blobs: readonly Blob[], answer: Buffer): Iterable<readonly [string, TextContents]> {
  let offset = 0;
  for (const { file } of blobs) {
    const end = answer.indexOf('\n', offset);
    const size = Number(answer.toString('latin1', offset, end).split(' ')[2]);
    yield [file, readBytes(file, answer.subarray(end + 1, end + 1 + size))];
    offset = end + 1 + size + 1;
  }
}

function unusable(file: string, message: string): Inputs {
  return inputsOf([], [{ file, message }]);
}

function git(args: readonly string[], input = ''): { readonly bytes: Buffer; readonly text: string; readonly failure?: string } {
  const { status, stdout, stderr, error } = spawnSync('git', args, { input, maxBuffer: LARGEST_ANSWER });
  const bytes = stdout ?? Buffer.alloc(0);
  const failure = error
    ? ((error as NodeJS.ErrnoException).code ?? error.message)
    : status === 0
      ? undefined
      : String(stderr).split('\n')[0] || `exit ${status}`;
  return { bytes, text: bytes.toString('utf8'), failure };
}
