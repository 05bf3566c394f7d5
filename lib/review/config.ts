import { isObject, listOf, textOf, type JsonObject } from '../manifest/json';
import type { Problem } from '../manifest/input/problem';
import { readText } from '../manifest/input/text';
import type { Severity } from './rule';
import type { SourcedSetting } from './rule-setting';
import type { SourcedSuppression } from './suppression';

/** What `probewise.config.yaml` or `.json` says. Data only: a pull request under review must not get to run code. */
export interface Config {
  readonly suppressions: readonly SourcedSuppression[];
  readonly settings: readonly SourcedSetting[];
  /** Whether what is reviewed is all there is. */
  readonly complete: boolean;
}

const FIELDS = ['ignore', 'rules', 'complete'];
const SEVERITIES: readonly unknown[] = ['error', 'warning', 'info', 'off'];

/**
 * Reads a configuration: `ignore`, a list of entries with `rule`, `object`, `reason` and, if they are to end, `expires`; `rules`, a list
 * of entries with `rule`, `severity` (or `off`), `reason` and, if they are not for every object, `object`; and `complete`.
 */
export function readConfig(file: string, text: string): { readonly config: Config; readonly problems: readonly Problem[] } {
  const {
    documents: [document],
    problems,
  } = readText(file, text);
  const found: Problem[] = [...problems];
  const json = document && isObject(document.json) ? document.json : {};
  const complain = (path: (string | number)[], message: string) => found.push({ file, ...document.positionOf(path), message });
  for (const field of Object.keys(json).filter((name) => !FIELDS.includes(name))) {
    complain([field], `${field} is no field of a configuration; there are ignore, rules and complete`);
  }
  if (json.complete !== undefined && typeof json.complete !== 'boolean') {
    complain(['complete'], 'complete is true or false: whether what is reviewed is all there is');
  }
  const entries = (field: string, known: readonly string[]) => entriesOf(json, field, known, complain);
  const suppressions = entries('ignore', ['rule', 'object', 'reason', 'expires']).flatMap(({ at, fields }): SourcedSuppression[] => {
    const { rule, object, reason = '', expires } = textsOf(fields, ['rule', 'object', 'reason', 'expires']);
    if (rule === undefined || object === undefined) {
      complain(at, "an entry names a rule and an object: rule: single-replica, object: 'Deployment shop/web'");
    } else if (fields.expires !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(expires ?? '')) {
      complain([...at, 'expires'], "expires is a day in quotes: '2026-12-31'");
    } else {
      return [{ rule, object, reason, expires, origin: file }];
    }
    return [];
  });
  const settings = entries('rules', ['rule', 'object', 'severity', 'reason']).flatMap(({ at, fields }): SourcedSetting[] => {
    const { rule, object, reason = '' } = textsOf(fields, ['rule', 'object', 'reason']);
    // YAML 1.1 has `off` for false.
    const severity = fields.severity === false ? 'off' : fields.severity;
    if (rule === undefined) {
      complain(at, 'an entry names a rule: rule: memory-unlimited');
    } else if (!SEVERITIES.includes(severity)) {
      complain([...at, 'severity'], `the severity of a rule is one of ${SEVERITIES.join(', ')}`);
    } else {
      return [{ rule, ...(object !== undefined && { object }), severity: severity as Severity | 'off', reason, origin: file }];
    }
    return [];
  });
  return { config: { suppressions, settings, complete: json.complete === true }, problems: found };
}

type Complain = (path: (string | number)[], message: string) => void;

interface Entry {
  readonly at: (string | number)[];
  readonly fields: JsonObject;
}

/** The entries of a list that have no field which nobody knows. */
function entriesOf(json: JsonObject, field: string, known: readonly string[], complain: Complain): readonly Entry[] {
  const named = `${known.slice(0, -1).join(', ')} and ${known[known.length - 1]}`;
  if (json[field] !== undefined && !Array.isArray(json[field])) {
    complain([field], `${field} is a list of entries with ${named}`);
  }
  return listOf(json[field]).flatMap((entry, index) => {
    const at = [field, index];
    const fields = isObject(entry) ? entry : {};
    const unknown = Object.keys(fields).find((name) => !known.includes(name));
    if (unknown !== undefined) {
      complain([...at, unknown], `${unknown} is no field of an entry; there are ${named}`);
    }
    return unknown === undefined ? [{ at, fields }] : [];
  });
}

function textsOf<K extends string>(fields: JsonObject, names: readonly K[]): Readonly<Partial<Record<K, string>>> {
  return Object.fromEntries(names.map((name) => [name, textOf(fields[name])])) as Partial<Record<K, string>>;
}
