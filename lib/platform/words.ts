/**
 * The words of a command as Compose and Fly.io take it from a string: quoted as in a shell, with nothing expanded
 * (Python's `shlex.split` and its ports). Nothing where a quote stays open.
 */
export function wordsOf(command: string): readonly string[] | undefined {
  const words: string[] = [];
  const token = /\s+|"((?:[^"\\]|\\[\s\S])*)"|'([^']*)'|\\([\s\S])|([^\s"'\\]+)/gy;
  let word: string | undefined;
  for (let at = 0; at < command.length; at = token.lastIndex) {
    const match = token.exec(command);
    if (!match) {
      return undefined;
    }
    const [all, double, single, escaped, plain] = match;
    if (/^\s/.test(all)) {
      words.push(...(word === undefined ? [] : [word]));
      word = undefined;
    } else {
      word = (word ?? '') + (double?.replace(/\\(["\\$`])/g, '$1') ?? single ?? escaped ?? plain);
    }
  }
  return word === undefined ? words : [...words, word];
}

/** A command line that the platform gives to a shell. */
export function shellCommand(line: string): readonly string[] {
  return ['/bin/sh', '-c', line];
}
