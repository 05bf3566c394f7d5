import { posix } from 'node:path';
import type { Container } from '../manifest/container';
import { listOf } from '../manifest/json';
import type { Process } from '../application/process/process';
import type { Edit } from './fix/edit';

/**
 * Where `exec` is to be written so that the shell becomes the server: before the last command of a script that stands in the
 * manifest. Nothing where the script groups commands, substitutes, sets variables for the one command, or hides it in a wrapper.
 */
export function execEdits(container: Container, { words, path }: Process): readonly Edit[] | undefined {
  const field = path?.[path.length - 1];
  const at = ([name, own]: readonly [string, readonly string[] | undefined]) => (own ?? []).map((word, index) => ({ name, index, word }));
  const line = [...at(['command', container.command]), ...at(['args', container.args])];
  const script = line[line.findIndex(({ word }) => /^-[a-z]*c[a-z]*$/.test(word)) + 1];
  if (
    words === undefined ||
    field === undefined ||
    script === undefined ||
    listOf(container.json[script.name])[script.index] !== script.word
  ) {
    return undefined;
  }
  // $(NAME) is Kubernetes' own; every other bracket may group commands.
  if (/[()`]|<<|(?<!\$)\{/.test(script.word.replace(/\$\([A-Za-z_]\w*\)/g, ''))) {
    return undefined;
  }
  const commands = [...script.word.matchAll(/(?:^|&&|\|\||;|(?<!\\)\n)\s*(?=([^\s;&|]+))/g)];
  const last = commands[commands.length - 1];
  if (!last || !(last[1] === words[0] || /^python[\d.]*$/.test(posix.basename(last[1])))) {
    return undefined;
  }
  const start = last.index + last[0].length;
  return [
    { path: [...container.path, script.name, script.index], value: `${script.word.slice(0, start)}exec ${script.word.slice(start)}` },
  ];
}
