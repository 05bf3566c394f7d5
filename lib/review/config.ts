import { isObject, listOf, textOf } from '../manifest/json';
import type { Problem } from '../manifest/input/problem';
import { readText } from '../manifest/input/text';
import type { SourcedSuppression } from './suppression';

/** What `probewise.config.yaml` or `.json` says. Data only: a pull request under review must not get to run code. */
export interface Config {
  readonly suppressions: readonly SourcedSuppression[];
}

const FIELDS: ReadonlySet<string> = new Set(['rule', 'object', 'reason', 'expires']);

/** Reads a configuration: `ignore`, a list of entries with `rule`, `object`, `reason` and, if they are to end, `expires`. */
export function readConfig(file: string, text: string): { readonly config: Config; readonly problems: readonly Problem[] } {
  const {
    documents: [document],
    problems,
  } = readText(file, text);
  const found: Problem[] = [...problems];
  const json = document && isObject(document.json) ? document.json : {};
  const complain = (path: (string | number)[], message: string) => found.push({ file, ...document.positionOf(path), message });
  for (const field of Object.keys(json).filter((name) => name !== 'ignore')) {
    complain([field], `${field} is no field of a configuration; there is ignore`);
  }
  if (json.ignore !== undefined && !Array.isArray(json.ignore)) {
    complain(['ignore'], 'ignore is a list of entries with rule, object and reason');
  }
  const suppressions = listOf(json.ignore).flatMap((entry, index): SourcedSuppression[] => {
    const fields = isObject(entry) ? entry : {};
    const unknown = Object.keys(fields).find((name) => !FIELDS.has(name));
    const expires = fields.expires === undefined ? undefined : textOf(fields.expires);
    if (unknown !== undefined) {
      complain(['ignore', index, unknown], `${unknown} is no field of an entry; there are rule, object, reason and expires`);
    } else if (textOf(fields.rule) === undefined || textOf(fields.object) === undefined) {
      complain(['ignore', index], "an entry names a rule and an object: rule: single-replica, object: 'Deployment shop/web'");
    } else if (fields.expires !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(expires ?? '')) {
      complain(['ignore', index, 'expires'], "expires is a day in quotes: '2026-12-31'");
    } else {
      return [{ rule: textOf(fields.rule)!, object: textOf(fields.object)!, reason: textOf(fields.reason) ?? '', expires, origin: file }];
    }
    return [];
  });
  return { config: { suppressions }, problems: found };
}
