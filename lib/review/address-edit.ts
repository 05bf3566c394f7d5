import { listOf } from '../manifest/json';
import type { Container } from '../manifest/container';
import type { Edit } from './fix/edit';

/** The words of a container's command line in which an address stands; `address` has the flag `g`. */
export function addressesIn(container: Container, address: RegExp): readonly { readonly path: Edit['path']; readonly word: string }[] {
  return ['command', 'args'].flatMap((field) =>
    listOf(container.json[field]).flatMap((word, index) =>
      typeof word === 'string' ? [...word.matchAll(address)].map(() => ({ path: [...container.path, field, index], word })) : [],
    ),
  );
}

/** The edit that writes another address, where the command line names one exactly once. */
export function addressEdits(container: Container, address: RegExp, wanted: string): readonly Edit[] | undefined {
  const [first, ...others] = addressesIn(container, address);
  return first !== undefined && others.length === 0 ? [{ path: first.path, value: first.word.replace(address, wanted) }] : undefined;
}
