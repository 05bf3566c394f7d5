import type { Cause } from '../cause';
import { conditionOf } from '../state/pod-state';
import { evidence, shareOf } from '../wording';

export const nodeNotReady: Cause = {
  id: 'node-not-ready',
  link: 'pod',
  severity: 'error',
  symptom: 'unready',
  summary: 'Pods are on a node that does not report, or is not ready',
  doc: {
    why:
      'The node controller marks the pods of a node that is silent as not ready, and after five minutes evicts them; their ' +
      'containers may run on.',
    fix: 'See the kubelet and the network of the node; delete the node if it is gone for good.',
    judges: 'A node whose condition Ready is not True, with a pod of the workload that is not ready.',
    source: 'pkg/controller/nodelifecycle/node_lifecycle_controller.go, monitorNodeHealth',
  },
  *see(state) {
    for (const scene of state.scenes) {
      const lost = scene.current.flatMap((pod) => {
        const node = pod.ready ? undefined : state.node(pod.node);
        const condition = node && conditionOf(node, 'Ready');
        return node && condition && condition.status !== 'True' ? [{ pod, node, condition }] : [];
      });
      const [first] = lost;
      if (first) {
        yield {
          subject: scene.object,
          message: `node ${first.node.name} is not ready, with ${shareOf(lost.length, scene.current.length)} on it`,
          evidence: [
            evidence(
              first.node,
              'condition Ready',
              `${first.condition.status}: ${first.condition.reason} ${first.condition.message}`.trim(),
            ),
          ],
          fix: 'see the kubelet and the network of the node',
          next: `kubectl describe node ${first.node.name}`,
        };
      }
    }
  },
};
