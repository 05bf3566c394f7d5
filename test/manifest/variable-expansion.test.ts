import { expect, test } from '@jest/globals';
import { expandReferences } from '../../lib/manifest/variable-expansion';
import { hasHole } from '../../lib/manifest/partial-text';

// The cases of third_party/forked/golang/expansion/expand_test.go, by their kinds.
test.each([
  ['$(A)', 'x'],
  ['a$(A)b$(B)', 'axby'],
  ['$$(A)', '$(A)'],
  ['$$$(A)', '$x'],
  ['$$$$(A)', '$$(A)'],
  ['$(UNSET)', '$(UNSET)'],
  ['$A', '$A'],
  ['$', '$'],
  ['a$', 'a$'],
  ['$(A', '$(A'],
  ['$((A))', '$((A))'],
  ['$(A)$', 'x$'],
  ['$()', '$()'],
  ['$(EMPTY)', ''],
  ['\\$(A)', '\\x'],
])('%s becomes %s', (text, expanded) => {
  expect(expandReferences(text, (name) => ({ A: 'x', B: 'y', EMPTY: '' })[name])).toBe(expanded);
});

test('given variables that double each other forty times, then the text ends as unknown, and at once', () => {
  const text = Array.from({ length: 40 }).reduce<string>((known) => expandReferences('$(A)$(A)', () => known), 'x');
  expect(hasHole(text)).toBe(true);
  expect(text.length).toBeLessThan(300_000);
});
