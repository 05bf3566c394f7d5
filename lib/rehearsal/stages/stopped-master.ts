import type { Probe } from '../../manifest/probe';
import type { Pool, ProbeEvidence } from '../evidence';
import { pause, type Play } from '../play';
import { askProbes } from './probes';

/** Seconds that it has been stopped before the probes ask. */
const SETTLE = 0.2;

/** Stops the first process, and asks: a master that hangs no longer replaces its workers, and no probe may see it. */
export async function askWithStoppedMaster(play: Play, probes: readonly Probe[], pool: Pool): Promise<ProbeEvidence[] | undefined> {
  const master = pool.workers.length ? pool.others.find(({ pid }) => pid === play.process.pid) : undefined;
  if (!master) {
    return undefined;
  }
  play.process.signal('SIGSTOP');
  try {
    await pause(SETTLE, play.signal);
    return await askProbes(play, probes, 1);
  } finally {
    play.process.signal('SIGCONT');
  }
}
