import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Container } from '../../manifest/container';
import { expandIn, type Environment } from '../../manifest/environment';
import type { Image } from '../../application/image/image';
import { hasHole, visible } from '../../manifest/partial-text';

/** The command of a container as the kubelet and the runtime make it, or why there is none to run here. */
export function commandOf(
  container: Container,
  environment: Environment,
  image?: Image,
): { readonly words: readonly string[] } | { readonly because: string } {
  const { command, args } = container;
  const entrypoint = command ?? image?.entrypoint;
  const said = [...(entrypoint ?? []), ...(args ?? (command ? [] : (image?.cmd ?? [])))];
  if (!entrypoint && (args || !image?.cmd)) {
    return {
      because: image
        ? `${image.origin} has no ENTRYPOINT${args ? '' : ' and no CMD'}; give the command after --: -- gunicorn shop.wsgi`
        : `its image starts it${args ? ' (with the args of the manifest)' : ''}, and there is no image here; name its application ` +
          'with --app, or give the command ' +
          'after --: -- gunicorn shop.wsgi',
    };
  }
  const words = said.map((word) => expandIn(environment, word));
  const unknown = words.find(hasHole);
  return unknown === undefined
    ? { words }
    : { because: `its command holds what is not known here: ${visible(unknown)}; give the command after --` };
}

/** A file or folder of the image, where this machine has what it is made from; any other word as it stands. */
export function here(image: Image | undefined, word: string): string {
  const source = word.startsWith('/') ? image?.sources(word).find((path) => existsSync(path)) : undefined;
  return source === undefined ? word : resolve(source);
}
