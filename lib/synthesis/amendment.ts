import { ApiObject, JsonPatch } from 'cdk8s';
import type { Json } from './json';
import { renderOnce } from './synthesis-pass';

/** One concern's change to a rendered object. */
export interface Amendment {
  /** The concern and the container it is about: applying the same one again replaces it. */
  readonly key: string;
  /** Lower ranks come first, whatever the order of `.with(…)`. */
  readonly rank: AmendmentRank;
  /** The object as it should be. Pure: takes what was rendered, returns what replaces it. */
  readonly apply: (object: Json) => Json;
}

/** What has to have happened before: later concerns look at what earlier ones added. */
export enum AmendmentRank {
  WORKERS,
  HEALTH,
  SHUTDOWN,
  SPREAD,
  /** Copies the environment of the container it waits for, so that it comes after everything that adds to it. */
  INIT,
  /** Looks at every container and volume, whoever added them. */
  HARDENING,
  /** Names an object after what it became, patches of the user's own included. */
  NAME,
}

/** What an object's rendering is changed by. */
const amendmentsOf = new WeakMap<ApiObject, Map<string, Amendment>>();

/**
 * Changes what an object renders to, at synthesis: whatever is added to the object after this call is there when the
 * amendment runs. (A JSON patch would be computed now, and on an `L1` object applied before the typed serialiser, which
 * drops what it does not know.)
 *
 * A JSON patch that the user adds after this call is applied to the amended object, so that the last word is theirs.
 */
export function amend(object: ApiObject, amendment: Amendment): void {
  const known = amendmentsOf.get(object);
  if (known) {
    known.set(amendment.key, amendment);
    return;
  }
  const amendments = new Map([[amendment.key, amendment]]);
  amendmentsOf.set(object, amendments);
  const patches: JsonPatch[] = [];
  const original = object.toJson.bind(object);
  object.toJson = () => {
    const ordered = [...amendments.values()].sort((a, b) => a.rank - b.rank);
    const amendedBy = (json: Json, { apply }: Amendment) => apply(json);
    const amended = ordered.filter(({ rank }) => rank !== AmendmentRank.NAME).reduce(amendedBy, original());
    const patched = patches.length ? JsonPatch.apply(amended, ...patches) : amended;
    return tidy(ordered.filter(({ rank }) => rank === AmendmentRank.NAME).reduce(amendedBy, patched));
  };
  renderOnce(object);
  object.addJsonPatch = (...operations) => void patches.push(...operations);
  // An amendment that cannot be made is reported with the construct's path before any file is written.
  object.node.addValidation({ validate: () => failures(object) });
}

/**
 * A copy of its own in the order that cdk8s writes: what two places share would become a YAML alias, and keys in the order
 * of the amendments would move whenever the code does.
 */
function tidy(object: Json): Json {
  const { apiVersion, kind, metadata, ...rest } = object;
  return { apiVersion, kind, metadata: sorted(metadata), ...(sorted(rest) as Json) };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (value === null || typeof value !== 'object') {
    return value;
  }
  const copy: Json = {};
  for (const key of Object.keys(value).sort()) {
    const item = (value as Json)[key];
    if (item !== undefined) {
      copy[key] = sorted(item);
    }
  }
  return copy;
}

function failures(object: ApiObject): string[] {
  try {
    object.toJson();
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}
