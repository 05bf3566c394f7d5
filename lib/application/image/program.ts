import type { Image } from './image';
import { imageName } from './image';

/** Public base images of which it is certain that they come without these programs: their Dockerfiles, Debian, Alpine. */
const LACKING: readonly (readonly [RegExp, RegExp, readonly string[]])[] = [
  [/^(python|node|ruby)$/, /slim/, ['curl', 'wget', 'nc']],
  // BusyBox brings wget and nc.
  [/^(python|node|ruby|golang|php)$/, /alpine/, ['curl']],
  [/^(debian|ubuntu)$/, /^/, ['curl', 'wget', 'nc']],
  [/^alpine$/, /^/, ['curl']],
];

/**
 * Whether an image certainly has no such program: its base comes without, and nothing that its Dockerfile runs or copies names it.
 * A COPY of a whole folder, or from another image, may bring anything under any name.
 */
export function lacksProgram({ base, runs, copied }: Image, program: string): boolean {
  const name = imageName(base).replace(/^(docker\.io\/)?(library\/)?/, '');
  const tag = base.slice(imageName(base).length);
  return (
    LACKING.some(([image, tags, programs]) => image.test(name) && tags.test(tag) && programs.includes(program)) &&
    !new RegExp(`\\b${program}\\b`).test(runs) &&
    // What brings many packages at once may bring this one.
    !/\b(build-essential|buildpack-deps|devscripts|dev\.txt)\b|\bxargs\b|\.sh\b/.test(runs) &&
    !copied.some((path) => path.endsWith(`/${program}`) || /^\/(usr\/)?(local\/)?s?bin\/?$/.test(path))
  );
}
