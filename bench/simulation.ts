import { World } from '../lib/simulation/world';
import { POOL_DEFAULTS } from '../lib/simulation/pool/pool-settings';

/** How many simulated requests a second of one core, and whether the memory grows with the simulated time. */
function simulate(seconds: number): { readonly requests: number; readonly time: number } {
  const world = new World({
    assumptions: {
      replicas: 4,
      boot: 1,
      load: 1_000,
      serviceTime: 0.05,
      cpuShare: 0.2,
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
    template: {
      containers: [
        {
          name: 'web',
          settings: { ...POOL_DEFAULTS, concurrency: 'gthread', workers: 4, threads: 8, cores: 4 },
          probes: {},
          questions: {},
          preStop: 0,
        },
      ],
      initContainers: [],
      serving: 'web',
      gracePeriod: 30_000,
      restarts: true,
      publishNotReady: false,
    },
    rollout: {
      kind: 'Deployment',
      paused: false,
      replicas: 4,
      maxSurge: 1,
      maxUnavailable: 0,
      minReady: 0,
      recreate: false,
      progressDeadline: 600_000,
    },
    disruptionBudgets: [],
    ingressTimeout: 60_000,
  });
  world.settle(true);
  const began = process.hrtime.bigint();
  world.run(seconds);
  return { requests: world.traffic.statistics.ended, time: Number(process.hrtime.bigint() - began) / 1e9 };
}

function heap(): string {
  global.gc?.();
  return `${(process.memoryUsage().heapUsed / 2 ** 20).toFixed(1)} MiB`;
}

for (const seconds of [100, 1_000, 10_000]) {
  const { requests, time } = simulate(seconds);
  console.log(
    `${seconds} s simulated: ${requests} requests in ${time.toFixed(2)} s, ${Math.round(requests / time)} a second; heap ${heap()}`,
  );
}
