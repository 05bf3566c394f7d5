import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { readText } from '../../../lib/manifest/input/text';
import { YamlError, YamlText } from '../../../lib/manifest/input/yaml-text';

const json = (text: string) => new YamlText(text).json();
const refusal = (text: string) => {
  try {
    return `accepted: ${JSON.stringify(json(text))}`;
  } catch (error) {
    return `${(error as YamlError).offset}: ${(error as YamlError).message}`;
  }
};

describe('a document, as Kubernetes reads it', () => {
  test.each([
    ['a merge', 'base: &b {x: 1, z: 1}\nown:\n  <<: *b\n  z: 2\n', { base: { x: 1, z: 1 }, own: { x: 1, z: 2 } }],
    [
      'a bracket that closes at the column of its key',
      'spec:\n  args: [\n    a, # b\n  ]\n  env: {\nc: d\n}\n',
      { spec: { args: ['a'], env: { c: 'd' } } },
    ],
    ['a key that stands twice', 'a: 1\nb: 2\na: 3\n', { a: 3, b: 2 }],
    ['words of YAML 1.1', 'a: [yes, off, ~, 0644, 1_000]', { a: [true, false, null, 420, 1000] }],
    ['no date is more than a text', 'a: 2026-11-25', { a: '2026-11-25' }],
    ['a tag of another program', 'a: !vault secret\nb: !!binary aGk=', { a: 'secret', b: 'aGk=' }],
    ['a tag of YAML itself', 'a: !!str 80', { a: '80' }],
    ['keys that are numbers', '80: a', { 80: 'a' }],
    ['a key that JavaScript means something by', '__proto__: {a: 1}', JSON.parse('{"__proto__": {"a": 1}}')],
  ])('%s', (_, text, expected) => {
    expect(json(text)).toEqual(expected);
  });
});

describe('what cannot be used says where and why', () => {
  const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${'bcdefg'
    .split('')
    .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdef'[index]}`).join(',')}]\n`)
    .join('')}`;
  test.each([
    ['a bracket that nobody closes', 'a: [1\nb: 2\n', /^\d+: no valid YAML: /],
    ['more levels than anybody writes', `a: ${'['.repeat(1001)}${']'.repeat(1001)}`, /: it is nested too deeply$/],
    ['aliases of aliases', bomb, /^0: its aliases cannot be used: written out, they come to too much/],
    ['a value that holds itself', 'a: &a [*a]', /^0: its aliases cannot be used/],
    ['an alias to nothing', 'a: *b', /^4: no valid YAML: /],
    ['a map as a key', '{a: 1}: b', /no valid YAML: /],
  ])('%s', (_, text, expected) => {
    expect(refusal(text)).toMatch(expected);
  });

  test('a few aliases are what they are for', () => {
    expect(json('a: &a {x: 1}\nb: [*a, *a]\n')).toEqual({ a: { x: 1 }, b: [{ x: 1 }, { x: 1 }] });
  });
});

describe('keys that stand twice', () => {
  const duplicates = (text: string) => {
    const read = new YamlText(text);
    read.json();
    return read.duplicates().map((path) => [path.join('.'), read.placeOf(path)]);
  };

  test.each([
    ['are told by path and place', 'a:\n- b: 1\n  c: 2\n  b: 3\n', [['a.0.b', 19]]],
    [
      'in brackets that close early',
      'a: [\n{b: 1, b: 2}\n]\nc: 1\nc: 2\n',
      [
        ['a.0.b', 12],
        ['c', 25],
      ],
    ],
    ['are not those of two maps', 'a: {x: 1}\nb: {x: 1}\n', []],
    ['are not what overrides a merge', 'a: &a {x: 1}\nb: {<<: *a, x: 2}\n', []],
  ])('%s', (_, text, expected) => {
    expect(duplicates(text)).toEqual(expected);
  });
});

describe('where it is written', () => {
  const text =
    `kind: 'B'\n"quoted key": "x"\nspec:\n  ports: [{port: 80}, 81]\n  empty:\n  none: {}\n  text: |\n    two\n    lines\n  alias: ` +
    `&a {x: 1}\n  again: *a\n`;
  const read = new YamlText(text);
  const scalar = (...path: (string | number)[]) => {
    const span = read.scalarAt(path);
    return span && text.slice(span.start, span.end);
  };

  test.each([
    [['kind'], "'B'"],
    [['quoted key'], '"x"'],
    [['spec', 'ports', 0, 'port'], '80'],
    [['spec', 'ports', 1], '81'],
    [['spec', 'text'], '    two\n    lines\n'],
    [['spec', 'alias', 'x'], '1'],
    [['spec', 'again', 'x'], undefined],
    [['spec', 'ports'], undefined],
    [['spec', 'empty'], undefined],
    [['spec', 'ports', 7], undefined],
  ])('the text of %j is %j', (path, expected) => {
    expect(scalar(...path)).toBe(expected);
  });

  test.each([
    [[], 'kind', false],
    [['spec'], 'ports', false],
    [['spec', 'ports', 0], 'port', true],
  ])('the map at %j begins with %s', (path, first, flow) => {
    const place = read.mapAt(path)!;
    expect([text.startsWith(first, place.firstKey), place.flow]).toEqual([true, flow]);
  });

  test.each([[['spec', 'none']], [['spec', 'again']], [['kind']]])('%j is no map with a key that is written there', (path) => {
    expect(read.mapAt(path)).toBeUndefined();
  });

  test('every field of any object that was written is found again', () => {
    const key = fc
      .stringMatching(/^[a-z][\w ./-]{0,8}$/)
      .filter((text) => text === text.trim() && !/^(?:true|false|null|y|n|yes|no|on|off)$/i.test(text));
    const tree = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.stringMatching(/^[b-m]{1,8}$/),
        fc.array(tie('node'), { minLength: 1, maxLength: 3 }),
        fc.dictionary(key, tie('node'), { minKeys: 1, maxKeys: 4 }),
      ),
    })).node;
    const paths = (value: unknown): (string | number)[][] =>
      typeof value !== 'object' || value === null
        ? [[]]
        : [
            [],
            ...Object.entries(value).flatMap(([step, inner]) =>
              paths(inner).map((rest) => [Array.isArray(value) ? Number(step) : step, ...rest]),
            ),
          ];
    const written = (value: unknown, indent = ''): string =>
      typeof value !== 'object' || value === null
        ? ` ${String(value)}\n`
        : `\n${Object.entries(value)
            .map(([step, inner]) => `${indent}${Array.isArray(value) ? '-' : `${JSON.stringify(step)}:`}${written(inner, `${indent}  `)}`)
            .join('')}`;
    fc.assert(
      fc.property(fc.dictionary(key, tree, { minKeys: 1, maxKeys: 4 }), (object) => {
        const text = written(object).slice(1);
        const read = new YamlText(text);
        expect(read.json()).toEqual(object);
        for (const path of paths(object)) {
          const step = path[path.length - 1];
          if (typeof step === 'string') {
            expect(text.startsWith(JSON.stringify(step), read.placeOf(path))).toBe(true);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});

// Another parser, written by other people.
test('the manifests of the examples say what another parser reads in them', () => {
  const folder = resolve(__dirname, '../../../examples');
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.ya?ml$/.test(name) && !name.includes('/templates/'),
  )) {
    const text = readFileSync(join(folder, file), 'utf8');
    const others = parseAllDocuments(text, { merge: true })
      .map((document) => (document as { toJS(): unknown }).toJS())
      .filter((value) => value !== null);
    expect(readText(file, text).documents.map((document) => document.json)).toEqual(others);
  }
});
