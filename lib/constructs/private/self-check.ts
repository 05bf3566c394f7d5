import type { Construct } from 'constructs';

/** What a construct's own objects get wrong once everything has been added to them, overrides included. */
export function selfCheck(_construct: Construct): string[] {
  return [];
}
