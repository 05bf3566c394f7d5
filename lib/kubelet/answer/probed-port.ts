/** A port that a container declares; a missing number is 0, as Go has it. */
export interface DeclaredPort {
  readonly name?: string;
  readonly containerPort?: number;
}

/**
 * The number that a probe's port means, or why it means none.
 *
 * `ResolveContainerPort` of `pkg/probe/util.go`: the first declared port of that name, whatever its protocol, then the
 * name as a number.
 */
export function probedPortOf(
  port: number | string,
  declared: readonly DeclaredPort[],
): { readonly number: number } | { readonly because: string } {
  const number = typeof port === 'number' ? port : (declared.find(({ name = '' }) => name === port)?.containerPort ?? integer(port));
  if (number === undefined) {
    return { because: `strconv.Atoi: parsing ${JSON.stringify(port)}: invalid syntax` };
  }
  return number > 0 && number < 65536 ? { number } : { because: `invalid port number: ${number}` };
}

/** `strconv.Atoi`. */
function integer(text: string): number | undefined {
  return /^[-+]?[0-9]+$/.test(text) ? Number(text) : undefined;
}
