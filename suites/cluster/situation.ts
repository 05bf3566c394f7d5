import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '../../cluster/driver/cluster';
import { Reading } from '../../lib/reading/reading';
import { runScenario, type ScenarioOptions, type World } from '../../lib/scenarios';
import { NAMESPACE, type Json } from './obcms';
import { PodWatch } from './pod-watch';
import type { Site } from './site';
import { askThroughout, failed, type Tally } from './traffic';
import type { Expected, Row } from './verification';

/** What both the model and the cluster go through. Seconds. */
export interface Situation {
  readonly name: string;
  /** Users a second, who come at an even pace from the disturbance on. */
  readonly load: number;
  readonly seconds: number;
  readonly model: (world: World) => void;
  readonly real: (site: Site) => Promise<unknown>;
  readonly recovery?: {
    readonly after: number;
    readonly model: (world: World) => void;
    readonly real: (site: Site) => Promise<unknown>;
  };
  readonly options?: ScenarioOptions;
  /** Whether readiness is lost and comes again without anybody ending a pod, and when is compared. */
  readonly moments?: boolean;
  /** What the model is told, where it differs from what is applied. */
  readonly objects?: readonly Json[];
}

/** Courses of chance that the prediction is taken from. */
const CHANCES = 8;
/** No two boots take the same time. */
const BOOTS = [1, 0.9, 1.1];
/** A page of the application that asks its database, on a machine that does other things as well. Seconds. */
const PAGE = { serviceTime: 0.05, cpuShare: 0.5 };
/** From a start in the model, until everything there is known to everybody. Seconds. */
const LEAD = 10;
/** As the application has it: `connect_timeout`, and after how long a result of readiness is too old. Seconds. */
const [PATIENCE, NOTICED] = [2, 9];

/** Puts a site through a situation, and the model with the boot that was measured on it. */
export async function compared(cluster: Cluster, site: Site, situation: Situation): Promise<Row & { readonly tally: Tally }> {
  const { name, load: perSecond, seconds, recovery, moments = false } = situation;
  const watch = await PodWatch.of(cluster, NAMESPACE, site.selector);
  try {
    await sleep(500); // the pods that there are come first
    const began = performance.now();
    const tally = await askThroughout(site.page, {
      perSecond,
      secondsAfter: 0,
      during: async () => {
        const back = recovery && sleep(recovery.after * 1000).then(() => recovery.real(site));
        await Promise.all([situation.real(site), back, sleep(seconds * 1000)]);
      },
    });
    await site.settled();
    const requests = Object.values(tally).reduce((sum, count) => sum + count, 0);
    const real = {
      restarts: watch.restartsSince(began),
      answered: (requests - failed(tally)) / requests,
      requests,
      ...(moments && watch.momentsSince(began)),
    };
    const boot = await site.boot();
    const model = Array.from({ length: CHANCES }, (_, index) => predicted(site, situation, boot, index));
    return { name, model, real, moments, tally, lasts: seconds, load: perSecond };
  } finally {
    watch.close();
  }
}

function predicted(site: Site, situation: Situation, { boot, script }: { boot: number; script: number }, index: number): Expected {
  const { name, load, seconds, model, recovery, options, moments, objects = site.objects } = situation;
  const slower = BOOTS[index % BOOTS.length];
  const reading = Reading.ofObjects([...objects]).workloads.find(({ workload }) => !workload.finite)!;
  let began = 0;
  const { trace, answered, restarts, requests } = runScenario(
    {
      name,
      invariant: '',
      duration: seconds + LEAD,
      judge: () => undefined,
      disturb(world) {
        // Whether just before a probe or just after is chance on the cluster, too.
        const lead = LEAD - (index / CHANCES) * 5;
        world.at(lead, () => {
          began = world.clock.now;
          model(world);
        });
        world.at(lead + (recovery?.after ?? 0), () => recovery?.model(world));
      },
    },
    reading,
    {
      load,
      arrivals: 'steady',
      ...PAGE,
      boot: slower * boot,
      script: slower * script,
      dependencyPatience: PATIENCE,
      dependencyNoticed: NOTICED,
      seed: index + 1,
      trace: true,
      ...options,
    },
  );
  const first = (kind: string, after: number) => trace!.find((event) => event.kind === kind && event.at > after)?.at;
  const unready = moments ? first('not ready', began) : undefined;
  const ready = unready && first('ready', unready);
  // Before the disturbance everybody was answered, on the cluster as in the model: nobody counts those.
  const lost = requests * (1 - answered);
  return {
    restarts,
    answered: 1 - lost / (load * seconds),
    unreadyAfter: unready && (unready - began) / 1000,
    readyAgainAfter: ready && (ready - began) / 1000,
  };
}
