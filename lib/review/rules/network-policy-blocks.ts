import { objectInWords } from '../../manifest/api-object';
import { admitsTcp, admittedInWords, ingressPoliciesOf } from '../../manifest/network-policy';
import type { Rule } from '../rule';

export const networkPolicyBlocks: Rule = {
  id: 'network-policy-blocks',
  model: 'chain',
  severity: 'error',
  summary: 'NetworkPolicies admit no request to a port that a Service targets',
  doc: {
    why:
      'A pod that any policy selects accepts only what some policy admits. Packets to other ports are dropped: requests run into ' +
      'timeouts, while the probes, which ' +
      'come from the node, pass.',
    fix: 'Admit the targeted port in a policy that selects the pods. It is the port of the container, not that of the Service.',
    judges:
      'TCP ports that a Service of the bundle targets, when no policy of the bundle that selects the pods admits them, from ' +
      'whomever. An error where such a policy admits ' +
      'other ports; a warning where all of them deny everything (the exception may be in another bundle). Bundles with policies ' +
      'of Cilium or Calico are left alone, and those of which part could not be read.',
    source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation',
  },
  *check(reading) {
    if (
      reading.bundle.absence === 'unknown' ||
      reading.bundle.objects.some(({ group, kind }) => /(^|\.)(cilium\.io|projectcalico\.org)$/.test(group) && kind.endsWith('Policy'))
    ) {
      return;
    }
    for (const [workload, policies] of ingressPoliciesOf(reading.bundle)) {
      for (const { service, port, number } of reading.of(workload).hops) {
        if (number === undefined || port.protocol !== 'TCP' || policies.some((policy) => admitsTcp(policy, workload, number))) {
          continue;
        }
        const other = policies.find(({ admits }) => admits?.length);
        const { object, admits = [] } = other ?? policies[0];
        yield {
          object,
          path: ['spec', ...(other ? ['ingress'] : ['podSelector'])],
          severity: other ? undefined : 'warning',
          message:
            `Service ${service.object.name} sends requests to ${number} of ${objectInWords(workload.object)}; ${objectInWords(object)} admits ` +
            `${admits.map(admittedInWords).join(', ') || 'nothing'}, and no policy here admits ${number}`,
          consequence: 'requests time out although the pods are ready',
          fix: `admit port ${number} in a policy that selects the pods`,
        };
      }
    }
  },
};
