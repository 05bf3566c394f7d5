import type { Container } from '../../manifest/container';
import type { Environment, Variable } from '../../manifest/environment';
import type { Image } from './image';

/** The environment over that of its image, for whom the process is concerned; `$(VAR)` in the manifest does not see the image. */
export function overImage({ variables, complete }: Environment, image: Image, container: Container): Environment {
  const own = [...image.environment].map(([name, value]): [string, Variable] => [
    name,
    { name, value, path: [...container.path, 'image'] },
  ]);
  return { variables: new Map([...own, ...variables]), complete };
}
