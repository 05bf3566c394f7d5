import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';

/** One pod at a time may be drained; a pod that is broken anyway never blocks a drain. */
export function disruptionBudget(scope: Construct, matchLabels: Record<string, string>): ApiObject {
  return new ApiObject(scope, 'DisruptionBudget', {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow', selector: { matchLabels } },
  });
}
