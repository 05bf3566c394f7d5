import type { ApiObject } from 'cdk8s';
import { METRICS_PORT_NAME, WEB_PORT_NAME } from './ports';
import { portNameFault } from '../../conventions/port';
import { amend, AmendmentRank } from '../../synthesis/amendment';
import type { Json } from '../../synthesis/json';
import { mapContainer, mapTemplate } from '../../synthesis/pod-template';

/** What is asked on ports of the container beside the one that it was told to bind. */
export interface FurtherPorts {
  /** The Service, whose ports may be added to until synthesis. */
  readonly service: ApiObject;
  /** Ports that the checks ask. */
  readonly asked: readonly number[];
}

/**
 * Declares on the serving container what the Service and the checks ask of it, unless a container of the pod declares it: who adds a
 * port to the Service says that something listens there, and says it once.
 */
export function declarePorts(workload: ApiObject, container: string, { service, asked }: FurtherPorts): void {
  amend(workload, {
    key: 'declared ports',
    rank: AmendmentRank.WORKERS,
    apply: (object) => {
      const wanted = [...targetsOf(service.toJson() as Json), ...asked.map((containerPort) => ({ containerPort }))];
      return {
        object: mapTemplate(object, (template) =>
          mapContainer(template, container, 'declared ports', (one, spec) => ({
            ...one,
            ports: wanted.reduce(declared(spec), one.ports ?? []),
          })),
        ),
      };
    },
  });
}

/** Targets by number: a name is declared already, or an error of its own. The construct's own ports are said elsewhere. */
function targetsOf({ spec }: Json): Json[] {
  return (spec.ports as Json[])
    .filter(({ name }) => name !== WEB_PORT_NAME && name !== METRICS_PORT_NAME)
    .map(({ name, port, targetPort = port, protocol }) => ({ containerPort: targetPort, name, ...(protocol && { protocol }) }))
    .filter(({ containerPort }) => typeof containerPort === 'number');
}

function declared(spec: Json): (ports: readonly Json[], wanted: Json) => Json[] {
  const elsewhere: Json[] = [...spec.containers, ...(spec.initContainers ?? [])].flatMap(({ ports = [] }: Json) => ports);
  return (ports, { name, ...port }) => {
    const all = [...elsewhere, ...ports];
    if (all.some(({ containerPort }) => containerPort === port.containerPort)) {
      return [...ports];
    }
    const free = name !== undefined && portNameFault(name) === undefined && !all.some((other) => other.name === name);
    return [...ports, { ...port, ...(free && { name }) }];
  };
}
