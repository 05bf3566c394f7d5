import { isObject } from '../manifest/json';
import { PLATFORM_GROUP } from '../manifest/api-object';
import type { Path } from '../manifest/path';
import type { Image } from '../application/image/image';
import type { Container } from '../manifest/container';
import type { Workload } from '../manifest/workload';
import type { ProbeReading } from './probe-reading';

/** A command inside the container that asks whether it is well. */
export interface CommandCheck {
  /** `the readiness probe`, `HEALTHCHECK of Dockerfile of ./app`. */
  readonly who: string;
  readonly command: readonly string[];
  readonly path: Path;
}

/** A container, as far as the commands that check it concern it. */
export interface CheckedContainer {
  readonly workload: Workload;
  readonly container: Container;
  readonly probes: readonly ProbeReading[];
  readonly image?: Image;
}

/** The exec probes of a container; under Docker also the HEALTHCHECK of its image, where the Compose file has none. */
export function commandChecksOf({ workload: { object }, container, probes, image }: CheckedContainer): readonly CommandCheck[] {
  const checks = probes.flatMap(({ role, probe: { handler, path } }): readonly CommandCheck[] =>
    handler?.kind === 'exec'
      ? [{ who: object.group === PLATFORM_GROUP ? 'the health check' : `the ${role} probe`, command: handler.command, path }]
      : [],
  );
  const docker = object.apiVersion === `${PLATFORM_GROUP}/compose` && !isObject(container.json.readinessProbe);
  return docker && image?.healthcheck
    ? [...checks, { who: `HEALTHCHECK of ${image.origin}`, command: image.healthcheck, path: container.path }]
    : checks;
}
