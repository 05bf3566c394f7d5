import { describe, expect, test } from '@jest/globals';
import { parseQuantity } from '../../lib/conventions/quantity';
import { atLeastInWords, bytesInWords, cpusInWords } from '../../lib/wording/quantity';

describe('a Kubernetes quantity', () => {
  test.each([
    ['500m', 0.5],
    ['1', 1],
    [2, 2],
    ['0.1', 0.1],
    ['.5', 0.5],
    ['1e3', 1000],
    ['12E2', 1200],
    ['1Gi', 2 ** 30],
    ['512Mi', 512 * 2 ** 20],
    ['1M', 1e6],
    ['1E', 1e18],
    ['-1Ki', -1024],
  ])('%s means %d', (quantity, number) => {
    expect(parseQuantity(quantity)).toBe(number);
  });

  test.each(['1gb', '1 Gi', 'lots', '', 'Gi', '1e', '0x10', undefined, null, {}, NaN])('%p is none', (quantity) => {
    expect(parseQuantity(quantity)).toBeUndefined();
  });
});

test('amounts are said as a person says them', () => {
  expect([bytesInWords(512 * 2 ** 20), bytesInWords(2 ** 30), bytesInWords(2.94 * 2 ** 30)]).toEqual(['512 MiB', '1 GiB', '2.9 GiB']);
  expect([cpusInWords(1), cpusInWords(0.5), cpusInWords(2)]).toEqual(['1 CPU', '0.5 CPU', '2 CPUs']);
});

test('an amount that is asked for is never said as less than it is', () => {
  expect([atLeastInWords(511.2 * 2 ** 20), atLeastInWords(1075 * 2 ** 20), atLeastInWords(2 ** 31)]).toEqual([
    '512 MiB',
    '1.1 GiB',
    '2 GiB',
  ]);
});
