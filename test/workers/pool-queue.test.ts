import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { longWait, meanWait, waitingProbability } from '../../lib/workers/pool-queue';

describe('given a station of a queue', () => {
  test('with one server, the probability of waiting is its utilisation, as M/M/1 has it', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), (load) => {
        expect(waitingProbability(load, { servers: 1, service: 1 })).toBeCloseTo(load, 10);
        expect(meanWait(load, { servers: 1, service: 1 })).toBeCloseTo(load / (1 - load), 6);
      }),
    );
  });

  test("Erlang's C formula, written out as its sum, comes to the same", () => {
    const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.double({ min: 0.05, max: 0.95, noNaN: true }), (servers, busy) => {
        const load = servers * busy;
        const last = load ** servers / factorial(servers) / (1 - busy);
        const rest = Array.from({ length: servers }, (_, k) => load ** k / factorial(k)).reduce((sum, one) => sum + one, 0);
        expect(waitingProbability(load, { servers, service: 1 })).toBeCloseTo(last / (rest + last), 9);
      }),
    );
  });

  test('that gets more than it serves, nobody knows how long the wait is', () => {
    expect([meanWait(2, { servers: 1, service: 1 }), longWait(2, { servers: 1, service: 1 })]).toEqual([Infinity, Infinity]);
  });
});
