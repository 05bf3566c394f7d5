import { afterEach, describe } from '@jest/globals';
import { WHY_NOT } from './python-environment';
import { endAll } from './processes';

const reason = process.env[WHY_NOT];
if (reason === undefined) {
  throw new Error('run this suite with npm run test:e2e, which makes its Python environment first');
}

/** `describe`, where there is a Python to run; otherwise skipped, and counted as such. No process outlives its test. */
export function describeServers(name: string, tests: () => void): void {
  (reason ? describe.skip : describe)(name, () => {
    afterEach(endAll);
    tests();
  });
}
