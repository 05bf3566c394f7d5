import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '../reading/problem';
import { readDockerfile } from './dockerfile';
import type { Image } from './image';

/** Where a Dockerfile is looked for, in this order. */
const DOCKERFILES = ['Dockerfile', 'Containerfile', 'docker/Dockerfile', 'build/Dockerfile'];
/** A script or a configuration file is far smaller. Bytes. */
const LARGEST_TEXT = 2 ** 20;

/** Reads the application of an image: its Dockerfile, and through it the scripts and files that it starts. */
export function readApplication(folder: string): { readonly image?: Image; readonly problems: readonly Problem[] } {
  const name = DOCKERFILES.find((candidate) => existsSync(join(folder, candidate)));
  const text = name && textAt(join(folder, name));
  if (!name || text === undefined) {
    const seen = existsSync(folder) ? `it has no ${DOCKERFILES.join(', no ')}` : 'there is no such folder';
    return { problems: [{ file: folder, message: seen }] };
  }
  return { image: readDockerfile(`${name} of ${folder}`, text, (path) => (isInside(path) ? textAt(join(folder, path)) : undefined)), problems: [] };
}

/** The build context ends at its folder. */
function isInside(path: string): boolean {
  return !path.split('/').includes('..');
}

function textAt(path: string): string | undefined {
  try {
    const { size } = statSync(path);
    return size <= LARGEST_TEXT ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
