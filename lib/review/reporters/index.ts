import { github } from './github';
import { json } from './json';
import { junit } from './junit';
import { markdown } from './markdown';
import type { Reporter } from './reporter';
import { sarif } from './sarif';
import { text } from './text';

export type { Reporter, Reviewed } from './reporter';

/** Every format, by the name that `--format` takes. */
export const REPORTERS: ReadonlyMap<string, Reporter> = new Map(Object.entries({ text, json, sarif, junit, github, markdown }));
