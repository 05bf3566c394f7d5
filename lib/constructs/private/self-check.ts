import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { validated } from '../../mixins/private/amendment';

/** What a construct's own objects get wrong once everything has been added to them, overrides included. */
export function selfCheck(construct: Construct): string[] {
  construct.node.findAll().filter((child): child is ApiObject => ApiObject.isApiObject(child)).map(validated);
  return [];
}
