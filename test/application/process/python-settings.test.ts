import { describe, expect, test } from '@jest/globals';
import { HOLE } from '../../../lib/manifest/partial-text';
import { readPythonSettings } from '../../../lib/application/process/python-settings';
import { NODE_CPUS, UNKNOWN } from '../../../lib/application/process/setting';

const environment = (name: string) => ({ PORT: '9000', WORKERS: '3', HOSTS: 'a, b,', YES: 'True', SECRET: HOLE })[name];
const read = (source: string) => Object.fromEntries(readPythonSettings(source, { environment }).values);
const value = (expression: string) => read(`import os\nx = ${expression}\n`).x;

test.each([
  ['1', 1],
  ['1_000', 1000],
  ['2.5', 2.5],
  ['-1', -1],
  ['2 * 3 + 1', 7],
  ['(2 + 1) * 3', 9],
  ['7 // 2', 3],
  ['True', true],
  ['None', null],
  ["'a'", 'a'],
  ['"a" "b"', 'ab'],
  ["r'\\d'", '\\d'],
  ["'a\\'b'", "a'b"],
  ['"""a\nb"""', 'a\nb'],
  ["'a' + 'b'", 'ab'],
  ["['a', 'b',]", ['a', 'b']],
  ["('a',)", ['a']],
  ["[\n  'a',  # one\n]", ['a']],
  ["os.environ['PORT']", '9000'],
  ["os.environ.get('PORT', '1')", '9000'],
  ["os.getenv('X', '1')", '1'],
  ["os.getenv('X')", null],
  ["int(os.getenv('WORKERS', 1))", 3],
  ['f\'0.0.0.0:{os.getenv("PORT")}\'', '0.0.0.0:9000'],
  ["f'{{{1 + 1}}}'", '{2}'],
  ["os.getenv('X') or 'b'", 'b'],
  ["'a' if os.getenv('PORT') == '9000' else 'b'", 'a'],
  ["os.environ.get('HOSTS', '').split(',')", ['a', ' b', '']],
  ["[h.strip() for h in os.getenv('HOSTS').split(',') if h]", ['a', 'b']],
  ["'a b'.split()", ['a', 'b']],
  ["os.getenv('YES', '').lower() in ('true', '1')", true],
  ["os.getenv('X', 'no') not in ['no']", false],
  ["os.getenv('X') is None", true],
  ['1 == 2', false],
  ["['a'] + ['b']", ['a', 'b']],
  ["['a', *['b', 'c']]", ['a', 'b', 'c']],
  ["['a', compute(), 'b']", ['a', UNKNOWN, 'b']],
  ["['a', 'b'][1]", 'b'],
  ["os.getenv('X', default='1')", '1'],
  ["bool(int(os.getenv('X', '0')))", false],
  ["os.getenv('SECRET', '').split(',')", [HOLE]],
  ["os.getenv('SECRET') == 'a'", UNKNOWN],
  ["os.getenv('SECRET') in ('a',)", UNKNOWN],
  ["[h for h in os.getenv('SECRET').split(',') if h]", [UNKNOWN]],
  ['min(4, 2)', 2],
  ['max(4, 2)', 4],
  ['str(8)', '8'],
])('%s is %j', (expression, expected) => {
  expect(value(expression)).toEqual(expected);
});

describe('the CPUs of the node', () => {
  test.each([
    'multiprocessing.cpu_count() * 2 + 1',
    'os.cpu_count()',
    '(2 * cpu_count()) + 1',
    'max(2, os.cpu_count())',
    'len(os.sched_getaffinity(0))',
    'int(os.cpu_count() / 2)',
  ])('%s', (expression) => {
    expect(value(expression)).toBe(NODE_CPUS);
  });

  test('a bound takes the formula away from the node', () => {
    expect(value('min(4, cpu_count() * 2 + 1)')).toBe(UNKNOWN);
  });
});

describe('unknown', () => {
  test.each([
    'compute()',
    'a.b',
    '[x for x in y]',
    "'%s' % 1",
    "'a'.title()",
    'lambda: 1',
    '{1: 2}',
    '1 if compute() else 2',
    'os.environ["A"][0]',
    '1 1',
    'not compute()',
  ])('%s', (expression) => {
    expect(value(expression)).toBe(UNKNOWN);
  });

  test('a part of a text', () => {
    expect(value("f'0.0.0.0:{compute()}'")).toBe(`0.0.0.0:${HOLE}`);
  });
});

describe('statements', () => {
  test('names are used once they are assigned, and the last assignment counts', () => {
    expect(read("port = 1\nport: int = 2\nbind = f':{port}'; workers = 3")).toEqual({ port: 2, bind: ':2', workers: 3 });
  });

  test('what is assigned under a condition that is not known is unknown', () => {
    expect(read('a = 1\nb = 1\nc = 1\nif x:\n    a = 2\nb += 1\nif x: c = 2\n')).toEqual({ a: UNKNOWN, b: 2, c: UNKNOWN });
  });

  test('a condition that is known decides', () => {
    expect(
      read(
        "import os\nif os.getenv('PORT') == '9000':\n    a = 1\n    if not a:\n        a = 2\nelif compute():\n    a = " +
          "3\nelse:\n    a = 4\nif os.getenv('X'): b = 1\nelse: b = 2\n",
      ),
    ).toEqual({ a: 1, b: 2 });
  });

  test('a list grows', () => {
    expect(
      read("a = ['x']\na += ['y']\na.append('z')\na.extend(('1', '2'))\nb = c = []\nc.insert(0, 'x')\nd, e = 1, 2\nf = {}\nf['x'] = 1\n"),
    ).toEqual({ a: ['x', 'y', 'z', '1', '2'], b: [], c: UNKNOWN, d: UNKNOWN, e: UNKNOWN, f: UNKNOWN });
  });

  test('whatever gets hold of all names may assign any', () => {
    const { values, open } = readPythonSettings('a = 1\nplugin.settings(locals())\nb = 2\n', { environment });
    expect([Object.fromEntries(values), open]).toEqual([{ a: UNKNOWN, b: 2 }, true]);
  });

  test('each name has its line', () => {
    expect([...readPythonSettings('\na = [\n 1,\n]\n\n# b\nb = 2\n', { environment }).places]).toEqual([
      ['a', { file: '', line: 2 }],
      ['b', { file: '', line: 7 }],
    ]);
  });

  test('what a function assigns is no setting', () => {
    expect(read("bind = ':1'\ndef on_starting(server):\n    bind = ':2'\n    workers = 3\ntimeout = 5")).toEqual({
      bind: ':1',
      timeout: 5,
    });
  });

  test.each(['"', "'''", '(((', ')', 'x = ', 'x = (', '\\', 'f"{"', 'x = f"{', `${'('.repeat(5000)}`, `x = ${'['.repeat(5000)}`])(
    '%j comes to an end',
    (source) => {
      expect(() => read(source)).not.toThrow();
    },
  );
});
