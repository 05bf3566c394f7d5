import { describe, expect, test } from '@jest/globals';
import { review, type RuleSetting } from '../../lib/review';
import { readConfig } from '../../lib/review/config';
import { deployment, service } from './shop';

const found = (settings: readonly RuleSetting[]) =>
  review([service(), deployment({ readinessProbe: undefined })], { settings: settings.map((each) => ({ ...each, origin: 'c.yaml' })) })
    .filter(({ rule }) => rule === 'readiness-missing' || rule === 'suppression')
    .map(({ rule, severity, suppressed, reason, message }) => (rule === 'suppression' ? message : [severity, suppressed, reason]));
const setting = (fields: Partial<RuleSetting> = {}): RuleSetting => ({
  rule: 'readiness-missing',
  severity: 'off',
  reason: 'a mesh asks',
  ...fields,
});

describe('the severity of a rule', () => {
  test.each<[string, RuleSetting[], unknown]>([
    ['is its own', [], ['error', false, undefined]],
    ['is off, with the reason', [setting()], ['error', true, 'a mesh asks']],
    ['is another', [setting({ severity: 'info' })], ['info', false, undefined]],
    ['is that of an object', [setting({ object: 'Deployment web' })], ['error', true, 'a mesh asks']],
    ['is not that of another object', [setting({ object: 'Deployment api' })], ['error', false, undefined]],
    ['is what the last entry says', [setting(), setting({ object: 'Deployment w*', severity: 'warning' })], ['warning', false, undefined]],
  ])('%s', (_, settings, expected) => {
    expect(found(settings)).toEqual([expected]);
  });

  test.each([
    ['no reason', setting({ reason: ' ' }), /it gives no reason$/],
    ['a rule that there is not', setting({ rule: 'readiness-mising' }), /there is no such rule$/],
  ])('with %s does not hold, and that is a finding', (_, entry, expected) => {
    expect(found([entry])).toEqual([['error', false, undefined], expect.stringMatching(expected)]);
  });
});

describe('a configuration', () => {
  const read = (text: string) => readConfig('c.yaml', text);

  test('says rules, by object, and whether the bundle is complete', () => {
    const text =
      'complete: true\nrules:\n- {rule: a-b, severity: off, reason: r}\n- {rule: a-b, object: Job x, severity: info, reason: r}\n';
    expect(read(text)).toEqual({
      problems: [],
      config: {
        complete: true,
        suppressions: [],
        settings: [
          { rule: 'a-b', severity: 'off', reason: 'r', origin: 'c.yaml' },
          { rule: 'a-b', object: 'Job x', severity: 'info', reason: 'r', origin: 'c.yaml' },
        ],
      },
    });
  });

  test.each([
    ['rules: all\n', /^1: rules is a list/],
    ['rules:\n- {severity: info}\n', /^2: an entry names a rule/],
    ['rules:\n- rule: a\n  severity: high\n', /^3: the severity of a rule is one of error, warning, info, off/],
    ['rules:\n- rule: a\n  level: info\n', /^3: level is no field/],
    ['complete: always\n', /^1: complete is true or false/],
  ])('%j says what is wrong and where', (text, expected) => {
    expect(read(text).problems.map(({ line, message }) => `${line}: ${message}`)).toEqual([expect.stringMatching(expected)]);
  });
});
