import { afterEach, describe } from '@jest/globals';
import { WHY_NOT } from './environment';
import { closeProxies } from './proxy';
import { endAll } from '../e2e/processes';
import { whyNot } from '../../test/prerequisite';

const reason = whyNot(WHY_NOT, 'test:app');

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
