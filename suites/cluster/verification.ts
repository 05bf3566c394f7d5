import { resolve } from 'node:path';
import { near } from '../app/verification';

/** What was predicted for a situation on a cluster, or observed: seconds after the disturbance. */
export interface Expected {
  readonly restarts: number;
  /** The part of the requests that was answered, 0 to 1. */
  readonly answered: number;
  readonly unreadyAfter?: number;
  readonly readyAgainAfter?: number;
}

export interface Row {
  readonly name: string;
  readonly load: number;
  /** How often it was gone through. @default 1 */
  readonly times?: number;
  /** Seconds that users came, each time. */
  readonly lasts: number;
  /** By courses of chance. */
  readonly model: readonly Expected[];
  readonly real: Expected & { readonly requests: number };
  /** Whether losing readiness is compared. */
  readonly moments: boolean;
}

/** A run of the suite. It stays in the repository: not every machine that writes `docs/verification.md` can run a cluster. */
export interface ClusterVerification {
  readonly kubernetes: string;
  readonly rows: readonly Row[];
}

export const RECORD = resolve(__dirname, 'verification.json');

/** A readiness probe's period, and a tick of a busy machine. Seconds. */
const PERIOD = 5.5;
const RESTARTS = 1;
const ANSWERED = 0.05;

/** In what the observed lies farther from what was predicted than it may. */
export function beyond({ model, real, moments }: Row): string[] {
  const of = <Key extends keyof Expected>(key: Key) => model.map((seen) => seen[key]).filter((value) => value !== undefined);
  const moment = (key: 'unreadyAfter' | 'readyAgainAfter') =>
    real[key] === undefined ? of(key).length < model.length : near(real[key], of(key), PERIOD);
  return [
    ...(near(real.restarts, of('restarts'), RESTARTS) ? [] : ['restarts']),
    ...(near(real.answered, of('answered'), ANSWERED) ? [] : ['answered']),
    ...(!moments || moment('unreadyAfter') ? [] : ['unready']),
    ...(!moments || moment('readyAgainAfter') ? [] : ['ready again']),
  ];
}
