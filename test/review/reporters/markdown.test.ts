import { expect, test } from '@jest/globals';
import { markdown } from '../../../lib/review/reporters/markdown';
import { finding, HOSTILE, reviewed } from './reviewed';

test('given a finding, it is an item with place, consequence and fix', () => {
  expect(markdown(reviewed())).toBe(`### probewise: 1 error, 0 warnings, 0 infos in 1 object of 1 file

- **error** \`readiness-missing\` Deployment shop/web shop/web.yaml:2:3
  it has no readiness probe${'  '}
  Impact: users are sent to it while it boots${'  '}
  Fix: add a readinessProbe
`);
});

test('given nothing, it says so', () => {
  expect(markdown(reviewed([]))).toContain('Nothing to say.');
});

test('given a hostile name, it is no markup, no link, no HTML and mentions nobody', () => {
  const written = markdown(reviewed([finding({ rule: 'x', message: HOSTILE })]));
  expect(written).not.toMatch(/<b|@everyone|(?<!\\)\[a\]|http:\/\/|(?<!\\)\|/);
  expect(written.split('\n')).toHaveLength(markdown(reviewed()).split('\n').length);
});
