import type { Reading } from '../reading/reading';
import { requestPaths, type RequestPath } from '../reading/request-path';

/** The paths into the workloads: under what a client asks for, where each leads. Several may lead from one entrance. */
export function requestPathTexts(reading: Reading): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const path of requestPaths(reading)) {
    const before = texts.get(path.entrance);
    texts.set(path.entrance, before === undefined ? textOf(path) : `${before}; ${textOf(path)}`);
  }
  return texts;
}

function textOf({ stages }: RequestPath): string {
  return stages.map(({ text, holds }) => (holds ? text : `${text} (the path ends here)`)).join(' → ');
}
