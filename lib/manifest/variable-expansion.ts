/**
 * Kubernetes' own `$(VAR)` expansion (`third_party/forked/golang/expansion/expand.go`, `Expand`): `$$` is a dollar sign,
 * and a reference to a name that is not known stays as it stands.
 *
 * @param lookup the value of a variable, or nothing where it is not set
 */
export function expandReferences(text: string, lookup: (name: string) => string | undefined): string {
  // `$(` without a closing parenthesis, and a dollar sign before anything else, are ordinary text.
  return text.replace(/\$(?:\$|\(([^)]*)\))/g, (reference, name: string | undefined) =>
    name === undefined ? '$' : (lookup(name) ?? reference),
  );
}
