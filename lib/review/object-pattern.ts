import type { ApiObject } from '../manifest/api-object';

/** Whether a pattern means an object: `Deployment shop/web`, with `*` for any text; without a namespace in any. */
export function matchesObject(pattern: string, { kind, namespace, name }: ApiObject): boolean {
  return patternOf(pattern).test(`${kind} ${namespace}/${name}`);
}

function patternOf(pattern: string): RegExp {
  const [kind, name = '*'] = pattern.trim().split(/\s+/);
  const full = `${kind} ${name.includes('/') ? name : `*/${name}`}`;
  return new RegExp(`^${full.replace(/[^\w*]/g, '\\$&').replace(/\*+/g, '.*')}$`);
}
