import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { validated } from '../../mixins/private/amendment';
import type { Json } from '../../mixins/private/amendment';
import { review } from '../../review';

/** The objects that a construct was found to be right with; as long as they are the same ones, it still is. */
const passed = new WeakMap<Construct, readonly Json[]>();

/**
 * What a construct's own objects get wrong once everything has been added to them, overrides included: the errors that the
 * review would find in them. It sees no other objects, so it judges what these say about each other and nothing else.
 */
export function selfCheck(construct: Construct): string[] {
  const objects = rendered(construct);
  if (objects.length === 0 || same(objects, passed.get(construct))) {
    return [];
  }
  const errors = review(objects).filter(({ severity }) => severity === 'error');
  if (errors.length === 0) {
    passed.set(construct, objects);
  }
  return errors.map(({ rule, object, path, message, fix }) => `${object.kind} ${object.name}, ${path}: ${message}; ${fix}. (${rule})`);
}

/** Nothing when one of them cannot be rendered: it reports that itself, with its own path. */
function rendered(construct: Construct): Json[] {
  try {
    return construct.node.findAll().filter((child): child is ApiObject => ApiObject.isApiObject(child)).map(validated);
  } catch {
    return [];
  }
}

function same(objects: readonly Json[], others: readonly Json[] | undefined): boolean {
  return objects.length === others?.length && objects.every((object, index) => object === others[index]);
}
