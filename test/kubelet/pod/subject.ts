import { VirtualClock } from '../../../lib/kubelet/clock';
import { Pod } from '../../../lib/kubelet/pod/pod';
import type { ContainerTemplate, PodTemplate } from '../../../lib/kubelet/pod/pod-template';
import { Dependency } from '../../../lib/simulation/pool/dependency';
import { POOL_DEFAULTS } from '../../../lib/simulation/pool/pool-settings';
import { Random } from '../../../lib/kubelet/random';

export const HEALTH = { kind: 'request', endpoint: { dependent: false, without: '503' }, cpu: 2 } as const;

/** A container of a pod, that boots for 3 s. */
export const container = (template: Partial<ContainerTemplate> = {}): ContainerTemplate => ({
  name: 'web',
  settings: { ...POOL_DEFAULTS, boot: 3_000 },
  probes: {},
  questions: {},
  preStop: 0,
  ...template,
});

/** A pod of one container, where nothing else is said. */
export const podOf = (web: Partial<ContainerTemplate> = {}, pod: Partial<PodTemplate> = {}): PodTemplate => ({
  initContainers: [],
  containers: [container(web)],
  serving: 'web',
  gracePeriod: 30_000,
  restarts: true,
  publishNotReady: false,
  ...pod,
});

/** A pod on a clock, and what happens to it: `5 container started`, `6 envoy: ready`, in seconds. */
export function start(template: PodTemplate, longestBackOff?: number) {
  const clock = new VirtualClock();
  const dependency = new Dependency(clock, 13_000);
  const events: string[] = [];
  const pod = new Pod('web', template, {
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
