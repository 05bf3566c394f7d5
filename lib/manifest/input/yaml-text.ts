import { COLLECTION_STYLE, constructFromEvents, EVENT_ID, getScalarValue, SCALAR_STYLE, YAMLException, type Event } from 'js-yaml';
import { isObject } from '../json';
import type { Path } from '../path';
import { duplicateKeys } from './duplicate-keys';
import { parseIndented, type Parsed } from './flow-indentation';
import { SCHEMA } from './yaml-schema';

/** js-yaml's own words for it. */
const DUPLICATE = 'duplicated mapping key';
const KNOWN_TAG = /^!!(?:str|int|float|bool|null|map|seq|merge)$/;
/** No manifest is nested so deeply; the API server takes 10,000 levels of JSON, and whoever walks this tree calls itself for each. */
const DEEPEST = 1000;
/** Values that a document may come to where its aliases are written out, as a reader of it would see them. */
const MOST_VALUES = 100_000;

/** Text that is no YAML, or of which nothing can be made. */
export class YamlError extends Error {
  /** @param offset where, in the text */
  public constructor(
    message: string,
    public readonly offset: number,
  ) {
    super(message);
  }
}

/** Characters of the text: the first, and the one after the last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where a map is written. */
export interface MapPlace {
  readonly firstKey: number;
  /** Whether it stands in braces. */
  readonly flow: boolean;
}

/** Where a list is written. */
export interface ListPlace {
  readonly firstItem: number;
  /** Behind the last text of its last item; braces and brackets may follow. */
  readonly lastEnd: number;
  /** Whether it stands in brackets. */
  readonly flow: boolean;
}

/** One document of YAML: where it says something, and what. It is read as Kubernetes reads it (`sigs.k8s.io/yaml`). */
export class YamlText {
  private readonly parsed: Parsed;
  private hasDuplicates = false;

  /** @throws YamlError */
  public constructor(text: string) {
    this.parsed = refused(() => parseIndented(text, { maxDepth: DEEPEST }));
  }

  /**
   * What it says; of a key that stands twice, what the last one says.
   *
   * @throws YamlError
   */
  public json(): unknown {
    const { events, text, original } = this.parsed;
    const options = { source: text, schema: SCHEMA };
    const own = withoutForeignTags(events, text);
    const [json] = refused(() => {
      try {
        return constructFromEvents(own, options);
      } catch (error) {
        this.hasDuplicates = error instanceof YAMLException && error.reason === DUPLICATE;
        if (!this.hasDuplicates) {
          throw error;
        }
        return constructFromEvents(own, { ...options, json: true });
      }
    }, original);
    if (events.some(({ type }) => type === EVENT_ID.ALIAS)) {
      checkAliases(json);
    }
    return json;
  }

  /** Keys that stand twice in one map, once it has been read as JSON. */
  public duplicates(): readonly Path[] {
    return this.hasDuplicates ? duplicateKeys(this.parsed) : [];
  }

  /** Where a field is written: its key, or the item of a list. What is not there stands where it is missing from. */
  public placeOf(path: Path): number {
    // The document comes first, then its root.
    let [node, offset] = [1, startOf(this.parsed.events[1])];
    for (const step of path) {
      const entry = this.entryOf(node, step);
      if (entry === undefined) {
        break;
      }
      offset = startOf(this.parsed.events[entry.key]);
      node = entry.value;
    }
    return this.parsed.original(offset);
  }

  /** The text of a scalar, quotes and all; nothing where the path leads to none that is written there. */
  public scalarAt(path: Path): Span | undefined {
    const index = this.indexOf(path);
    const event = index === undefined ? undefined : this.parsed.events[index];
    if (event?.type !== EVENT_ID.SCALAR || event.valueStart < 0) {
      return undefined;
    }
    const quotes = isQuoted(event) ? 1 : 0;
    const { original } = this.parsed;
    return { start: original(event.valueStart - quotes), end: original(event.valueEnd + quotes) };
  }

  /** A map with a key in it; nothing where the path leads to none that is written there. */
  public mapAt(path: Path): MapPlace | undefined {
    const index = this.indexOf(path);
    const [map, key] = index === undefined ? [] : this.parsed.events.slice(index, index + 2);
    return map?.type === EVENT_ID.MAPPING && key.type === EVENT_ID.SCALAR
      ? { firstKey: this.parsed.original(startOf(key)), flow: map.style === COLLECTION_STYLE.FLOW }
      : undefined;
  }

  /** A list with an item in it; nothing where the path leads to none that is written there. */
  public listAt(path: Path): ListPlace | undefined {
    const index = this.indexOf(path);
    const list = index === undefined ? undefined : this.parsed.events[index];
    if (index === undefined || list?.type !== EVENT_ID.SEQUENCE || this.parsed.events[index + 1].type === EVENT_ID.POP) {
      return undefined;
    }
    const inside = this.parsed.events.slice(index + 1, this.after(index));
    const { original } = this.parsed;
    return {
      firstItem: original(startOf(inside[0])),
      lastEnd: original(Math.max(...inside.map(endOf))),
      flow: list.style === COLLECTION_STYLE.FLOW,
    };
  }

  /** An alias is where a path ends: what it stands for is written elsewhere, and used there. */
  private indexOf(path: Path): number | undefined {
    let node: number | undefined = 1;
    for (const step of path) {
      node = node === undefined ? undefined : this.entryOf(node, step)?.value;
    }
    return node;
  }

  private entryOf(node: number, step: string | number): { readonly key: number; readonly value: number } | undefined {
    const { type } = this.parsed.events[node];
    if (type !== EVENT_ID.MAPPING && type !== EVENT_ID.SEQUENCE) {
      return undefined;
    }
    let [key, item] = [node + 1, 0];
    let found: { readonly key: number; readonly value: number } | undefined;
    while (this.parsed.events[key].type !== EVENT_ID.POP) {
      const value = type === EVENT_ID.MAPPING ? this.after(key) : key;
      if (type === EVENT_ID.MAPPING ? this.textOf(key) === step : item === step) {
        found = { key, value };
      }
      key = this.after(value);
      item += 1;
    }
    // The last of two keys is the one that counts.
    return found;
  }

  private textOf(key: number): string | undefined {
    const event = this.parsed.events[key];
    return event.type === EVENT_ID.SCALAR ? getScalarValue(this.parsed.text, event) : undefined;
  }

  /** The event after a node and everything in it. */
  private after(node: number): number {
    let [at, depth] = [node, 0];
    do {
      const { type } = this.parsed.events[at++];
      depth += type === EVENT_ID.POP ? -1 : type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE ? 1 : 0;
    } while (depth > 0);
    return at;
  }
}

function reasonInWords(reason: string): string {
  return reason.startsWith('nesting exceeded') ? 'it is nested too deeply' : `no valid YAML: ${reason}`;
}

/** @param original where a character of the text that was read stands in the one that was given */
function refused<T>(read: () => T, original = (offset: number) => offset): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof YAMLException ? new YamlError(reasonInWords(error.reason), original(error.mark?.position ?? 0)) : error;
  }
}

/** Without the tags of other programs, which Kubernetes passes over. */
function withoutForeignTags(events: Event[], text: string): Event[] {
  const isForeign = (event: Event): boolean =>
    'tagStart' in event && event.tagStart >= 0 && !KNOWN_TAG.test(text.slice(event.tagStart, event.tagEnd));
  return events.some(isForeign)
    ? events.map((event) => (isForeign(event) ? ({ ...event, tagStart: -1, tagEnd: -1 } as Event) : event))
    : events;
}

function startOf(event: Event): number {
  switch (event.type) {
    case EVENT_ID.SCALAR:
      return Math.max(0, event.valueStart - (isQuoted(event) ? 1 : 0));
    case EVENT_ID.SEQUENCE:
    case EVENT_ID.MAPPING:
      return event.start;
    case EVENT_ID.ALIAS:
      return event.anchorStart - 1;
    default:
      return 0;
  }
}

/** Of a map or a list where it begins: what is in it ends later. */
function endOf(event: Event): number {
  return event.type === EVENT_ID.SCALAR && event.valueEnd >= 0 ? event.valueEnd : startOf(event);
}

function isQuoted(event: Event): boolean {
  return event.type === EVENT_ID.SCALAR && (event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED);
}

/** A value that holds itself has no end, and a few aliases of aliases come to billions of values. */
function checkAliases(json: unknown): void {
  const sizes = new Map<unknown, number>();
  const sizeOf = (value: unknown): number => {
    if (!Array.isArray(value) && !isObject(value)) {
      return 1;
    }
    const known = sizes.get(value);
    if (known !== undefined) {
      return known;
    }
    sizes.set(value, Infinity);
    const size = Object.values(value).reduce<number>((sum, inner) => sum + sizeOf(inner), 1);
    sizes.set(value, size);
    return size;
  };
  if (sizeOf(json) > MOST_VALUES) {
    throw new YamlError('its aliases cannot be used: written out, they come to too much', 0);
  }
}
