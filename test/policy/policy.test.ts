import { describe, expect, test } from '@jest/globals';
import { loadAll } from 'js-yaml';
import { DEFAULT_SETTINGS, policyObjects } from '../../lib/policy/policy-objects';
import { POLICY_RULES } from '../../lib/policy/registry';
import { RULES } from '../../lib/review';
import { probewise } from '../cli/program';

describe('every policy', () => {
  test.each(POLICY_RULES.map((each) => [each.rule, each] as const))(
    '%s is a rule of the review, at the severities that it has',
    (id, { levels }) => {
      const rule = RULES.find((each) => each.id === id)!;
      expect(rule).toBeDefined();
      expect(levels.map(({ severity }) => severity)).toContain(rule.severity);
      expect(new Set(levels.map(({ severity }) => severity)).size).toBe(levels.length);
    },
  );

  test('has a name that an object may have, and a message within what the API server shows', () => {
    for (const { kind, metadata, spec } of policyObjects(DEFAULT_SETTINGS)) {
      expect(metadata.name).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
      if (kind === 'ValidatingAdmissionPolicy') {
        const [{ messageExpression }] = (spec as { validations: { messageExpression: string }[] }).validations;
        expect(messageExpression.length).toBeLessThan(1024);
      }
    }
  });
});

describe('probewise policy', () => {
  const policy = async (...args: readonly string[]) => {
    const { status, stdout, stderr } = await probewise(['policy', ...args]);
    return {
      status,
      stderr,
      objects: loadAll(stdout) as { kind: string; metadata: { name: string }; spec: { validationActions?: string[] } }[],
    };
  };

  test('prints the objects as YAML', async () => {
    const { status, objects } = await policy();
    expect(objects).toEqual(JSON.parse(JSON.stringify(policyObjects(DEFAULT_SETTINGS))));
    expect(status).toBe(0);
  });

  test('denies from the severity that is said, and only the rules that are named', async () => {
    const { objects } = await policy('--deny-from', 'warning', '--rule', 'startup-uncovered', '--set', 'cold-boot-seconds=45');
    expect(objects.map(({ kind }) => kind)).toEqual(['ConfigMap', 'ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding']);
    expect(objects[2].spec.validationActions).toEqual(['Deny']);
    expect(objects[0]).toMatchObject({ data: { 'cold-boot-seconds': '45' } });
  });

  test.each([
    [['--deny-from', 'all'], /--deny-from all: there is error, warning, info, never/],
    [['--rule', 'service-selects-nothing'], /no object alone decides it; there is daemonized/],
    [['--set', 'cold-boot-seconds=soon'], /write one such as .*cold-boot-seconds=20/],
    [['--set', 'off=daemonized'], /write one such as/],
    [['--exempt', 'a b'], /--exempt a b: it is no name of a namespace/],
  ])('%s is refused', async (args, said) => {
    const { status, stderr } = await policy(...args);
    expect(stderr).toMatch(said);
    expect(status).toBe(2);
  });
});
