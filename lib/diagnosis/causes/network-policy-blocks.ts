import { objectInWords } from '../../manifest/api-object';
import { admitsTcp, admittedInWords, ingressPoliciesOf } from '../../manifest/network-policy';
import type { Cause } from '../cause';
import { evidence, describe } from '../wording';

export const networkPolicyBlocks: Cause = {
  id: 'network-policy-blocks',
  link: 'endpoints',
  severity: 'error',
  symptom: 'unavailable',
  summary: 'The NetworkPolicies of the pods admit nobody to the port that a Service sends to',
  doc: {
    why:
      'The kubelet asks its probes from the node, which policies let through: the pod is ready, and requests of everybody else ' +
      'are dropped until they time out (504).',
    fix: 'Admit the port, from the namespace of the ingress controller.',
    judges:
      'A workload behind a Service that policies select for incoming traffic, of which none admits the target port. Whom a policy admits ' +
      'is not judged, and whether the network of the cluster enforces policies cannot be seen.',
    source: 'k8s.io/api/networking/v1, NetworkPolicySpec; pkg/apis/networking/v1/defaults.go',
  },
  *see(state) {
    for (const [workload, policies] of ingressPoliciesOf(state.bundle)) {
      const scene = state.scenes.find(({ object }) => object === workload.object);
      for (const { service, number } of scene?.reading.hops ?? []) {
        if (number === undefined || policies.some((policy) => admitsTcp(policy, workload, number))) {
          continue;
        }
        yield {
          subject: workload.object,
          message: `no NetworkPolicy admits port ${number}, to which Service ${service.object.name} sends`,
          evidence: policies
            .slice(0, 3)
            .map(({ object, admits }) =>
              evidence(object, 'spec.ingress', admits?.length ? `admits ${admits.map(admittedInWords).join(', ')}` : 'admits nothing'),
            ),
          fix: `admit port ${number} in ${objectInWords(policies[0].object)}, from the namespace of the ingress controller`,
          next: describe(policies[0].object),
        };
        break;
      }
    }
  },
};
