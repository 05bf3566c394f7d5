import type { ApiObject } from '../../manifest/api-object';

/** The links between a user and the process, from outside in, and what they are called. */
export const LINKS = {
  host: 'host',
  class: 'ingress class and controller',
  route: 'Ingress',
  service: 'Service',
  endpoints: 'EndpointSlices',
  workload: 'workload',
  pod: 'pod',
  container: 'container',
  process: 'process',
} as const;

/** A link of the chain. */
export type Link = keyof typeof LINKS;

const ORDER = Object.keys(LINKS);

/** From outside in: 0 for the host. */
export function depthOf(link: Link): number {
  return ORDER.indexOf(link);
}

/** A link as it was found, before it is known what caused it. */
export interface LinkReading {
  readonly link: Link;
  /** What stands there, with its live state. */
  readonly text: string;
  /** Whether it does its part; nothing where that cannot be seen. */
  readonly works?: boolean;
  /** What causes at this link may be about. */
  readonly of: readonly ApiObject[];
}
