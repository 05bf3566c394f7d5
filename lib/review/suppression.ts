import { objectInWords, type ApiObject } from '../manifest/api-object';
import type { Bundle } from '../manifest/bundle';
import { objectOf, shown } from '../manifest/json';
import type { Path } from '../manifest/path';
import type { Finding } from './finding';
import { matchesObject } from './object-pattern';

/** What suppresses a finding. */
export interface Suppression {
  /** The rule's id. */
  readonly rule: string;
  /** The objects: `Deployment shop/web`, with `*` for any text; without a namespace in any. */
  readonly object: string;
  /** Why, for the next reader. */
  readonly reason: string;
  /**
   * The last day on which it holds, as `2026-12-31`.
   *
   * @default - it holds for ever
   */
  readonly expires?: string;
}

/** A suppression, and where it is written. */
export interface SourcedSuppression extends Suppression {
  /** `annotation of Deployment web`, `probewise.config.yaml`. */
  readonly origin: string;
  /** The object that it stands on, if it is an annotation. */
  readonly on?: ApiObject;
  readonly path?: Path;
}

/** An annotation with this prefix and a rule's id suppresses that rule on its object. */
export const ANNOTATION_PREFIX = 'probewise.dev/ignore.';

/** The suppressions that objects and their pod templates carry as annotations. */
export function annotatedSuppressions(bundle: Bundle): readonly SourcedSuppression[] {
  const templates = new Map(bundle.workloads.map((workload) => [workload.object, workload.templatePath]));
  return bundle.objects.flatMap((object) => {
    const templatePath = templates.get(object) ?? [];
    const template = templatePath.reduce<unknown>((json, step) => objectOf(json)[step], object.json);
    return [...annotationsOf(object, object.json, []), ...(templatePath.length ? annotationsOf(object, template, templatePath) : [])];
  });
}

function annotationsOf(object: ApiObject, json: unknown, at: Path): SourcedSuppression[] {
  return Object.entries(objectOf(objectOf(objectOf(json).metadata).annotations))
    .filter(([name]) => name.startsWith(ANNOTATION_PREFIX))
    .map(([name, reason]) => ({
      rule: name.slice(ANNOTATION_PREFIX.length),
      object: '',
      reason: reason === null ? '' : shown(reason),
      origin: `annotation of ${objectInWords(object)}`,
      on: object,
      path: [...at, 'metadata', 'annotations', name],
    }));
}

/** Whether a suppression is meant for a finding about this object. */
export function concerns(suppression: SourcedSuppression, finding: Finding, object: ApiObject): boolean {
  if (suppression.rule !== finding.rule) {
    return false;
  }
  return suppression.on ? suppression.on === object : matchesObject(suppression.object, object);
}

/** Why a suppression does not hold; nothing when it does. */
export function faultOf(
  suppression: Pick<Suppression, 'rule' | 'reason' | 'expires'>,
  rules: ReadonlySet<string>,
  today: string | undefined,
): string | undefined {
  if (!rules.has(suppression.rule)) {
    return 'there is no such rule';
  }
  if (suppression.reason.trim() === '') {
    return 'it gives no reason';
  }
  return suppression.expires !== undefined && today !== undefined && suppression.expires < today
    ? `it expired on ${suppression.expires}`
    : undefined;
}
