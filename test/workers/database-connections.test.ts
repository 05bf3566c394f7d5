import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { checkConnections, connectionsOf, connectionsPerPod, explainConnections } from '../../lib/workers/database-connections';

const ROLLOUT = { replicas: 4, surge: 1, terminating: 4, others: 3 };
const count = (most: number, least = 0) => fc.integer({ min: least, max: most });

describe('given the pods of a rollout at its worst moment', () => {
  test('every pod that exists counts, the new ones beside the old ones, and Jobs and init containers come on top', () => {
    expect(connectionsOf({ ...ROLLOUT, perPod: 8 })).toBe((4 + 1 + 4) * 8 + 3);
  });

  test('a pod whose connections nothing bounds needs more than any database has', () => {
    expect(connectionsOf(ROLLOUT)).toBe(Infinity);
  });

  test('the explanation shows the sum as one would do it on paper', () => {
    expect(explainConnections({ ...ROLLOUT, perPod: 8 }, { limit: 100, reserved: 10 })).toBe(
      '(4 replicas + 1 surge + 4 terminating) × 8 + 3 beside them = 75 of 100 − 10 reserved',
    );
  });

  test('the explanation says that the limit is not stated, where it is not', () => {
    expect(explainConnections({ ...ROLLOUT, perPod: 8 })).toMatch(/= 75; the limit of the database is not stated$/);
  });

  test('the explanation says that nothing bounds a worker, where nothing does', () => {
    expect(explainConnections(ROLLOUT, { limit: 100, reserved: 0 })).toMatch(/^nothing bounds the connections of a worker/);
  });
});

describe('given what the database grants', () => {
  test('a demand that just fits passes', () => {
    expect(() => checkConnections({ ...ROLLOUT, perPod: 8 }, { limit: 78, reserved: 3 })).not.toThrow();
  });

  test('one connection too few is an error with the arithmetic and the number that would fit', () => {
    expect(() => checkConnections({ ...ROLLOUT, perPod: 8 }, { limit: 77, reserved: 3 })).toThrow(
      /× 8 \+ 3 beside them = 75 of 77 − 3 reserved; open at most 7 in each pod/,
    );
  });

  test('reserved connections and those of others come off before the pods share the rest', () => {
    expect(connectionsPerPod(ROLLOUT, { limit: 100, reserved: 7 })).toBe(10);
  });

  test('what each pod may open is never negative, even where the others take everything', () => {
    expect(connectionsPerPod({ ...ROLLOUT, others: 200 }, { limit: 100, reserved: 0 })).toBe(0);
  });

  test('the number of connections advised for each pod always fits, and one more never does', () => {
    const anyDemand = fc.record({ replicas: count(50, 1), surge: count(20), terminating: count(50), others: count(30) });
    fc.assert(
      fc.property(anyDemand, count(1000, 100), count(50), (demand, limit, reserved) => {
        const perPod = connectionsPerPod(demand, { limit, reserved });
        expect(() => checkConnections({ ...demand, perPod }, { limit, reserved })).not.toThrow();
        expect(() => checkConnections({ ...demand, perPod: perPod + 1 }, { limit, reserved })).toThrow(/database connections/);
      }),
    );
  });
});
