import type { PodEvent } from '../../kubelet/pod/pod-event';

/** Events of the same kind one after the other, as one. */
export interface Stretch {
  /** Seconds since the simulation began. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** `liveness probe failed`. */
  readonly what: string;
}

/** What happened to a pod, with what repeats told once. */
export function stretchesOf(trace: readonly PodEvent[]): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (const event of trace) {
    const what = eventInWords(event);
    const last = stretches[stretches.length - 1];
    const at = event.at / 1000;
    if (last?.what === what) {
      stretches[stretches.length - 1] = { ...last, to: at, count: last.count + 1 };
    } else {
      stretches.push({ from: at, to: at, count: 1, what });
    }
  }
  return stretches;
}

/** The timeline of a pod, a line each. */
export function timelineInWords(trace: readonly PodEvent[]): string[] {
  const stretches = stretchesOf(trace);
  const width = Math.max(...stretches.map(({ from }) => from.toFixed(1).length), 0);
  return stretches.map(
    ({ from, to, count, what }) =>
      `${from.toFixed(1).padStart(width)} s  ${what}${count > 1 ? ` ${count} times, until ${to.toFixed(1)} s` : ''}`,
  );
}

function eventInWords({ kind, probe, container }: PodEvent): string {
  const what = kind === 'probe failed' ? `${probe} probe failed` : kind === 'condemned' ? `condemned by its ${probe} probe` : kind;
  return container === undefined ? what : `${container}: ${what}`;
}
