import { posix } from 'node:path';
import type { Image } from './image';
import { instructionsOf } from './instruction';
import { isBelow, Stage, type Copied } from './stage';

/**
 * Reads a Dockerfile: its last stage, and the stages that it is built from.
 *
 * @param origin how to call it in a message
 * @param context the text of a file of the build context, by its path there
 * @param has whether the build context has such a file at all
 */
export function readDockerfile(
  origin: string,
  text: string,
  context: (path: string) => string | undefined,
  has: (path: string) => boolean = (path) => context(path) !== undefined,
): Image {
  const stages = new Map<string, Stage>();
  let stage = new Stage('', undefined, stages);
  for (const instruction of instructionsOf(text) ?? []) {
    if (instruction.name === 'FROM') {
      const [, base = '', alias] = /^(?:--\S+\s+)*(\S+)(?:\s+as\s+(\S+))?/i.exec(instruction.rest) ?? [];
      stage = new Stage(base, stages.get(base.toLowerCase()), stages);
      stages.set((alias ?? `${stages.size}`).toLowerCase(), stage);
    } else {
      stage.apply(instruction);
    }
  }
  const { base, entrypoint, cmd, environment, workingDir, exposed, healthcheck, runs, copied, files } = stage;
  const absolute = (path: string) => posix.resolve(workingDir, path);
  return {
    origin,
    base,
    entrypoint,
    cmd,
    environment,
    workingDir,
    exposed,
    healthcheck,
    runs,
    copied: copied.map(({ target }) => target),
    file: (path) => fileOf(copied, absolute(path), context) ?? files.get(absolute(path)),
    lacks: (path) => stage.isWhole(absolute(path)) && !sourcesOf(copied, absolute(path)).some(has) && !files.has(absolute(path)),
    sources: (path) => sourcesOf(copied, absolute(path)),
  };
}

function fileOf(copied: readonly Copied[], path: string, context: (path: string) => string | undefined): string | undefined {
  for (const source of sourcesOf(copied, path)) {
    const text = context(source);
    if (text !== undefined) {
      return text;
    }
  }
  return undefined;
}

/** The last copy that covers a path wins. */
function sourcesOf(copied: readonly Copied[], path: string): string[] {
  return [...copied]
    .reverse()
    .filter(({ target }) => isBelow(path, target))
    .map(({ source, target }) => posix.join(source, path.slice(target.length)).replace(/^\.?\//, ''));
}
