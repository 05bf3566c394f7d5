import type { Bundle } from '../manifest/bundle';
import { waysInto, type Way } from '../manifest/way';

/** The ways into the workloads: under what a client asks for, where each leads. Several may lead from one entrance. */
export function wayTexts(bundle: Bundle): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const way of waysInto(bundle)) {
    const before = texts.get(way.entrance);
    texts.set(way.entrance, before === undefined ? textOf(way) : `${before}; ${textOf(way)}`);
  }
  return texts;
}

function textOf({ stages }: Way): string {
  return stages.map(({ text, holds }) => (holds ? text : `${text} (the way ends here)`)).join(' → ');
}
