import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { Reading } from '../../reading/reading';
import type { Json } from '../../synthesis/json';
import { renderOnce } from '../../synthesis/synthesis-pass';
import { reviewReading, RULES } from '../../review';
import { servedPortErrors } from './served-port-check';
import type { ServedPortClaim } from './served-port-check';

/** The objects that a construct was found to be right with; as long as they are the same ones, it still is. */
const passed = new WeakMap<Construct, readonly Json[]>();

/** A check at every synthesis stays cheap: it asks for errors only. */
const ERRORS = RULES.filter(({ severity }) => severity === 'error');
/** Warnings to a reviewer who has not seen the image; a construct knows what it steers the image to. */
const CERTAIN: readonly string[] = ['bind-loopback', 'db-connections-exceed', 'grace-too-short', 'workers-exceed-memory'];

/**
 * What a construct's own objects get wrong once everything has been added to them, overrides included: the errors that the
 * review would find in them. It sees no other objects, so it judges what these say about each other and nothing else.
 */
export function selfCheck(construct: Construct, claim: ServedPortClaim): string[] {
  const own = construct.node.findAll().filter((child): child is ApiObject => ApiObject.isApiObject(child));
  const objects = rendered(own);
  if (objects.length === 0 || same(objects, passed.get(construct))) {
    return [];
  }
  const reading = Reading.ofObjects(objects);
  const findings = reviewReading(reading, { rules: ERRORS })
    .filter(({ suppressed, rule, severity }) => !suppressed && (severity === 'error' || (severity === 'warning' && CERTAIN.includes(rule))))
    .map(({ rule, object, path, message, fix }) => `${object.kind} ${object.name}, ${path}: ${message}; ${fix}. (${rule})`);
  const errors = [...servedPortErrors(reading, claim), ...findings];
  if (errors.length === 0) {
    passed.set(construct, objects);
  }
  return errors;
}

/** Nothing when one of them cannot be rendered: it reports that itself, with its own path. */
function rendered(objects: readonly ApiObject[]): Json[] {
  try {
    objects.forEach(renderOnce);
    return objects.map((object) => object.toJson());
  } catch {
    return [];
  }
}

function same(objects: readonly Json[], others: readonly Json[] | undefined): boolean {
  return objects.length === others?.length && objects.every((object, index) => object === others[index]);
}
