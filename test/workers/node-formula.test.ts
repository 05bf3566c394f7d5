import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { NodeFormula } from '../../lib/workers/node-formula';
import { MEBIBYTE } from '../../lib/conventions/quantity';

describe('given the incident report, whose own numbers disagree', () => {
  test('67 workers mean that the process saw 33 CPUs', () => {
    expect(NodeFormula.forWorkers(67).cpus).toBe(33);
  });

  test('the 32 CPUs that the report names would have made 65 workers', () => {
    expect(NodeFormula.forCpus(32).workers).toBe(65);
  });

  test('67 workers weigh 2 GiB before the first request and 3 GiB under load', () => {
    expect(NodeFormula.forWorkers(67).explain()).toBe('2 × 33 + 1 = 67 sync workers: 2 GiB at boot, 3 GiB under load');
  });
});

describe('given any node', () => {
  test('the formula run backwards gives the CPUs it started from', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 512 }), (cpus) => {
        expect(NodeFormula.forWorkers(NodeFormula.forCpus(cpus).workers).cpus).toBe(cpus);
      }),
    );
  });

  test('each further CPU costs two loaded workers of 45 MiB', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 512 }), (cpus) => {
        expect(NodeFormula.forCpus(cpus + 1).loadedBytes - NodeFormula.forCpus(cpus).loadedBytes).toBe(90 * MEBIBYTE);
      }),
    );
  });

  test('what the pool weighs at boot under-counts what it weighs under load', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 512 }), (cpus) => {
        const formula = NodeFormula.forCpus(cpus);
        expect(formula.bootBytes).toBeLessThan(formula.loadedBytes);
      }),
    );
  });
});

describe('given a number that the formula cannot come to', () => {
  test.each([66, 1, 3.5, -67])('%d workers are refused', (workers) => {
    expect(() => NodeFormula.forWorkers(workers)).toThrow(/2n \+ 1 over whole CPUs is an odd number/);
  });

  test.each([0, 1.5, -1])('%d CPUs are refused', (cpus) => {
    expect(() => NodeFormula.forCpus(cpus)).toThrow(/a process sees whole CPUs/);
  });
});
