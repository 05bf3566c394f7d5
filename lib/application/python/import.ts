import type { Token } from './token';

/** One name that a `from … import …` brings in. */
export interface ImportedName {
  readonly name: string;
  readonly alias: string;
}

/** `from module import name as alias, …`; nothing for any other statement. */
export function importFrom(tokens: readonly Token[]): { readonly module: string; readonly names: readonly ImportedName[] } | undefined {
  const words = tokens.map(({ text }) => text);
  const at = words.indexOf('import');
  if (tokens[0]?.kind !== 'name' || words[0] !== 'from' || at < 0) {
    return undefined;
  }
  const names = words
    .slice(at + 1)
    .filter((word) => word !== '(' && word !== ')')
    .join(' ')
    .split(/ ?, ?/)
    .map((part) => part.split(' as '))
    .filter(([name]) => name !== '')
    .map(([name, alias = name]) => ({ name, alias }));
  return { module: words.slice(1, at).join(''), names };
}
