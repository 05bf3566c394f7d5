import { objectInWords, type ApiObject } from '../manifest/api-object';
import { plural } from '../wording/plural';
import type { Evidence } from './cause';
import type { EventState } from './state/event-state';
import type { PodState } from './state/pod-state';

/** As many pieces of evidence as a reader takes in. */
const SHOWN = 3;

/** `1 of 3 pods`. */
export function shareOf(count: number, all: number): string {
  return `${count} of ${plural(all, 'pod')}`;
}

/** A word for a shell: quoted where it is not plain, because names may come from anybody. */
export function shellWord(text: string): string {
  return /^[\w./:=@,-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`;
}

/** `kubectl -n shop …`; the namespace is that of the object. */
export function kubectl({ namespace }: ApiObject, ...words: readonly string[]): string {
  return ['kubectl', ...(namespace ? ['-n', namespace] : []), ...words].map(shellWord).join(' ');
}

/** `kubectl -n shop describe pod web-1`. */
export function describe(object: ApiObject): string {
  return kubectl(object, 'describe', object.kind.toLowerCase(), object.name);
}

/** What an event says. */
export function eventEvidence(events: readonly EventState[]): Evidence[] {
  return events.slice(0, SHOWN).map(({ about, reason, message, count }) => ({
    where: `event ${reason} of ${about.replace('/', ' ')}${count > 1 ? ` (${count} times)` : ''}`,
    says: message,
  }));
}

/** What a part of an object says. */
export function evidence(object: ApiObject, field: string, says: string): Evidence {
  return { where: `${objectInWords(object)}, ${field}`, says };
}

/** The same of each of some pods, as many as a reader takes in. */
export function podEvidence(pods: readonly PodState[], field: string, says: (pod: PodState) => string): Evidence[] {
  return pods.slice(0, SHOWN).map((pod) => evidence(pod.object, field, says(pod)));
}
