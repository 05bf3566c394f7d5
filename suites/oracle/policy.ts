import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import type { PolicyObject } from '../../lib/policy/policy-objects';

/** The API server's own evaluation of policies as a program (conformance/policy). */
export const POLICY = resolve(__dirname, '../../.cache/oracle/policy');

/** What a policy answers to an object. */
export interface PolicyVerdict {
  readonly policy: string;
  readonly admits: boolean;
  readonly message?: string;
  readonly error?: string;
  readonly cost: number;
}

export interface PolicyAnswer {
  readonly invalid: readonly string[];
  readonly budget: number;
  readonly verdicts: readonly (readonly PolicyVerdict[])[];
}

/** What policies answer to objects, in their order: none for one that cannot be decoded. */
export function policyAnswer(objects: readonly unknown[], made: readonly PolicyObject[]): PolicyAnswer {
  const question = {
    policies: made.filter(({ kind }) => kind === 'ValidatingAdmissionPolicy'),
    bindings: made.filter(({ kind }) => kind === 'ValidatingAdmissionPolicyBinding'),
    params: made.find(({ kind }) => kind === 'ConfigMap'),
    objects,
  };
  const { stdout, stderr, status, error } = spawnSync(POLICY, [], {
    input: JSON.stringify(question),
    encoding: 'utf8',
    timeout: 120_000,
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) {
    throw new Error(`${POLICY}: ${error?.message ?? stderr}`);
  }
  return JSON.parse(stdout) as PolicyAnswer;
}
