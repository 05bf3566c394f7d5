import { HOLE } from './partial-text';

/**
 * What references may add to a text. Longer ones start no process: `execve` takes 32 pages for one argument or variable
 * (`MAX_ARG_STRLEN`, Linux' `include/uapi/linux/binfmts.h`), and variables that double each other would fill the memory.
 */
const MOST_ADDED = 131_072;

/**
 * Kubernetes' own `$(VAR)` expansion (`third_party/forked/golang/expansion/expand.go`, `Expand`): `$$` is a dollar sign,
 * and a reference to a name that is not known stays as it stands.
 *
 * @param lookup the value of a variable, or nothing where it is not set
 */
export function expandReferences(text: string, lookup: (name: string) => string | undefined): string {
  // `$(` without a closing parenthesis, and a dollar sign before anything else, are ordinary text.
  return filledIn(text, /\$(?:\$|\(([^)]*)\))/g, (reference, name) => (name === undefined ? '$' : (lookup(name) ?? reference)));
}

/** The text with every match replaced; a hole where that would be longer than the text of any process. */
export function filledIn(text: string, pattern: RegExp, value: (match: string, ...groups: (string | undefined)[]) => string): string {
  let added = 0;
  const filled = text.replace(pattern, (match: string, ...groups: (string | undefined)[]) => {
    if (added > MOST_ADDED) {
      return '';
    }
    const replacement = value(match, ...groups);
    added += replacement.length - match.length;
    return replacement;
  });
  return added > MOST_ADDED ? HOLE : filled;
}
