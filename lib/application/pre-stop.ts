import type { Container } from '../manifest/container';
import { commandsIn } from './exec-command';
import { isObject, listOf, objectOf, shown } from '../manifest/json';

/** What a container's preStop hook does before SIGTERM is sent. */
export interface PreStop {
  /** Seconds that it certainly takes: those that it sleeps. */
  readonly seconds: number;
  /** `sleep`, `exec`, `httpGet`; which of them it is. */
  readonly kind: string;
  /** The program that an `exec` hook needs in the image. */
  readonly program?: string;
}

/** The preStop hook of a container. */
export function preStopOf({ json }: Container): PreStop | undefined {
  const hook = objectOf(json.lifecycle).preStop;
  if (!isObject(hook)) {
    return undefined;
  }
  if (isObject(hook.sleep)) {
    return { kind: 'sleep', seconds: secondsOf(hook.sleep.seconds) };
  }
  if (isObject(hook.exec)) {
    const words = listOf(hook.exec.command).map(shown);
    const slept = commandsIn(words)
      .filter(([program]) => /(^|\/)sleep$/.test(program ?? ''))
      .map(([, length]) => secondsOf(length));
    return { kind: 'exec', seconds: slept.reduce((sum, seconds) => sum + seconds, 0), program: words[0] };
  }
  return { kind: Object.keys(hook)[0] ?? '', seconds: 0 };
}

/** `15`, `15s`, `1m`, `0.5`, as `sleep` of coreutils reads them. */
function secondsOf(length: unknown): number {
  const [, number, unit = 's'] = /^(\d+(?:\.\d+)?)([smh]?)$/.exec(shown(length)) ?? [];
  return number === undefined ? 0 : Number(number) * ({ m: 60, h: 3600 }[unit] ?? 1);
}
