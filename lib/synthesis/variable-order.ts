import { expandReferences } from '../manifest/variable-expansion';
import type { Json } from './json';

/** Names in an order of their own: a map of another language comes in another at each run. By code units, whatever the machine's locale. */
export function sortedByName<Value>(map: Readonly<Record<string, Value>>): [name: string, value: Value][] {
  return Object.keys(map)
    .sort()
    .map((name) => [name, map[name]]);
}

/**
 * Variables with each one after those that it refers to by `$(NAME)`, and otherwise in the order they have: the kubelet expands a
 * reference only to a variable that stands before (`pkg/kubelet/kubelet_pods.go`, makeEnvironmentVariables). Variables that refer to
 * each other in a circle, and a name that stands twice, stay where they are.
 */
export function referencesLast(variables: readonly Json[]): Json[] {
  const byName = new Map(variables.map((variable) => [variable.name as string, variable]));
  if (byName.size < variables.length) {
    return [...variables];
  }
  const ordered = new Set<Json>();
  const visit = (variable: Json, above: readonly Json[]) => {
    for (const name of namesIn(variable)) {
      const named = byName.get(name);
      if (named && named !== variable && !ordered.has(named) && !above.includes(named)) {
        visit(named, [...above, variable]);
      }
    }
    ordered.add(variable);
  };
  variables.forEach((variable) => visit(variable, []));
  return [...ordered];
}

function namesIn({ value }: Json): string[] {
  const names: string[] = [];
  if (typeof value === 'string') {
    expandReferences(value, (name) => void names.push(name));
  }
  return names;
}
