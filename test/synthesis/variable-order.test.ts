import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { expandReferences } from '../../lib/manifest/variable-expansion';
import { digestOf } from '../../lib/synthesis/digest';
import { referencesLast, sortedByName } from '../../lib/synthesis/variable-order';

const list = (variables: Record<string, string>) => Object.entries(variables).map(([name, value]) => ({ name, value }));
const namesOf = (variables: readonly { name?: string }[]) => variables.map(({ name }) => name);

/** What the process gets, as the kubelet expands one variable after the other. */
function expanded(variables: readonly { name?: string; value?: string }[]): Record<string, string> {
  const known = new Map<string, string>();
  variables.forEach(({ name, value }) =>
    known.set(
      name!,
      expandReferences(value!, (other) => known.get(other)),
    ),
  );
  return Object.fromEntries(known);
}

describe('given variables that refer to others', () => {
  test('each stands after those it names, and the rest stays where it was', () => {
    const variables = list({ URL: 'postgres://$(USER)@$(HOST)', A: '1', HOST: 'db.$(ZONE)', ZONE: 'eu', USER: 'app' });
    expect(namesOf(referencesLast(variables))).toEqual(['USER', 'ZONE', 'HOST', 'URL', 'A']);
  });

  test('a reference that is escaped, to itself or to nobody moves nothing', () => {
    const variables = list({ A: '$$(C)', B: '$(B):$(NOBODY)', C: '' });
    expect(referencesLast(variables)).toEqual(variables);
  });

  test('a circle, a name that stands twice and a value from a Secret are no obstacle', () => {
    expect(referencesLast(list({ A: '$(B)', B: '$(A)' }))).toHaveLength(2);
    const twice = [...list({ A: '$(B)', B: '1' }), ...list({ A: '2' })];
    expect(referencesLast(twice)).toEqual(twice);
    const secret = [
      { name: 'A', value: '$(KEY)' },
      { name: 'KEY', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
    ];
    expect(namesOf(referencesLast(secret))).toEqual(['KEY', 'A']);
  });

  test('thirty that each name all before them are ordered at once', () => {
    const names = Array.from({ length: 30 }, (_, index) => `V${index}`);
    const variables = names.map((name, index) => ({
      name,
      value: names
        .slice(0, index)
        .map((before) => `$(${before})`)
        .join(''),
    }));
    expect(namesOf(referencesLast([...variables].reverse()))).toEqual(names);
  });

  test('whatever order they came in, the process gets the same', () => {
    const variables = { A: 'a', B: '$(A)b', C: '$(B)$(A)', D: '$(C)', E: 'e' };
    fc.assert(
      fc.property(fc.shuffledSubarray(Object.entries(variables), { minLength: 5 }), (shuffled) => {
        const ordered = referencesLast(list(Object.fromEntries(sortedByName(Object.fromEntries(shuffled)))));
        expect(namesOf(ordered)).toEqual(Object.keys(variables));
        expect(expanded(ordered)).toEqual({ A: 'a', B: 'ab', C: 'aba', D: 'aba', E: 'e' });
      }),
    );
  });
});

describe('given a digest', () => {
  test('the order of keys and of variables does not count', () => {
    const one = { spec: { a: 1, containers: [{ env: list({ A: '1', B: '2' }), image: 'x' }] } };
    const other = { spec: { containers: [{ image: 'x', env: list({ B: '2', A: '1' }) }], a: 1 } };
    expect(digestOf(other, 16)).toBe(digestOf(one, 16));
  });

  test('the order of arguments does', () => {
    expect(digestOf({ args: ['a', 'b'] }, 16)).not.toBe(digestOf({ args: ['b', 'a'] }, 16));
  });
});
