import { ProbeTiming } from '../../../lib/health/probe-timing';
import type { ProbeFields } from '../../../lib/health/probe-fields';
import { VirtualClock } from '../../../lib/kubelet/clock';
import type { Wake } from '../../../lib/kubelet/prober/chance';
import { ContainerProber } from '../../../lib/kubelet/prober/container-prober';
import type { Answer, Attempt, Result } from '../../../lib/kubelet/prober/probe';
import type { ProbeRole } from '../../../lib/conventions/probe-role';

type Rows = { readonly [role in ProbeRole]?: readonly (readonly (number | string)[])[] };

/** One line of the vectors, as conformance/timing/case.go writes it. */
export interface TimingCase {
  readonly seed: number;
  readonly probes: { readonly [role in ProbeRole]?: ProbeFields };
  readonly added: number;
  readonly until: number;
  readonly events: readonly (readonly [number, string, (number | boolean)?])[];
  readonly answers: { readonly [role in ProbeRole]?: readonly (readonly [number, string])[] };
  readonly offsets?: { readonly [role in ProbeRole]?: number };
  readonly triggers: readonly (readonly [number, ProbeRole])[];
  readonly attempts: Rows;
  readonly results: Rows;
  readonly status: readonly (readonly [number, boolean, boolean])[];
}

/** What the prober did: attempts and results by role, and what was published. */
export type Behaviour = Pick<TimingCase, 'attempts' | 'results' | 'status'>;

const ANSWERS: { readonly [letter: string]: Answer } = { s: 'success', f: 'failure', e: 'unknown' };
const LETTERS: { readonly [answer in Attempt['answer']]: string } = {
  success: 's',
  warning: 's',
  failure: 'f',
  unknown: 'e',
  timeout: 't',
};
const RESULTS: { readonly [result in Result]: string } = { success: 'S', failure: 'F', unknown: 'U' };

export function recorded(timing: TimingCase): Behaviour {
  return ordered(timing);
}

/** What was published when each instant was over: the order within it is nobody's. */
function settled(status: TimingCase['status']): TimingCase['status'] {
  return status
    .filter(([at], index) => status[index + 1]?.[0] !== at)
    .filter(([, started, ready], index, rows) => !index || rows[index - 1][1] !== started || rows[index - 1][2] !== ready);
}

/** Roles in one order, so that two records compare as text. */
function ordered({ attempts, results, status }: Behaviour): Behaviour {
  const inOrder = (rows: Rows): Rows => ({ startup: rows.startup ?? [], readiness: rows.readiness ?? [], liveness: rows.liveness ?? [] });
  return { attempts: inOrder(attempts ?? {}), results: inOrder(results), status: settled(status) };
}

/**
 * What the model does with a case. Where Go's select had several ready cases, the log tells which was taken when it was a
 * trigger; whether a stop or a tick was taken shows only in what followed, so each way is tried: the record has to be one of them.
 */
export function replayed(timing: TimingCase): Behaviour {
  const expected = JSON.stringify(recorded(timing));
  let first: Behaviour | undefined;
  for (let choices: number[] | undefined = []; choices;) {
    const taken: [number, number][] = [];
    const behaviour = lived(timing, choices, taken);
    first ??= behaviour;
    if (JSON.stringify(behaviour) === expected) {
      return behaviour;
    }
    choices = nextChoices(taken);
  }
  return first!;
}

/** The next way through a tree of choices: the last that has an alternative takes it. */
function nextChoices(taken: readonly (readonly [number, number])[]): number[] | undefined {
  for (let index = taken.length - 1; index >= 0; index--) {
    const [choice, of] = taken[index];
    if (choice + 1 < of) {
      return [...taken.slice(0, index).map(([each]) => each), choice + 1];
    }
  }
  return undefined;
}

function lived(timing: TimingCase, choices: readonly number[], taken: [number, number][]): Behaviour {
  const clock = new VirtualClock();
  const attempts: { [role in ProbeRole]?: (number | string)[][] } = {};
  const results: { [role in ProbeRole]?: (number | string)[][] } = {};
  const status: [number, boolean, boolean][] = [];
  const asked: { [role in ProbeRole]?: number } = {};
  const triggers = new Set(timing.triggers.map(([at, role]) => `${role} ${at}`));

  clock.runUntil(timing.added);
  const prober: ContainerProber = new ContainerProber({
    clock,
    kubeletStarted: 0,
    probes: Object.fromEntries(Object.entries(timing.probes).map(([role, fields]) => [role, { timing: ProbeTiming.ofFields(fields) }])),
    chance: {
      offset: (role) => (timing.offsets?.[role] ?? 0) / (timing.probes[role]!.periodSeconds! * 1000),
      select: (role, ready) => select(role, ready),
    },
    ask: (role, answer) => {
      const index = (asked[role] = (asked[role] ?? -1) + 1);
      const rows = (attempts[role] ??= []);
      // Kept when it begins: the record ends in the midst of attempts.
      rows[index] = [exact(clock.now), '', 0];
      const [milliseconds, letter] = timing.answers[role]?.[index] ?? [1, 's'];
      clock.at(clock.now + milliseconds, () => answer(ANSWERS[letter]));
    },
    onAttempt: ({ role, container, answer }) => {
      const row = attempts[role]![asked[role]!];
      row[1] = LETTERS[answer];
      row[2] = container;
    },
    onResult: (role, result, container) => {
      (results[role] ??= []).push([exact(clock.now), RESULTS[result], container]);
      note();
    },
  });
  const select = (role: ProbeRole, ready: readonly Wake[]): Wake => {
    if (ready.includes('trigger') && triggers.has(`${role} ${exact(clock.now)}`)) {
      return 'trigger';
    }
    const others = ready.filter((wake) => wake !== 'trigger');
    if (others.length < 2 && !ready.includes('stop')) {
      return others[0];
    }
    const choice = choices[taken.length] ?? 0;
    taken.push([choice, others.length]);
    return others[choice];
  };
  const note = (): void => {
    const last = status[status.length - 1];
    if (!last || last[1] !== prober.started || last[2] !== prober.ready) {
      status.push([exact(clock.now), prober.started, prober.ready]);
    }
  };

  // At each instant the workers come first, then the kubelet, one thing after the other: as in conformance/timing/kubelet.go.
  clock.runUntil(timing.added);
  for (const [at, kind, argument] of timing.events) {
    clock.runUntil(at);
    happen(prober, kind, argument);
    if (timing.events.some(([time, other]) => time <= at && other === 'run') && kind !== 'terminating' && kind !== 'terminated') {
      note();
    }
    clock.runUntil(at);
  }
  clock.runUntil(timing.until + 0.5);
  completeLast(attempts, timing.attempts);
  return ordered({ attempts, results, status });
}

function happen(prober: ContainerProber, kind: string, argument: number | boolean | undefined): void {
  switch (kind) {
    case 'run':
      return prober.containerStarted(argument as number);
    case 'exit':
      return prober.containerExited(argument as boolean);
    case 'sync':
      return prober.sync();
    case 'terminating':
      return prober.podTerminating();
    case 'terminated':
      return prober.podTerminated();
    default:
      throw new Error(`the vectors know an event that this test does not: ${kind}`);
  }
}

/** An attempt that is open when the record ends has no answer yet in the model; Go wrote down what it was going to be. */
function completeLast(attempts: { [role in ProbeRole]?: (number | string)[][] }, recordedAttempts: Rows): void {
  for (const role of Object.keys(attempts) as ProbeRole[]) {
    const rows = attempts[role]!;
    const last = rows[rows.length - 1];
    if (last[1] === '') {
      [, last[1], last[2]] = recordedAttempts[role]?.[rows.length - 1] ?? [0, '', 0];
    }
  }
}

/** Milliseconds to the nanosecond: as fine as Go's clock. */
function exact(time: number): number {
  return Math.round(time * 1e6) / 1e6;
}
