import { ApiObject, JsonPatch } from 'cdk8s';
import type { Json } from './json';
import { overrideMethods } from './own-class';
import { onceInSynthesis, watchSyntheses } from './synthesis-pass';

/** One concern's change to a rendered object. */
export interface Amendment {
  /** The concern and the container it is about: applying the same one again replaces it. */
  readonly key: string;
  /** Lower ranks come first, whatever the order of `.with(…)`. */
  readonly rank: AmendmentRank;
  /** The object as it should be. Pure: takes what was rendered, returns what replaces it. */
  readonly apply: (object: Json) => Amended;
}

/** What an amendment makes of an object. */
export interface Amended {
  readonly object: Json;
  /**
   * What the objects beside it are made of, or its author may ask for: known only now that the object has been rendered, and read
   * with {@link companionOf}.
   */
  readonly companion?: unknown;
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

/** An object as it is rendered, and what came of each amendment besides, by key. */
interface Rendering {
  readonly object: Json;
  readonly companions: ReadonlyMap<string, unknown>;
}

/** What an object's rendering is changed by: amendments, and then what its author patches. */
class AmendedObject {
  private readonly amendments = new Map<string, Amendment>();
  private readonly patches: JsonPatch[] = [];

  public constructor(public readonly original: () => Json) {}

  public add(amendment: Amendment): void {
    this.amendments.set(amendment.key, amendment);
  }

  public patch(operations: readonly JsonPatch[]): void {
    this.patches.push(...operations);
  }

  public rendering(): Rendering {
    return onceInSynthesis(this, () => this.render());
  }

  private render(): Rendering {
    const companions = new Map<string, unknown>();
    const amended = (json: Json, { key, apply }: Amendment) => {
      const { object, companion } = apply(json);
      companions.set(key, companion);
      return object;
    };
    const ordered = [...this.amendments.values()].sort((a, b) => a.rank - b.rank);
    const shaped = ordered.filter(({ rank }) => rank !== AmendmentRank.NAME).reduce(amended, this.original());
    const patched = this.patches.length ? (JsonPatch.apply(shaped, ...this.patches) as Json) : shaped;
    return { object: tidy(ordered.filter(({ rank }) => rank === AmendmentRank.NAME).reduce(amended, patched)), companions };
  }
}

const amendedObjects = new WeakMap<ApiObject, AmendedObject>();

/**
 * Changes what an object renders to, at synthesis: whatever is added to the object after this call is there when the
 * amendment runs. (A JSON patch would be computed now, and on an `L1` object applied before the typed serialiser, which
 * drops what it does not know.)
 *
 * A JSON patch that the user adds after this call is applied to the amended object, so that the last word is theirs.
 */
export function amend(object: ApiObject, amendment: Amendment): void {
  (amendedObjects.get(object) ?? makeAmendable(object)).add(amendment);
}

/** What an amendment of the object came to besides the object, as the object is now; `undefined` when there is no such amendment. */
export function companionOf(object: ApiObject, key: string): unknown {
  return amendedObjects.get(object)?.rendering().companions.get(key);
}

/** The object as it renders without amendments. */
export function originalOf(object: ApiObject): Json {
  return amendedObjects.get(object)?.original() ?? (object.toJson() as Json);
}

function makeAmendable(object: ApiObject): AmendedObject {
  watchSyntheses(object);
  let amended!: AmendedObject;
  overrideMethods(object, (original) => {
    amended = new AmendedObject(() => original.toJson() as Json);
    return { toJson: () => amended.rendering().object, addJsonPatch: (...operations: JsonPatch[]) => amended.patch(operations) };
  });
  amendedObjects.set(object, amended);
  // An amendment that cannot be made is reported with the construct's path before any file is written.
  object.node.addValidation({ validate: () => failures(object) });
  return amended;
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
