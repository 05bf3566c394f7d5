import { longWait, meanWait, utilisation, type Station } from './pool-queue';
import { durationInWords } from '../wording/duration';

/** Busier than this, a queue grows faster than anybody expects. */
const BUSY = 0.7;

/** What is asked of the service at its peak. */
export interface Peak {
  /** Requests a second. */
  readonly arrivals: number;
  /** Seconds that 95 of 100 requests take; counted as if every request did. */
  readonly service: number;
  /** The share of that time that it computes. */
  readonly onCpu: number;
}

/** What one pod has for it. */
export interface Pod {
  readonly slots: number;
  readonly cpus: number;
  /** Worker processes: Python computes on one CPU in each. */
  readonly workers: number;
}

/** How many pods a peak takes, and how busy they are then. */
export interface ReplicaCount {
  readonly replicas: number;
  readonly boundBy: 'slots' | 'CPU';
  readonly slotUtilisation: number;
  readonly cpuUtilisation: number;
  /** Seconds that a probe waits for a slot and for the CPU, on average and for 99 of 100. */
  readonly probeWait: { readonly mean: number; readonly p99: number };
  /** The arithmetic, line by line. */
  readonly account: readonly string[];
}

/** As many replicas as keep slots and CPU at 70 % at most: Little's law, `busy = arrivals × service time`. */
export function replicasFor(peak: Peak, { slots, cpus, workers }: Pod): ReplicaCount {
  const computing = Math.min(cpus, workers);
  const inService = peak.arrivals * peak.service;
  const onCpu = inService * peak.onCpu;
  const [forSlots, forCpu] = [Math.ceil(inService / (slots * BUSY)), Math.ceil(onCpu / (computing * BUSY))];
  const replicas = Math.max(1, forSlots, forCpu);
  const each = peak.arrivals / replicas;
  const slotStation: Station = { servers: slots, service: peak.service };
  // Half a CPU is one server of half the speed.
  const cores = Math.max(1, Math.floor(computing));
  const cpuStation: Station = { servers: cores, service: (peak.service * peak.onCpu * cores) / computing };
  const wait = (of: typeof meanWait) => of(each, slotStation) + (peak.onCpu > 0 ? of(each, cpuStation) : 0);
  const probeWait = { mean: wait(meanWait), p99: wait(longWait) };
  return {
    replicas,
    boundBy: forCpu > forSlots ? 'CPU' : 'slots',
    slotUtilisation: utilisation(each, slotStation),
    cpuUtilisation: peak.onCpu > 0 ? utilisation(each, cpuStation) : 0,
    probeWait,
    account: [
      `slots      ${rounded(peak.arrivals)}/s × ${inWordsExact(peak.service)} = ${rounded(inService)} requests in service ` +
        `(Little's law); ` +
        `at most 70 % of ${slots} slots a pod: ${forSlots}`,
      `CPU        ${rounded(inService)} × ${rounded(peak.onCpu * 100)} % = ${rounded(onCpu)} CPUs; at most 70 % of ` +
        `${rounded(computing)} a pod: ${forCpu}`,
      `replicas   ${replicas}: slots ${percent(utilisation(each, slotStation))} and CPU ` +
        `${percent(onCpu / (computing * replicas))} busy at peak`,
      `probe      waits ${inWordsExact(probeWait.mean)} on average and ${inWordsExact(probeWait.p99)} in 1 of 100 at peak` +
        ' (Erlang C over the slots and over the CPU: an approximation)',
    ],
  };
}

function inWordsExact(seconds: number): string {
  return seconds < 1 ? `${Math.round(seconds * 1000)} ms` : durationInWords(seconds);
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function rounded(value: number): string {
  return String(Number(value.toFixed(2)));
}
