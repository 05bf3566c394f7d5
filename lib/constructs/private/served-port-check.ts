import type { ApiObject } from 'cdk8s';
import type { Reading } from '../../reading/reading';
import type { Json } from '../../synthesis/json';

/** What a web service said once, and everything has to agree with. */
export interface ServedPortClaim {
  readonly deployment: ApiObject;
  readonly service: ApiObject;
  readonly container: string;
  readonly port: number;
  /** Other ports that the construct was told of: of the metrics, of a check. */
  readonly others: readonly (number | undefined)[];
}

/**
 * Where the rendered objects disagree with the one port that the process was told to bind. The review cannot be sure what
 * an image binds; the construct is, since it said so itself.
 */
export function servedPortErrors(reading: Reading, claim: ServedPortClaim): string[] {
  const { container, port, others } = claim;
  // As they are rendered: a name may be patched.
  const [deployment, service] = [claim.deployment, claim.service].map((object) => (object.toJson() as Json).metadata.name as string);
  const workload = reading.workloads.find(({ workload: { object } }) => object.kind === 'Deployment' && object.name === deployment);
  const web = workload?.containers.find((each) => each.container.name === container);
  if (!workload || !web) {
    return [`Deployment ${deployment} has no container '${container}' left, which serves port ${port}; keep its name.`];
  }
  const hops = workload.hops.filter((hop) => hop.service.object.name === service);
  const told = (web.container.json.env as Json[]).find(({ name }) => name === 'PORT')?.value;
  const uses: [string, unknown][] = [
    ['PORT', Number(told)],
    ...hops
      .filter(({ port: { name } }) => name === 'http')
      .map(({ port: { number }, number: target }): [string, unknown] => [`Service port ${number}`, target ?? 'nothing']),
    ...web.probes
      .filter(({ target }) => target.kind !== 'command' && target.kind !== 'other host')
      .map((probe): [string, unknown] => [`the ${probe.role} probe`, probe.port]),
  ];
  return [
    ...(hops.length
      ? []
      : [`Service ${service} selects no pod of Deployment ${deployment}: its selector and the labels of the pod template disagree.`]),
    ...uses
      .filter(([, number]) => number !== port && !others.includes(number as number))
      .map(([who, number]) => `${who} is ${number}, but the process was told to bind ${port}; say the port once, with { port: … }.`),
  ];
}
