import { describe, expect, test } from '@jest/globals';
import { editedText } from '../../../lib/review/fix/edited-text';

describe('a value that is there', () => {
  test.each([
    ['plain, with a comment', 'a: 30 # why\nb: 1\n', 'a: 35 # why\nb: 1\n'],
    ['in quotes', 'a: "30"\n', 'a: 35\n'],
    ['in flow style', '{ a: 30, b: 1 } # c\n', '{ a: 35, b: 1 } # c\n'],
    ['JSON', '{\n\t"a": "30",\n\t"b": 1\n}', '{\n\t"a": 35,\n\t"b": 1\n}'],
    ['CRLF', 'b: 1\r\na: 30\r\n', 'b: 1\r\na: 35\r\n'],
    ['an anchor that nobody uses', 'a: &grace 30\n', 'a: &grace 35\n'],
    ['without a last line break', 'a: 30', 'a: 35'],
  ])('%s', (_, text, expected) => {
    expect(editedText(text, { path: ['a'], value: 35 })).toBe(expected);
  });
});

describe('a word put into a text', () => {
  const into = (text: string, value = 'cd /app && exec gunicorn app') => editedText(text, { path: ['a', 0], value });
  test.each([
    ['plain', 'a:\n  - cd /app && gunicorn app # why\n', 'a:\n  - cd /app && exec gunicorn app # why\n'],
    ['single quotes', "a: ['cd /app && gunicorn app']\n", "a: ['cd /app && exec gunicorn app']\n"],
    ['double quotes', 'a: ["cd /app && gunicorn app"]\n', 'a: ["cd /app && exec gunicorn app"]\n'],
    ['a plain text over two lines', 'a:\n  - cd /app &&\n    gunicorn app\n', 'a:\n  - cd /app &&\n    exec gunicorn app\n'],
    ['a folded block', 'a:\n  - >-\n    cd /app &&\n    gunicorn app\n', 'a:\n  - >-\n    cd /app &&\n    exec gunicorn app\n'],
  ])('%s', (_, text, expected) => {
    expect(into(text)).toBe(expected);
  });
  test('a literal block', () => {
    expect(into('a:\n  - |\n    # gunicorn app\n    cd /app\n    gunicorn app\n', '# gunicorn app\ncd /app\nexec gunicorn app\n')).toBe(
      'a:\n  - |\n    # gunicorn app\n    cd /app\n    exec gunicorn app\n',
    );
  });
  test('an escaped text', () => {
    expect(into('a: ["cd /app \\u0026\\u0026 gunicorn app"]\n')).toBe('a: ["cd /app \\u0026\\u0026 exec gunicorn app"]\n');
  });
  test('a word instead of another keeps its quotes', () => {
    expect(editedText("a: 'http' # why\n", { path: ['a'], value: 'HTTP' })).toBe("a: 'HTTP' # why\n");
  });
});

describe('a field that is not there', () => {
  test.each([
    [
      'before the first one and what is said of it',
      'spec: # pods\n  # the web server\n  containers: []\n',
      'spec: # pods\n  grace: 35\n  # the web server\n  containers: []\n',
    ],
    ['CRLF', 'spec:\r\n  containers: []\r\n', 'spec:\r\n  grace: 35\r\n  containers: []\r\n'],
    ['flow style', 'spec: {containers: []}\n', 'spec: {grace: 35, containers: []}\n'],
    ['JSON', '{\n  "spec": {\n    "containers": []\n  }\n}\n', '{\n  "spec": {\n    "grace": 35,\n    "containers": []\n  }\n}\n'],
  ])('%s', (_, text, expected) => {
    expect(editedText(text, { path: ['spec', 'grace'], value: 35 })).toBe(expected);
  });
});

describe('a map that is not there', () => {
  const value = { preStop: { sleep: { seconds: 10 } } };
  test.each([
    [
      'in an item of a list, after its first field',
      'c:\n  - name: web\n    image: a\n',
      'c:\n  - name: web\n    lifecycle:\n      preStop:\n        sleep:\n          seconds: 10\n    image: a\n',
    ],
    ['in braces', 'c: [{ name: web }]\n', 'c: [{ lifecycle: {"preStop":{"sleep":{"seconds":10}}}, name: web }]\n'],
  ])('%s', (_, text, expected) => {
    expect(editedText(text, { path: ['c', 0, 'lifecycle'], value })).toBe(expected);
  });
  test('a probe stands beside a probe', () => {
    expect(editedText('name: web\nimage: a\nlivenessProbe: {}\n', { path: ['startupProbe'], value: { periodSeconds: 5 } })).toBe(
      'name: web\nimage: a\nstartupProbe:\n  periodSeconds: 5\nlivenessProbe: {}\n',
    );
  });
});

test('a number that is to be a text gets quotes', () => {
  expect(editedText('a: 1 # why\n', { path: ['a'], value: '1' })).toBe('a: "1" # why\n');
});

describe('nothing, where something else would change or it is written elsewhere', () => {
  test.each([
    ['an alias', 'x: &g { a: 30 }\ny: *g\n', ['y', 'a']],
    ['a value that an alias uses', 'x: { a: &g 30 }\ny: *g\n', ['x', 'a']],
    ['a map that an alias uses', 'x: &g\n  a: 30\ny: *g\n', ['x', 'a']],
    ['a JSON list', '[{"a": 30}]', ['a']],
    ['an empty map in braces', 'spec: {}\n', ['spec', 'a']],
    ['no such parent', 'spec: 1\n', ['other', 'a']],
    ['a text that is broken', 'a: [\n', ['a']],
  ])('%s', (_, text, path) => {
    expect(editedText(text, { path, value: 35 })).toBeUndefined();
  });
});

test('a text that reads as something else stands in quotes', () => {
  expect(editedText('a:\n  - x\n', { path: ['a', '-'], value: 'true' })).toBe('a:\n  - x\n  - "true"\n');
  expect(editedText('a:\n  b: 1\n', { path: ['a', 'c'], value: '8000' })).toBe('a:\n  c: "8000"\n  b: 1\n');
});

describe('an item behind the others of a list', () => {
  const path = ['a', '-'];
  test.each([
    ['block style', 'a:\n  - x # why\n  - y\nb: 1\n', 'a:\n  - x # why\n  - y\n  - z\nb: 1\n'],
    ['at the column of its key', 'a:\n- x\nb: 1\n', 'a:\n- x\n- z\nb: 1\n'],
    ['CRLF', 'a:\r\n  - x\r\nb: 1\r\n', 'a:\r\n  - x\r\n  - z\r\nb: 1\r\n'],
    ['without a last line break', 'a:\n  - x', 'a:\n  - x\n  - z'],
    ['flow style', 'a: [x, "y"] # why\n', 'a: [x, "y", "z"] # why\n'],
    ['flow style over lines', 'a: [\n    "x",\n    "y"\n  ]\n', 'a: [\n    "x",\n    "y", "z"\n  ]\n'],
    ['JSON', '{"a": ["x"], "b": ["y"]}', '{"a": ["x", "z"], "b": ["y"]}'],
  ])('%s', (_, text, expected) => {
    expect(editedText(text, { path, value: 'z' })).toBe(expected);
  });

  test.each([
    ['a block', 'a:\n  - k: x\n    e: {}\nb: 1\n', 'a:\n  - k: x\n    e: {}\n  - k: z\n    e:\n      m: 1\nb: 1\n'],
    ['flow style', 'a: [{ k: x }]\n', 'a: [{ k: x }, {"k":"z","e":{"m":1}}]\n'],
    ['a list in the last item', 'a: [{ k: [x] }]\n', 'a: [{ k: [x] }, {"k":"z","e":{"m":1}}]\n'],
  ])('a map, in %s', (_, text, expected) => {
    expect(editedText(text, { path, value: { k: 'z', e: { m: 1 } } })).toBe(expected);
  });

  test.each([
    ['an empty list', 'a: []\n'],
    ['no list', 'a: x\n'],
    ['an alias', 'b: &b [x]\na: *b\n'],
    ['a list that is used elsewhere', 'a: &a [x]\nb: *a\n'],
  ])('is not written in %s', (_, text) => {
    expect(editedText(text, { path, value: 'z' })).toBeUndefined();
  });
});

test('a list that is not there is written as a whole', () => {
  expect(editedText('a:\n  b: 1\n', { path: ['a', 'volumes'], value: [{ name: 'run', emptyDir: {} }] })).toBe(
    'a:\n  volumes:\n    - name: run\n      emptyDir: {}\n  b: 1\n',
  );
});
