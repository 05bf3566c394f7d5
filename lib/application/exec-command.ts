import { readShellScript } from './shell/shell-script';

/** The commands that the argument vector of a hook or probe runs: those of the script for `sh -c`, else itself. */
export function commandsIn(words: readonly string[]): readonly (readonly string[])[] {
  const flag = words.findIndex((word, index) => index > 0 && /^-[a-z]*c$/.test(word));
  const shell = /(^|\/)(ba|da|a|z|k)?sh$/.test(words[0] ?? '');
  return shell && flag > 0 ? readShellScript(words[flag + 1] ?? '', () => undefined).commands.map((command) => command.words) : [words];
}
