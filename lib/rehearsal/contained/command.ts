import type { Container } from '../../manifest/container';
import { expandIn, type Environment } from '../../manifest/environment';
import { hasHole, visible } from '../../manifest/partial-text';

/** The command of a container as the kubelet makes it, or why there is none to run here. */
export function commandOf({ command, args }: Container, environment: Environment): { readonly words: readonly string[] } | { readonly because: string } {
  if (!command) {
    return { because: `its image starts it${args ? ' (with the args of the manifest)' : ''}, and there is no image here; give the command after --: -- gunicorn shop.wsgi` };
  }
  const words = [...command, ...args ?? []].map((word) => expandIn(environment, word));
  const unknown = words.find(hasHole);
  return unknown === undefined ? { words } : { because: `its command holds what is not known here: ${visible(unknown)}; give the command after --` };
}
