import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { YamlError, YamlText } from '../../../lib/manifest/input/yaml-text';

interface Vector {
  readonly text: string;
  readonly value?: unknown;
}

const conformance = resolve(__dirname, '../../../conformance');
const [version, ...vectors] = gunzipSync(readFileSync(`${conformance}/vectors/yaml.jsonl.gz`))
  .toString()
  .trim()
  .split('\n')
  .map((line): unknown => JSON.parse(line));

/** Where js-yaml reads YAML 1.2 and Kubernetes reads 1.1, in what nobody writes. */
const KNOWN: readonly (readonly [string, RegExp])[] = [
  ['a tag that is not one of the seven: what it stands before is a text', /!(?!!(?:int|float|bool|null|map|seq|merge)\b)/],
  ['? without a blank behind it, in brackets', /[[{,]\s*\?\S/],
  ['a key that ends with a colon, in brackets', /[{,]\s*\w+:[,}]/],
  ['a number as a key that Go writes with an exponent', /^(?:[\d.e]+): a\n$/],
  ['a merge behind the keys that it overrides', /: 1\n *<<|\*x\n *<</],
  ['a block of text without a line break at its end, or outside of everything', /[|>]\+?\n +\S+$|^(?:---\n# c\n)?[|>]/],
  ['a second byte order mark', /^\ufeff\ufeff/],
];

function reading(text: string): { readonly value?: unknown; readonly refused?: true } {
  try {
    return { value: new YamlText(text).json() ?? null };
  } catch (error) {
    expect(error).toBeInstanceOf(YamlError);
    return { refused: true };
  }
}

test('the recording is of the version that go.mod names', () => {
  expect(readFileSync(`${conformance}/go.mod`, 'utf8')).toContain(`sigs.k8s.io/yaml ${Object.values(version as object)[0]}`);
});

test('what Kubernetes reads and is read here has the value that Kubernetes gives it', () => {
  const different = (vectors as Vector[]).filter(({ text, value }) => {
    const own = reading(text);
    return value !== undefined && !own.refused && !sameJson(own.value, value) && !KNOWN.some(([, known]) => known.test(text));
  });

  expect(different).toEqual([]);
});

// Mostly texts of which Kubernetes reads the first document, and passes over what stands behind it.
test('of what Kubernetes reads, little is refused', () => {
  const accepted = (vectors as Vector[]).filter(({ value }) => value !== undefined);
  const refused = accepted.filter(({ text }) => reading(text).refused);

  expect(accepted.length).toBeGreaterThan(1500);
  expect(refused.length / accepted.length).toBeLessThan(0.06);
});

function sameJson(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: unknown): unknown {
  return Array.isArray(value)
    ? value.map(sorted)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([one], [other]) => (one < other ? -1 : 1))
            .map(([name, inner]) => [name, sorted(inner)]),
        )
      : value;
}
