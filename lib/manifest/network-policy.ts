import type { ApiObject } from './api-object';
import type { Bundle } from './bundle';
import { integerOf, isObject, listOf, objectOf, shown, textOf } from './json';
import { labelSelectorOf } from './label-selector';
import type { Workload } from './workload';

/** A range of ports that a policy admits; every port where neither end is there. */
export interface AdmittedPorts {
  readonly protocol: string;
  readonly first?: number | string;
  readonly last?: number;
}

/** What a NetworkPolicy says about the requests that come to its pods. */
export interface IngressPolicy {
  readonly object: ApiObject;
  /** Nothing where it admits all ports, from whomever. */
  readonly admits?: readonly AdmittedPorts[];
}

/** The policies that limit what reaches a workload's pods. They add up: what one admits is admitted. */
export function ingressPoliciesOf(bundle: Bundle): ReadonlyMap<Workload, readonly IngressPolicy[]> {
  const policies = new Map<Workload, IngressPolicy[]>();
  for (const object of bundle.ofKind('networking.k8s.io', 'NetworkPolicy')) {
    const spec = objectOf(object.json.spec);
    const selector = labelSelectorOf(spec.podSelector ?? {});
    // Without policyTypes a policy is about incoming traffic (`SetDefaults_NetworkPolicy`).
    if (!selector || (Array.isArray(spec.policyTypes) && !spec.policyTypes.includes('Ingress'))) {
      continue;
    }
    const rules = listOf(spec.ingress).map(objectOf);
    const open = rules.some((rule) => listOf(rule.ports).length === 0);
    const policy = { object, admits: open ? undefined : rules.flatMap((rule) => listOf(rule.ports)).map(admittedPortsOf) };
    for (const workload of bundle.workloadsSelectedBy(selector, object.namespace)) {
      policies.set(workload, [...(policies.get(workload) ?? []), policy]);
    }
  }
  return policies;
}

function admittedPortsOf(value: unknown): AdmittedPorts {
  const port = isObject(value) ? value : {};
  return { protocol: textOf(port.protocol) ?? 'TCP', first: integerOf(port.port) ?? textOf(port.port), last: integerOf(port.endPort) };
}

/** Whether a policy admits a TCP port of the pod. A name means the container ports of that name. */
export function admitsTcp({ admits }: IngressPolicy, workload: Workload, number: number): boolean {
  return (
    admits === undefined ||
    admits.some(({ protocol, first, last }) => {
      if (protocol !== 'TCP' || first === undefined) {
        return protocol === 'TCP';
      }
      return typeof first === 'string'
        ? workload.containers.some(({ ports }) => ports.some((port) => port.name === first && port.number === number))
        : number >= first && number <= (last ?? first);
    })
  );
}

/** `8000`, `http`, `8000-8010`. */
export function admittedInWords({ first, last }: AdmittedPorts): string {
  return last === undefined ? shown(first ?? 'any') : `${first}-${last}`;
}
