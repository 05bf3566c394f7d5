/**
 * In the gate every property meets the same examples, so that what it says is about the change and not about the day. At a desk they
 * differ each time; a failure prints its seed, and `SEED=…` brings it back.
 */
async function sameExamples(): Promise<void> {
  const seed = process.env.SEED ?? (process.env.CI ? '20261127' : undefined);
  if (seed !== undefined) {
    const { configureGlobal } = await import('fast-check');
    configureGlobal({ seed: Number(seed) });
  }
}

export = sameExamples;
