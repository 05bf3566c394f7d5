import { ProbeTiming } from '../../../lib/health/probe-timing';
import { VirtualClock } from '../../../lib/kubelet/clock';
import { Random } from '../../../lib/kubelet/random';
import { controllerOf } from '../../../lib/simulation/controller/controller-of';
import type { Controller } from '../../../lib/simulation/controller/controller';
import type {
  DaemonSetStrategy,
  DeploymentStrategy,
  StatefulSetStrategy,
  UpdateStrategy,
} from '../../../lib/simulation/controller/update-strategy';
import { servingPods, type ServingPod } from '../../../lib/simulation/pod/serving-pod';
import { withBoot, type PoolPodTemplate } from '../../../lib/simulation/pod/pool-pod-template';
import { Dependency } from '../../../lib/simulation/pool/dependency';
import { POOL_DEFAULTS } from '../../../lib/simulation/pool/pool-settings';
import { HEALTH, podOf } from '../../kubelet/pod/subject';

/** A pod that is ready some 5 s after it was made, and gone 2 s after it was deleted. */
export const TEMPLATE: PoolPodTemplate = podOf({
  settings: POOL_DEFAULTS,
  preStop: 2_000,
  probes: { readiness: { timing: ProbeTiming.ofFields({ periodSeconds: 2 }) } },
  questions: { readiness: HEALTH },
});
export const NEVER_READY: PoolPodTemplate = withBoot(TEMPLATE, 1e9);

export const deployment = (more: Partial<DeploymentStrategy> = {}): DeploymentStrategy => ({
  kind: 'Deployment',
  replicas: 3,
  maxSurge: 1,
  maxUnavailable: 0,
  minReady: 0,
  recreate: false,
  progressDeadline: 60_000,
  paused: false,
  ...more,
});
export const statefulSet = (more: Partial<StatefulSetStrategy> = {}): StatefulSetStrategy => ({
  kind: 'StatefulSet',
  replicas: 3,
  minReady: 0,
  partition: 0,
  onDelete: false,
  parallel: false,
  ...more,
});
export const daemonSet = (more: Partial<DaemonSetStrategy> = {}): DaemonSetStrategy => ({
  kind: 'DaemonSet',
  replicas: 3,
  minReady: 0,
  maxSurge: 0,
  maxUnavailable: 1,
  onDelete: false,
  ...more,
});

/** A workload whose pods have had a minute. */
export function keep(strategy: UpdateStrategy, onChange: (controller: Controller<ServingPod>) => void = () => undefined) {
  const clock = new VirtualClock();
  const controller: Controller<ServingPod> = controllerOf({
    clock,
    strategy,
    makePod: servingPods({ clock, dependency: new Dependency(clock, 13_000), random: Random.seeded(1), propagation: 1_000 }),
    template: TEMPLATE,
    onChange: () => controller && onChange(controller),
  });
  clock.runUntil(60_000);
  return { clock, controller };
}

/** How many of its pods that are not ending are of each template. */
export function countsOf(controller: Controller<ServingPod>, ...templates: readonly PoolPodTemplate[]): number[] {
  return templates.map((template) => controller.pods.filter((pod) => pod.alive && pod.template === template).length);
}
