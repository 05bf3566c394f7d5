/**
 * Hands a suite the reason why it cannot run, empty when it can. By an environment variable, because jest's workers inherit
 * nothing else from a suite's set-up.
 *
 * @param what the suite, as the subject of a sentence
 * @param optional whether CI goes on without it, where the tally counts its tests as skipped
 * @throws in CI, where a suite that silently tests nothing would be taken for a green one
 */
export function tellWhyNot(variable: string, what: string, reason = '', { optional = false } = {}): void {
  process.env[variable] = reason;
  if (!reason) {
    return;
  }
  if (process.env.CI === 'true' && !optional) {
    throw new Error(`${what} cannot run: ${reason}`);
  }
  process.stderr.write(`\n*** ${what.toUpperCase()} IS SKIPPED, NOTHING IS TESTED: ${reason} ***\n\n`);
}

/** The reason that a suite was handed. */
export function whyNot(variable: string, script: string): string {
  const reason = process.env[variable];
  if (reason === undefined) {
    throw new Error(`run this suite with npm run ${script}, which makes what it needs first`);
  }
  return reason;
}
