import type { ApiObject } from 'cdk8s';
import type { Json } from '../../synthesis/json';
import { sharedEnvironment } from '../../synthesis/environment';

/**
 * A pod spec with one container that shares image, environment and volumes with the web container of a Deployment: a
 * migration, a queue worker, a scheduler. Read from what the Deployment renders to, so that a variable added late is there.
 *
 * @param own what the container is and does itself; wins over what it shares
 */
export function siblingContainer(web: ApiObject, own: Json): Json {
  const { containers, volumes } = web.toJson().spec.template.spec as Json;
  const [container] = containers;
  const shared = sharedEnvironment(container);
  const mounted = new Set((shared.volumeMounts ?? []).map((mount: Json) => mount.name));
  return {
    containers: [
      {
        image: container.image,
        imagePullPolicy: container.imagePullPolicy,
        ...shared,
        resources: container.resources,
        ...own,
      },
    ],
    volumes: volumes?.filter((volume: Json) => mounted.has(volume.name)),
  };
}
