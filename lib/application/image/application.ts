import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '../../manifest/input/problem';
import { BuildContext } from './build-context';
import { readDockerfile } from './dockerfile';
import type { Image } from './image';
import { instructionsOf } from './instruction';

/** Where a Dockerfile is looked for, in this order. */
const DOCKERFILES = ['Dockerfile', 'Containerfile', 'docker/Dockerfile', 'build/Dockerfile'];
/** Dockerfiles that say what they are for: `Dockerfile.prod`, `web.Dockerfile`. */
const NAMED_DOCKERFILE = /^(?:Dockerfile|Containerfile)[.-](?!dockerignore$)[\w.-]+$|^[\w.-]+\.(?:Dockerfile|Containerfile)$/i;

/** What an image is built from. */
export interface Build {
  /** The folder that COPY takes its files from. */
  readonly context: string;
  /** The Dockerfile, wherever it lies. @default - the one of the context, where one fits */
  readonly dockerfile?: string;
}

/** The application of an image, as far as it could be read. */
export interface Application {
  readonly image?: Image;
  /** What could not be used of the files that were asked for until now. */
  problems(): readonly Problem[];
}

/** Reads the application of an image: its Dockerfile, and through it the scripts and files that it starts. */
export function readApplication({ context: folder, dockerfile }: Build): Application {
  const context = new BuildContext(folder);
  const application = (image?: Image): Application => ({ image, problems: () => [...context.problems] });
  const name = context.problems.length ? undefined : (dockerfile ?? dockerfileIn(context, folder));
  if (name === undefined) {
    return application();
  }
  const text = dockerfile === undefined ? context.text(name) : context.named(dockerfile);
  if (text === undefined) {
    if (context.problems.length === 0) {
      context.refuse(name, 'there is no such file; --dockerfile names the Dockerfile, as docker build -f does');
    }
    return application();
  }
  if (instructionsOf(text) === undefined) {
    context.refuse(dockerfile ?? join(folder, name), 'it has more instructions than are followed here');
    return application();
  }
  const image = readDockerfile(
    dockerfile ?? `${name} of ${folder}`,
    text,
    (path) => context.text(path),
    (path) => context.has(path),
  );
  return application({ ...image, sources: (path) => image.sources(path).map((source) => join(folder, source)) });
}

/** The one Dockerfile of a folder that fits. */
function dockerfileIn(context: BuildContext, folder: string): string | undefined {
  const usual = DOCKERFILES.find((name) => context.text(name) !== undefined);
  if (usual !== undefined || context.problems.length > 0) {
    return usual;
  }
  const named = namesIn(folder).filter((name) => NAMED_DOCKERFILE.test(name));
  if (named.length === 1) {
    return named[0];
  }
  return context.refuse(
    folder,
    named.length > 1
      ? `it has several Dockerfiles: ${named.slice(0, 5).join(', ')}; say which one: --dockerfile ${join(folder, named[0])}`
      : `it has no ${DOCKERFILES.join(', no ')} that can be read; name one elsewhere: --dockerfile FILE`,
  );
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
