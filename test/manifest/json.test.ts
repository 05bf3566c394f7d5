import { expect, test } from '@jest/globals';
import { Bundle } from '../../lib/manifest/bundle';
import { integerOf, listOf, objectOf, textMapOf, textOf } from '../../lib/manifest/json';

const OTHERS = [undefined, null, 0, 1.5, '', 'x', true, [], [1], {}, { a: 1 }];

test('every reader answers with its own type, whatever it is given', () => {
  for (const value of OTHERS) {
    expect(typeof objectOf(value)).toBe('object');
    expect(Array.isArray(objectOf(value))).toBe(false);
    expect(Array.isArray(listOf(value))).toBe(true);
    expect([undefined, 'x']).toContain(textOf(value));
    expect([undefined, 0]).toContain(integerOf(value));
    expect(textMapOf(value).size).toBe(0);
  }
  expect([...textMapOf({ a: 'b', c: 1, d: null })]).toEqual([['a', 'b']]);
});

test('documents that are no objects are passed over', () => {
  expect(new Bundle([...OTHERS, { kind: 'Service' }, { kind: 3 }]).objects.map(({ kind }) => kind)).toEqual(['Service']);
});
