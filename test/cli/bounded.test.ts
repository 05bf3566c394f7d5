import { expect, test } from '@jest/globals';
import { bounded } from '../../lib/cli/bounded';
import { UsageError } from '../../lib/cli/command';

test('work that ends in time gives what it comes to, and its own errors', () => {
  expect(bounded('a', () => [1])).toEqual([1]);
  expect(() =>
    bounded('a', () => {
      throw new UsageError('its own');
    }),
  ).toThrow('its own');
});

test('work without end is given up, wherever it is', () => {
  const endless = () => {
    for (;;) {
      // Nothing that could be asked to stop.
    }
  };
  expect(() => bounded('reading', endless, 50)).toThrow(/^reading took more than 0.05 s, and was given up;/);
});

test('work for which there is no room is told as that', () => {
  expect(() => bounded('reading', () => 'x'.repeat(2 ** 30))).toThrow(
    /^reading needs more than there is room for \(Invalid string length\);/,
  );
  const deep = (): number => 1 + deep();
  expect(() => bounded('reading', deep)).toThrow(/^reading needs more than there is room for \(Maximum call stack size exceeded\);/);
});
