import { probeWait, slotUtilisation, stretched, usableCpus, type Demand, type PodCapacity, type Wait } from './probe-wait';
import { durationInWords } from '../wording/duration';

/** Busier than this, a queue grows faster than anybody expects. */
const BUSY = 0.7;
/** Of what a probe allows by default (`SetDefaults_Probe`). Seconds. */
const PROBE_TIMEOUT = 1;
/** As many pods more, at most, for the sake of the probes alone. */
const FOR_PROBES = 1.5;
/** The 95th percentile in relation to the mean, where times spread exponentially. */
const P95_TO_MEAN = Math.log(20);

/** What is asked of the service at its peak. */
export interface Peak {
  /** Requests a second. */
  readonly arrivals: number;
  /** Seconds that 95 of 100 requests take; counted as if every request did, where the mean is not stated. */
  readonly p95: number;
  /** Seconds that a request takes on average. */
  readonly mean?: number;
  /** The share of that time that it computes. */
  readonly onCpu: number;
}

/** How many pods a peak takes, and how busy they are then. */
export interface ReplicaCount {
  readonly replicas: number;
  /** `probes`: slots and CPU would do with fewer pods, in which a probe would wait longer than its timeout. */
  readonly boundBy: 'slots' | 'CPU' | 'probes';
  readonly slotUtilisation: number;
  readonly cpuUtilisation: number;
  /** Seconds that a probe waits for a slot and for the CPU, on average and for 99 of 100. */
  readonly probeWait: Wait;
  /** What the reader should know before relying on it. */
  readonly warnings: readonly string[];
  /** The arithmetic, line by line. */
  readonly account: readonly string[];
}

/** What a request of this peak takes. */
export function demandOf({ arrivals, p95, mean, onCpu }: Peak): Demand {
  return { arrivals, service: mean ?? p95, onCpu };
}

/**
 * As many replicas as keep slots and CPU at 70 % at most, and probes within their timeout: Little's law, `busy = arrivals × time`.
 *
 * @param probesCount whether there may be more pods for the sake of the probes alone
 */
export function replicasFor(peak: Peak, pod: PodCapacity, probesCount = true): ReplicaCount {
  const demand = demandOf(peak);
  const usable = usableCpus(pod);
  const slots = pod.workers * pod.slotsPerWorker;
  const takes = stretched(demand, usable);
  const inService = demand.arrivals * takes;
  const onCpu = demand.arrivals * demand.service * demand.onCpu;
  const [forSlots, forCpu] = [Math.ceil(inService / (slots * BUSY)), Math.ceil(onCpu / (usable * BUSY))];
  const least = Math.max(1, forSlots, forCpu);
  const waitWith = (replicas: number): Wait => probeWait({ ...demand, arrivals: demand.arrivals / replicas }, pod);
  const replicas = probesCount ? forProbes(least, waitWith) : least;
  const each = { ...demand, arrivals: demand.arrivals / replicas };
  const wait = waitWith(replicas);
  const warnings = warningsOf(peak, wait);
  const busy = { slots: slotUtilisation(each, pod), cpu: onCpu / (usable * replicas) };
  return {
    replicas,
    boundBy: replicas > least ? 'probes' : forCpu > forSlots ? 'CPU' : 'slots',
    slotUtilisation: busy.slots,
    cpuUtilisation: busy.cpu,
    probeWait: wait,
    warnings,
    account: [
      `slots      ${rounded(demand.arrivals)}/s × ${exact(takes)}${takes > demand.service ? ` (on ${rounded(usable)} of a CPU)` : ''} = ` +
        `${rounded(inService)} requests in service (Little's law); at most 70 % of ${slots} slots a pod: ${forSlots}`,
      `CPU        ${rounded(demand.arrivals)}/s × ${exact(demand.service)} × ${rounded(demand.onCpu * 100)} % = ${rounded(onCpu)} CPUs; ` +
        `at most 70 % of ${rounded(usable)} a pod: ${forCpu}`,
      `replicas   ${replicas}${replicas > least ? `, ${replicas - least} of them for the probes` : ''}: slots ${percent(busy.slots)} and ` +
        `CPU ${percent(busy.cpu)} busy at peak`,
      `probe      waits ${exact(wait.mean)} on average and ${exact(wait.p99)} in 1 of 100 at peak` +
        ' (Erlang C over the slots, and what the CPU is shared with: an approximation)',
      ...warnings.map((warning) => `mind       ${warning}`),
    ],
  };
}

/** A few pods more, where they bring the probes within their timeout; nothing more where they do not. */
function forProbes(least: number, waitWith: (replicas: number) => Wait): number {
  for (let replicas = least; replicas <= Math.ceil(least * FOR_PROBES); replicas += 1) {
    if (waitWith(replicas).p99 <= PROBE_TIMEOUT) {
      return replicas;
    }
  }
  return least;
}

function warningsOf({ p95, mean }: Peak, { p99 }: Wait): string[] {
  return [
    ...(p99 > PROBE_TIMEOUT
      ? [
          `1 of 100 probes waits ${exact(p99)} at peak, and the default timeout of a probe is ${exact(PROBE_TIMEOUT)}: ` +
            'give its probes a longer one, or each pod more slots or a whole CPU',
        ]
      : []),
    ...(mean === undefined
      ? [
          `counted as if every request took the 95th percentile, ${exact(p95)}: where times spread exponentially, the mean is ` +
            `${exact(p95 / P95_TO_MEAN)}, and a third of it is enough; state the mean`,
        ]
      : []),
  ];
}

function exact(seconds: number): string {
  return seconds < 1 ? `${Math.round(seconds * 1000)} ms` : durationInWords(seconds);
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function rounded(value: number): string {
  return String(Number(value.toFixed(2)));
}
