import { PLATFORM_GROUP, type ApiObject } from './api-object';
import { integerOf, listOf, objectOf, textOf } from './json';
import type { Path } from './path';
import type { Workload } from './workload';

/** How requests reach a workload without a Service: a platform's own way in. */
export interface Entrance {
  /** `Fly Proxy (internal_port)`. */
  readonly by: string;
  /** The port that it sends requests to; nothing where it is what PORT says, and the platform says that. */
  readonly port?: number;
  /** Where that is written. */
  readonly path: Path;
}

/** Knative's port where a Service names none (`pkg/apis/serving/v1/revision_defaults.go`; Cloud Run's container contract). */
export const KNATIVE_PORT = 8080;
const KNATIVE = 'serving.knative.dev';

/** Whether an object runs on a platform that is not told of Services, routes and rollouts. */
export function isOnPlatform({ group, kind }: ApiObject): boolean {
  return group === PLATFORM_GROUP || (group === KNATIVE && kind === 'Service');
}

/** The platform's own way in; nothing where there is none, or the workload is one of Kubernetes. */
export function entranceOf({ object, containers }: Workload): Entrance | undefined {
  const { by, port } = objectOf(object.json.entrance);
  if (object.group === PLATFORM_GROUP) {
    const path = containers[0]?.ports[0]?.path ?? containers[0]?.path ?? [];
    return textOf(by) === undefined ? undefined : { by: String(by), port: integerOf(port), path };
  }
  return isOnPlatform(object) ? knativeEntrance(containers) : undefined;
}

/** The one container with a port; where none says one, the first (of one). */
function knativeEntrance(containers: Workload['containers']): Entrance | undefined {
  const [container, ...others] = containers.length > 1 ? containers.filter(({ json }) => listOf(json.ports).length > 0) : containers;
  const port = container?.ports[0];
  return container === undefined || others.length > 0
    ? undefined
    : {
        by: port ? 'Knative (containerPort)' : 'Knative (8080 where no containerPort is said)',
        port: port?.number ?? KNATIVE_PORT,
        path: port?.path ?? container.path,
      };
}
