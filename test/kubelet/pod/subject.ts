import { VirtualClock } from '../../../lib/kubelet/clock';
import type { PoolContainer, PoolPodTemplate } from '../../../lib/simulation/pod/pool-pod-template';
import { ServingPod } from '../../../lib/simulation/pod/serving-pod';
import { Dependency } from '../../../lib/simulation/pool/dependency';
import { POOL_DEFAULTS } from '../../../lib/simulation/pool/pool-settings';
import { Random } from '../../../lib/kubelet/random';

export const HEALTH = { kind: 'request', endpoint: { dependent: false, without: '503' }, cpu: 2 } as const;

/** A container of a pod, that boots for 3 s. */
export const container = (template: Partial<PoolContainer> = {}): PoolContainer => ({
  name: 'web',
  settings: { ...POOL_DEFAULTS, boot: 3_000 },
  probes: {},
  questions: {},
  preStop: 0,
  ...template,
});

/** A pod of one container, where nothing else is said. */
export const podOf = (web: Partial<PoolContainer> = {}, pod: Partial<PoolPodTemplate> = {}): PoolPodTemplate => ({
  initContainers: [],
  containers: [container(web)],
  serving: 'web',
  gracePeriod: 30_000,
  restarts: true,
  publishNotReady: false,
  ...pod,
});

/** A pod on a clock, and what happens to it: `5 container started`, `6 envoy: ready`, in seconds. */
export function start(template: PoolPodTemplate, longestBackOff?: number) {
  const clock = new VirtualClock();
  const dependency = new Dependency(clock, 13_000);
  const events: string[] = [];
  const pod = new ServingPod('web', template, {
    clock,
    dependency,
    longestBackOff,
    random: Random.seeded(1),
    propagation: 1_000,
    onChange: () => undefined,
    onEvent: ({ at, kind, probe, container: name }) =>
      events.push([at / 1000, name && `${name}:`, kind, probe].filter((part) => part !== undefined).join(' ')),
  });
  return { clock, pod, dependency, events };
}
