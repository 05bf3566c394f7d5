import { APPLICATION_LEVEL } from './application-level';
import { CONTAINER_LEVEL } from './container-level';
import type { Item, ItemAnswer, Level, Sight } from './item';
import { KUBERNETES_LEVEL } from './kubernetes-level';
import { NETWORK_LEVEL } from './network-level';
import { PLATFORM_LEVEL } from './platform-level';

/** Every item, level by level. */
export const ITEMS: readonly Item[] = [...CONTAINER_LEVEL, ...NETWORK_LEVEL, ...PLATFORM_LEVEL, ...KUBERNETES_LEVEL, ...APPLICATION_LEVEL];

/** An item with its answer. */
export interface AnsweredItem extends ItemAnswer {
  readonly level: Level;
  readonly says: string;
}

/** The checklist, each item answered: yes, no, or that it cannot be seen from here, with the evidence. */
export function checklistOf(sight: Sight): readonly AnsweredItem[] {
  return ITEMS.map(({ level, says, answer }) => ({ level, says, ...answer(sight) }));
}
