import { describe, expect, test } from '@jest/globals';
import { labelSelectorOf, requirementInWords, selects } from '../../lib/manifest/label-selector';

const labels = new Map([
  ['app', 'web'],
  ['tier', 'front'],
]);
const expression = (operator: string, values?: string[], key = 'app') => ({ matchExpressions: [{ key, operator, values }] });

test.each([
  ['nothing', {}, true],
  ['a label', { matchLabels: { app: 'web' } }, true],
  ['a wrong label beside a right one', { matchLabels: { app: 'web', tier: 'back' } }, false],
  ['In', expression('In', ['api', 'web']), true],
  ['In, absent', expression('In', ['web'], 'x'), false],
  ['NotIn', expression('NotIn', ['web']), false],
  ['NotIn, absent', expression('NotIn', ['web'], 'x'), true],
  ['Exists', expression('Exists'), true],
  ['DoesNotExist', expression('DoesNotExist'), false],
  ['a name of Object.prototype', expression('Exists', [], 'constructor'), false],
  ['both kinds', { matchLabels: { app: 'web' }, ...expression('Exists', [], 'x') }, false],
])('%s: %j', (_, selector, selected) => {
  expect(selects(labelSelectorOf(selector)!, labels)).toBe(selected);
});

describe('what cannot be read', () => {
  test.each([[undefined], [null], [expression('Equals', ['web'])]])('%j is no selector', (selector) => {
    expect(labelSelectorOf(selector)).toBeUndefined();
  });
});

test('a requirement is said as kubectl says it', () => {
  const words = [
    expression('In', ['a']),
    expression('In', ['a', 'b']),
    expression('NotIn', ['a']),
    expression('NotIn', ['a', 'b']),
    expression('Exists'),
    expression('DoesNotExist'),
  ].flatMap((selector) => labelSelectorOf(selector)!.map(requirementInWords));
  expect(words).toEqual(['app=a', 'app in (a,b)', 'app!=a', 'app notin (a,b)', 'app', '!app']);
});
