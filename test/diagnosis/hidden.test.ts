import { describe, expect, test } from '@jest/globals';
import { hidden } from '../../lib/diagnosis/state/without-values';

describe('what nobody is to know is hidden', () => {
  test.each([
    ['postgres://app:hunter2@db:5432/shop', 'postgres://app:(hidden)@db:5432/shop'],
    ['url=redis://:hunter2@cache:6379', 'url=redis://:(hidden)@cache:6379'],
    ['Authorization: Bearer abcdefgh12345678', 'Authorization: Bearer (hidden)'],
    ['password=hunter2 was refused', 'password=(hidden) was refused'],
    ['GET https://shop.example:8000/ready/', 'GET https://shop.example:8000/ready/'],
  ])('%s', (text, shown) => expect(hidden(text)).toBe(shown));

  test.each([
    ['letters', 'a'],
    ['schemes', 'a://'],
    ['blanks behind a word', 'password '],
    ['tokens', 'eyJaaaaaaaa.'],
    ['colons', ':'],
  ])('a line of 64 KiB of %s takes no time', (_, part) => {
    const started = Date.now();
    hidden(part.repeat(65_536 / part.length));
    expect(Date.now() - started).toBeLessThan(500);
  });
});
