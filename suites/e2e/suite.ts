import { afterEach, describe } from '@jest/globals';
import { WHY_NOT } from './python-environment';
import { endAll } from './processes';
import { whyNot } from '../../test/prerequisite';

const reason = whyNot(WHY_NOT, 'test:e2e');

/** `describe`, where there is a Python to run; otherwise skipped, and counted as such. No process outlives its test. */
export function describeServers(name: string, tests: () => void): void {
  (reason ? describe.skip : describe)(name, () => {
    afterEach(endAll);
    tests();
  });
}
