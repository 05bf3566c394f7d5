import type { ApiObject } from '../../manifest/api-object';
import { integerOf, listOf, objectOf, textOf } from '../../manifest/json';

/** An address that a Service sends requests to, or would. */
export interface EndpointState {
  readonly address: string;
  /** The pod behind it, by name. */
  readonly pod?: string;
  /** Unset counts as ready (`k8s.io/api/discovery/v1`, `EndpointConditions`). */
  readonly ready: boolean;
  /** The pod's own readiness, whatever the Service publishes. */
  readonly serving: boolean;
  readonly terminating: boolean;
  /** The port numbers of its slice. */
  readonly ports: readonly number[];
}

/** The Service that an EndpointSlice belongs to. */
export function serviceOfSlice({ json }: ApiObject): string | undefined {
  return textOf(objectOf(objectOf(json.metadata).labels)['kubernetes.io/service-name']);
}

/** The endpoints of a slice. */
export function endpointsOfSlice({ json }: ApiObject): readonly EndpointState[] {
  const ports = listOf(json.ports).flatMap((port) => integerOf(objectOf(port).port) ?? []);
  return listOf(json.endpoints)
    .map(objectOf)
    .map((endpoint) => {
      const { ready, serving, terminating } = objectOf(endpoint.conditions);
      const target = objectOf(endpoint.targetRef);
      return {
        address: textOf(listOf(endpoint.addresses)[0]) ?? '',
        pod: target.kind === 'Pod' ? textOf(target.name) : undefined,
        ready: ready !== false,
        serving: serving !== undefined ? serving !== false : ready !== false,
        terminating: terminating === true,
        ports,
      };
    });
}
