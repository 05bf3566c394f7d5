import { afterEach, describe } from '@jest/globals';
import { WHY_NOT } from './environment';
import { closeProxies } from './proxy';
import { endAll } from '../e2e/processes';

const reason = process.env[WHY_NOT];
if (reason === undefined) {
  throw new Error('run this suite with npm run test:app, which makes its environment first');
}

/** `describe`, where the servers are; otherwise skipped, and counted as such. Nothing that a test started outlives it. */
export function describeApplication(name: string, tests: () => void): void {
  (reason ? describe.skip : describe)(name, () => {
    afterEach(async () => {
      await endAll();
      closeProxies();
    });
    tests();
  });
}
