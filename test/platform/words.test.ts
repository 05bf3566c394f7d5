import { expect, test } from '@jest/globals';
import { bytesOf, secondsOf } from '../../lib/platform/amount';
import { wordsOf } from '../../lib/platform/words';

test.each([
  ['a b  c', ['a', 'b', 'c']],
  [`sh -c "echo 'a b' \\"c\\""`, ['sh', '-c', `echo 'a b' "c"`]],
  [`a'b c'd ''`, ['ab cd', '']],
  ['a\\ b', ['a b']],
  ['  ', []],
  ['a "b', undefined],
])('the words of %j are %j', (command, words) => {
  expect(wordsOf(command)).toEqual(words);
});

test.each([
  ['512M', '', 512 * 2 ** 20],
  ['1gb', '', 2 ** 30],
  ['256', 'm', 256 * 2 ** 20],
  [512, 'm', 512 * 2 ** 20],
  ['much', '', undefined],
  [null, '', undefined],
])('%j counted in %j are %j bytes', (value, unit, bytes) => {
  expect(bytesOf(value, unit)).toBe(bytes);
});

test.each([
  ['1m30s', 90],
  ['500ms', 0.5],
  [20, 20],
  ['20', 20],
  ['soon', undefined],
])('%j lasts %j seconds', (value, seconds) => {
  expect(secondsOf(value)).toBe(seconds);
});
