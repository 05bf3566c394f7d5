import type { FoundCause } from '../found-cause';
import type { Scene } from '../state/scene';
import type { State } from '../state/state';

/** The levels of the checklist, from inside out. */
export const LEVELS = {
  container: 'Container',
  network: 'Network',
  platform: 'Platform',
  kubernetes: 'Kubernetes',
  application: 'Application',
} as const;

/** A level of the checklist. */
export type Level = keyof typeof LEVELS;

/** What can be said of an item. */
export interface ItemAnswer {
  /** `unseen`: nothing that was read tells. */
  readonly answer: 'yes' | 'no' | 'unseen';
  /** What tells it; where nothing does, what would. */
  readonly evidence: string;
}

/** What the items go by. */
export interface Sight {
  readonly state: State;
  /** The workloads in question; those that come to an end of themselves left out. */
  readonly scenes: readonly Scene[];
  /** What is wrong with them. */
  readonly found: readonly FoundCause[];
}

/** One question of the checklist, and a pure function that answers it. */
export interface Item {
  readonly level: Level;
  /** A statement that should be true. */
  readonly says: string;
  answer(sight: Sight): ItemAnswer;
}
