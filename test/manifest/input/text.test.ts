import { describe, expect, test } from '@jest/globals';
import { readBytes } from '../../../lib/manifest/input/bytes';
import { readText } from '../../../lib/manifest/input/text';

const kinds = (text: string) => readText('a.yaml', text).documents.map(({ json }) => (json as { kind?: unknown }).kind);
const problems = (text: string) => readText('a.yaml', text).problems.map(({ line, message }) => `${line}: ${message}`);

describe('documents', () => {
  test.each([
    ['several, with comments and empty ones between', '# a\n---\nkind: A\n---\n# nothing\n---\nkind: B # b\n...\n---\n', ['A', 'B']],
    ['a document on the line of its marker', '--- {kind: A}\n--- # b\nkind: B\n', ['A', 'B']],
    ['a directive', '%YAML 1.2\n---\nkind: A\n', ['A']],
    ['a marker inside of a text', 'kind: A\ntext: |\n  ---\n  kind: B\n', ['A']],
    ['JSON', '{"kind": "A"}', ['A']],
    ['JSON with one key in two maps, and a text that looks like one', '{"kind": "A", "a": {"kind": "\\"kind\\": x"}}', ['A']],
    ['a list of objects as JSON', '[{"kind": "A"}, {"kind": "B"}]', ['A', 'B']],
    ['flow style, which is no JSON', '{kind: A}', ['A']],
    ['an anchor', 'kind: &a A\nb: *a\n', ['A']],
    ['Go templates of the application, in texts', 'kind: A\na: |\n  {{ .Values.x }}\nb: "{{ .y }}"\n', ['A']],
    ['nothing', '', []],
    ['comments', '# a\n', []],
    ['markers', '---\n---\n', []],
    ['null', 'null\n', []],
  ])('%s', (_, text, expected) => {
    expect([kinds(text), problems(text)]).toEqual([expected, []]);
  });
});

describe('problems leave the other documents alone', () => {
  test.each([
    ['broken YAML', 'a: [1\nb: 2\n', /^[123]: no valid YAML: /],
    ['a tab', 'a:\n\tb: 1\n', /^2: no valid YAML: /],
    ['a list', '- 1\n', /^1: .*this document is a list$/],
    ['a text', 'hello\n', /^1: .*this document is a string$/],
    ['an alias to nothing', 'a: *b\n', /^1: /],
    [
      'aliases that multiply',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghij'
        .split('')
        .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghij'[index]}`).join(',')}]`)
        .join('\n')}\n`,
      /^1: its aliases cannot be used/,
    ],
    ['a depth that no parser follows', `a: ${'['.repeat(50_000)}\n`, /^1: it is nested too deeply|^\d+: no valid YAML/],
    ['a Helm template with actions', '{{- if .Values.a }}\na: 1\n{{- end }}\n', /^\d: this is a Helm template/],
    ['a Helm template with values only', 'kind: B\nreplicas: {{ .Values.replicas }}\n', /^2: this is a Helm template/],
  ])('%s', (_, text, message) => {
    expect(problems(text)).toEqual([expect.stringMatching(message)]);
    expect(kinds(`kind: A\n---\n${text}---\nkind: C\n`)).toEqual(['A', 'C']);
  });

  test('a line is that of the file', () => {
    expect(problems('kind: A\n---\n# b\na: 1\n b: 2\n')).toEqual([expect.stringMatching(/^5: /)]);
  });

  test.each([
    ['YAML', 'kind: A\nx: 1\nx: 2\n', [['x']]],
    ['JSON', '{"kind": "A",\n "b": {"c": ":",\n "c": 2}}\n', [['b', 'c']]],
  ])('a key that stands twice in %s is read, and known', (_, text, expected) => {
    const [{ duplicateKeys }] = readText('a.yaml', text).documents;
    expect([problems(text), duplicateKeys]).toEqual([[], expected]);
  });
});

describe('bytes', () => {
  const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
  const kind = (bytes: Uint8Array) => readBytes('a', bytes).documents.map(({ json }) => (json as { kind?: unknown }).kind);

  test('UTF-16 and a byte order mark are read', () => {
    expect([kind(utf16('kind: A\n')), kind(utf16('kind: A\n').swap16()), kind(Buffer.from('\ufeffkind: A\n'))]).toEqual([
      ['A'],
      ['A'],
      ['A'],
    ]);
  });

  test('a binary and a file beyond measure are problems', () => {
    expect(readBytes('a', Buffer.from('kind: A\0')).problems).toEqual([{ file: 'a', message: 'it is a binary file: it holds NUL bytes' }]);
    expect(readBytes('a', Buffer.alloc(32 * 2 ** 20 + 1, 0x20)).problems).toEqual([
      { file: 'a', message: 'it has more than 32 MiB, which no manifest has' },
    ]);
  });
});

describe('a position', () => {
  const text =
    '# first\nkind: A\n---\nkind: B\nspec:\n  ports:\n    - port: 80\n      name: http\n    - port: 81\n  anchor: &a {x: 1}\n  alias: *a\n';
  const [, document] = readText('a.yaml', text).documents;

  test.each([
    [['kind'], [4, 1]],
    [
      ['spec', 'ports'],
      [6, 3],
    ],
    [
      ['spec', 'ports', 0, 'name'],
      [8, 7],
    ],
    [
      ['spec', 'ports', 1],
      [9, 7],
    ],
    [
      ['spec', 'ports', 1, 'targetPort'],
      [9, 7],
    ],
    [
      ['spec', 'missing', 'deeper'],
      [5, 1],
    ],
    [
      ['spec', 'alias', 'x'],
      [11, 3],
    ],
    [[], [4, 1]],
  ])('%j is at %j', (path, [line, column]) => {
    expect(document.positionOf(path)).toEqual({ line, column });
  });
});
