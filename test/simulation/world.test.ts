import { expect, test } from '@jest/globals';
import { World } from '../../lib/simulation/world';
import { podOf } from '../kubelet/pod/subject';

/** The only pod ends, for 10 s more behind its hook, before the next one starts. */
function recreate(ingressTimeout?: number) {
  const template = podOf({ preStop: 10_000 });
  const world = new World({
    assumptions: {
      replicas: 1,
      boot: 3,
      load: 5,
      serviceTime: 0.01,
      cpuShare: 0.3,
      clientTimeout: 30,
      dependencyPatience: 13,
      propagation: 1,
      script: 0,
      arrivals: 'random',
      burst: 0,
      longestBackOff: 300,
      leak: 64,
      singleProcessOOMKill: false,
      seed: 1,
      list: [],
    },
    template,
    ingressTimeout,
    rollout: {
      kind: 'Deployment',
      paused: false,
      replicas: 1,
      maxSurge: 0,
      maxUnavailable: 1,
      minReady: 0,
      recreate: true,
      progressDeadline: 600_000,
    },
    disruptionBudgets: [],
  });
  world.settle(true);
  world.at(10, () => world.workload.rollOut({ ...template }));
  world.run(30);
  return world.traffic.statistics;
}

test('kube-proxy sends to a pod that ends when there is no other, an ingress does not', () => {
  const [direct, behindIngress] = [recreate(), recreate(60_000)];

  expect(behindIngress.of('ingress 503')).toBeGreaterThan(30);
  // Between the end of the old container and the endpoints of the new pod nobody answers either.
  expect(direct.of('reset')).toBeGreaterThan(0);
  expect(direct.of('reset')).toBeLessThan(behindIngress.of('ingress 503') / 2);
});
