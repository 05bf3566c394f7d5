import { hold } from '../app/situation';
import { withBoot } from '../../lib/simulation/pod/pool-pod-template';
import type { Situation } from './situation';

/** A day: a version that never gets to serve. Milliseconds. */
const NEVER = 24 * 3600 * 1000;
/** Users a second through the ingress. */
export const LOAD = 25;
const OUTAGE = 60;
const MEBIBYTE = 2 ** 20;
/** Of the synthesised pool: two workers of four threads. */
const SLOTS = 8;

export const ROLLOUT: Situation = {
  name: 'rollout restart',
  load: LOAD,
  seconds: 40,
  model: (world) => world.workload.rollOut({ ...world.template }),
  real: async (site) => {
    await site.restart();
    await site.settled();
  },
};

/** New versions, and pods that have to go. */
export const COMING_AND_GOING: readonly Situation[] = [
  ROLLOUT,
  {
    name: 'a release that never listens, undone after 45 s',
    load: LOAD,
    seconds: 75,
    model: (world) => world.workload.rollOut(withBoot(world.template, NEVER)),
    real: (site) => site.apply(site.brokenRelease()),
    recovery: { after: 45, model: (world) => world.workload.rollOut(world.template), real: (site) => site.apply() },
  },
  {
    name: 'all pods are evicted at the same time',
    load: LOAD,
    seconds: 60,
    model: (world) => world.drainNodes(),
    real: (site) => site.evictAll(),
  },
  {
    name: 'a node is drained',
    load: LOAD,
    seconds: 60,
    model: (world) => world.workload.pods[0].delete(),
    real: async (site) => site.undrain(await site.drain()),
  },
  {
    name: 'scaled from 2 to 3 and down to 1',
    load: LOAD,
    seconds: 60,
    // The model keeps its number: what is asked is whether one that goes takes requests with it.
    model: (world) => world.workload.pods.slice(0, 2).forEach((pod) => pod.delete()),
    options: { replicas: 3 },
    real: async (site) => {
      await site.scale(3);
      await site.settled();
      await site.scale(1);
      await site.settled();
      await site.scale(2);
    },
  },
];

const BACK = {
  after: OUTAGE,
  model: ({ dependency }: Parameters<Situation['model']>[0]) => {
    dependency.state = 'up' as const;
  },
};

/** What happens to the dependency of all pods. */
export const OUTAGES: readonly Situation[] = [
  {
    name: `the database refuses for ${OUTAGE} s`,
    load: 20,
    seconds: OUTAGE + 30,
    moments: true,
    model: ({ dependency }) => {
      dependency.state = 'refusing';
    },
    real: (site) => site.refuseDatabase(),
    recovery: { ...BACK, real: (site) => site.admitDatabase() },
  },
  {
    name: `the database hangs for ${OUTAGE} s`,
    load: 20,
    seconds: OUTAGE + 30,
    moments: true,
    model: ({ dependency }) => {
      dependency.state = 'hanging';
    },
    real: (site) => site.hangDatabase(),
    recovery: { ...BACK, real: (site) => site.continueDatabase() },
  },
];

/** What one request too many does. The site has its drills on. */
export const DRILLS: readonly Situation[] = [
  {
    name: 'a worker takes more memory than the container may have',
    load: LOAD,
    seconds: 30,
    // cgroup v1, as this machine has it: the kernel ends one process and not the container.
    options: { singleProcessOOMKill: true },
    model: ({ workload, clock }) => {
      const [pod] = workload.pods;
      pod.leak({ growth: 2048 * MEBIBYTE, victim: 'worker' });
      clock.at(clock.now + 100, () => pod.leak({ growth: 0, victim: 'worker' }));
    },
    real: async (site) => site.askPod((await site.pods())[0], '/drills/hungry/?mebibytes=2048&seconds=5'),
  },
  {
    name: 'every thread of every gthread worker is stuck',
    load: 10,
    seconds: 165,
    moments: true,
    model: ({ workload, clock }) => hold(workload.backends[0], clock, { requests: SLOTS }),
    real: async (site) => site.askPod((await site.pods())[0], '/drills/stuck/', SLOTS),
  },
];

/** The settings of the incident. */
export const INCIDENT: readonly Situation[] = [
  {
    name: 'the settings of the incident: rollout restart',
    load: LOAD,
    seconds: 60,
    model: (world) => world.workload.rollOut({ ...world.template }),
    real: (site) => site.restart(),
  },
  {
    name: 'the settings of the incident: a release that never listens, undone after 45 s',
    load: LOAD,
    seconds: 75,
    model: (world) => world.workload.rollOut(withBoot(world.template, NEVER)),
    real: (site) => site.apply(site.brokenRelease()),
    recovery: { after: 45, model: (world) => world.workload.rollOut(world.template), real: (site) => site.apply() },
  },
];
