import { posix } from 'node:path';
import { cpusBy, Unknown } from '../value';
import { holeFor, unknownPiece, type Piece } from './piece';

/** What a command substitution must consist of to follow the node's CPUs. */
const CPU_COUNT = /\bnproc\b|\bcpu_count\b|\bsched_getaffinity\b|\bgetconf\s+_NPROCESSORS_(?:ONLN|CONF)\b|\/proc\/cpuinfo/;
/** What may bound it, or choose something else, in a way that is not followed. */
const BOUNDED = /\b(?:min|if|sort|head|tail|cap|limit|quota|cgroup)\b|[<>?]|\|\||&&/;
/** `dirname "$0"`, and the longer ways to say the folder of the script. */
const OWN_FOLDER =
  /^(?:cd\s+(?:-P\s+)?(?:--\s+)?"?\$\(\s*)?dirname\s+(?:--\s+)?"?\$(?:0|\{0\}|BASH_SOURCE|\{BASH_SOURCE(?:\[0\])?\})"?(?:\s*\)"?(?:\s*>\s*\/dev\/null(?:\s+2>&1)?)?\s*(?:&&|;)\s*pwd(?:\s+-P)?)?$/;

/**
 * What `$(…)` stands for: a number of CPUs, the folder of the script, or something that only running it could tell.
 *
 * @param path where the script lies, if that is known
 */
export function substituted(command: string, path: string | undefined): Piece {
  const text = command.trim();
  const [by] = CPU_COUNT.exec(text) ?? [];
  if (by !== undefined) {
    return holeFor(
      cpusBy(by, BOUNDED.test(text.replace(/2>\s*(?:\/dev\/null|&1)|(?:\|\||&&)\s*(?:echo\s+)?\d+$/g, '')) ? { perhaps: true } : {}),
    );
  }
  if (path !== undefined && OWN_FOLDER.test(text)) {
    return { text: posix.dirname(path) };
  }
  return unknownPiece(`$(${shortened(text)}) is known only where it runs`);
}

function shortened(text: string): string {
  const line = text.split('\n')[0];
  return line.length > 40 ? `${line.slice(0, 40)}…` : line;
}

/** Why `"$@"` is not known. */
export const ARGUMENTS = new Unknown('the arguments of the script are not known');
