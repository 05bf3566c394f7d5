import { describe, expect, test } from '@jest/globals';
import { HOLE } from '../../../lib/manifest/partial-text';
import { readPythonSettings } from '../../../lib/application/python/module';
import { NODE_CPUS, UNKNOWN, unknownSetting } from '../../../lib/application/process/setting';
import { isList, Unknown, type Value } from '../../../lib/application/value';

const environment = (name: string) => ({ PORT: '9000', WORKERS: '3', HOSTS: 'a, b,', YES: 'True', SECRET: HOLE })[name];
/** What is not known stands as one symbol, whatever the reason. */
const plain = (value: Value): unknown =>
  value instanceof Unknown ? unknownSetting(value).value : isList(value) ? value.map(plain) : value;
const read = (source: string) =>
  Object.fromEntries([...readPythonSettings(source, { environment }).values].map(([name, value]) => [name, plain(value)]));
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
  ["'%s:%d' % ('::', 80)", ':::80'],
  ["'{}:{port}'.format('::', port=80)", ':::80'],
  ["'-'.join(['a', 'b'])", 'a-b'],
  ["'ab' * 2", 'abab'],
  ['2 ** 3', 8],
  ['3 < 4', true],
  ["float('1.5') * 2", 3],
  ["len(['a', 'b'])", 2],
  ['min([4, 2])', 2],
  ['1 if not None else 2', 1],
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

/** How a value follows the CPUs of the node; nothing where it does not. */
function cpus(source: string, name = 'x') {
  const found = readPythonSettings(source, { environment }).values.get(name);
  return found instanceof Unknown ? found.cpus : undefined;
}

describe('the CPUs of the node', () => {
  test.each([
    'multiprocessing.cpu_count() * 2 + 1',
    'os.cpu_count()',
    '(2 * cpu_count()) + 1',
    'max(2, os.cpu_count())',
    'len(os.sched_getaffinity(0))',
    'int(os.cpu_count() / 2)',
    'os.cpu_count() or 1',
    'cpu_count() if cpu_count() > 2 else 2',
    "int(os.getenv('NO_SUCH', cpu_count() * 2 + 1))",
    "open('/proc/cpuinfo').read().count('processor')",
  ])('%s', (expression) => {
    expect(value(expression)).toBe(NODE_CPUS);
  });

  test.each([
    ['min(4, cpu_count() * 2 + 1)', 4],
    ['min([cpu_count(), 12])', 12],
    ['2 * min(cpu_count(), 4) + 1', 9],
    ['cpu_count() if cpu_count() < 8 else 8', 8],
    ['8 if cpu_count() > 8 else cpu_count()', 8],
    ['int(min(cpu_count(), 8) / 2)', 4],
  ])('%s is bounded by %d', (expression, atMost) => {
    expect([value(expression), cpus(`x = ${expression}`)]).toEqual([UNKNOWN, expect.objectContaining({ atMost })]);
  });

  test('what counts them is named', () => {
    expect([cpus('x = len(os.sched_getaffinity(0))')?.by, cpus('x = multiprocessing.cpu_count()')?.by]).toEqual([
      'os.sched_getaffinity(0)',
      'multiprocessing.cpu_count()',
    ]);
  });

  test.each([
    ['a bound by if', 'x = cpu_count()\nif x > 8:\n    x = 8\n', { atMost: 8 }],
    ['a bound by if and else', 'n = cpu_count()\nif n <= 4:\n    x = n\nelse:\n    x = 4\n', { atMost: 4 }],
    ['try', 'import multiprocessing\ntry:\n    x = multiprocessing.cpu_count()\nexcept NotImplementedError:\n    x = 2\n', {}],
    [
      'a function',
      'def count(most):\n    cores = cpu_count()\n    if cores > most:\n        return most\n    return cores\nx = count(16)\n',
      { atMost: 16 },
    ],
    ['with', "with open('/proc/cpuinfo') as f:\n    x = f.read().count('processor')\n", {}],
    [
      'a variable that is not set',
      "import os\nn = os.getenv('NO_SUCH')\nif n:\n    x = int(n)\nelse:\n    x = max(int(1.0 * cpu_count()), 2)\n",
      {},
    ],
    ['a loop over them', "x = 0\nfor line in open('/proc/cpuinfo'):\n    if 'processor' in line:\n        x += 1\n", { perhaps: true }],
    ['a condition that is not known', 'x = 2\nif compute():\n    x = cpu_count()\n', { perhaps: true }],
  ])('%s', (_, source, bounds) => {
    const { by: _by, ...rest } = cpus(source) ?? { by: '' };
    expect(rest).toEqual(bounds);
  });
});

describe('unknown', () => {
  test.each([
    'compute()',
    'a.b',
    '[x for x in y]',
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

  test.each([
    ['try that cannot fail', 'try:\n    a = 1\nexcept ValueError:\n    a = 2\n', 1],
    ['try that may fail', 'try:\n    a = int(compute())\nexcept ValueError:\n    a = 2\n', UNKNOWN],
    ['else and finally', 'try:\n    a = 1\nexcept ValueError:\n    a = 2\nelse:\n    a = 3\nfinally:\n    b = 1\n', 3],
    ['the same value on all ways', 'if compute():\n    a = 1\nelse:\n    a = 1\n', 1],
    ['a branch that raises is none', 'if compute():\n    raise ValueError\nelse:\n    a = 1\n', 1],
    ['a function', "def port(default='80'):\n    return default\na = port()\n", '80'],
    ['a function with an argument', 'def twice(n):\n    return n * 2\na = twice(4)\n', 8],
    [
      'a function that returns under a condition that is not known',
      'def f():\n    if compute():\n        return 1\n    return 2\na = f()\n',
      UNKNOWN,
    ],
    ['a decorated function', '@cache\ndef f():\n    return 1\na = f()\n', UNKNOWN],
    ['a function that calls itself', 'def f():\n    return f()\na = f()\n', UNKNOWN],
    ['a loop', 'a = 1\nfor i in range(3):\n    a = 2\n', UNKNOWN],
    ['the main block', "a = 1\nif __name__ == '__main__':\n    a = 2\n", 1],
    ['any operator', 'a = 9\na //= 2\n', 4],
    ['del', 'a = 1\ndel a\n', UNKNOWN],
  ])('%s', (_, source, expected) => {
    expect(read(source).a).toBe(expected);
  });

  test('what is not known says why', () => {
    const { values } = readPythonSettings('a = compute()\nif a:\n    b = 1\nelse:\n    b = 2\n', { environment });
    expect([...values].map(([, each]) => (each instanceof Unknown ? each.because : each))).toEqual([
      'compute() is not followed here',
      'the condition in line 2 decides it, and that is not known',
    ]);
  });

  test.each([
    ['a string', 'a = "x" * 10 ** 9\n'],
    ['a list', 'a = [1] * 10 ** 9\n'],
    ['a doubled string', `a = "x"\n${'a = a + a\n'.repeat(100)}`],
    ['a doubled list', `a = [1]\n${'a += a\n'.repeat(100)}`],
    ['a formatted string', `a = "x" * 100000\na = "${'{0}'.repeat(1000)}".format(a)\n`],
    ['comprehensions', `a = "${'x,'.repeat(1000)}".split(",")\na = [[[z for z in a] for y in a] for x in a]\n`],
    [
      'functions',
      `${Array.from({ length: 30 }, (_, i) => `def f${i}():\n    return f${i + 1}() + f${i + 1}()\n`).join('')}def f30():\n    return 1\na = f0()\n`,
    ],
  ])('a bomb of %s is unknown, and what follows is read', (_, source) => {
    const { values, open } = readPythonSettings(`${source}b = 2\n`, { environment });
    expect([plain(values.get('a')!), values.get('b') === 2 || open]).toEqual([UNKNOWN, true]);
  });

  test('a list grows', () => {
    expect(
      read("a = ['x']\na += ['y']\na.append('z')\na.extend(('1', '2'))\nb = c = []\nc.insert(0, 'x')\nd, e = 1, 2\nf = {}\nf['x'] = 1\n"),
    ).toEqual({ a: ['x', 'y', 'z', '1', '2'], b: [], c: UNKNOWN, d: 1, e: 2, f: UNKNOWN });
  });

  test('whatever gets hold of all names may assign any', () => {
    const { values, open } = readPythonSettings('a = 1\nplugin.settings(locals())\nb = 2\n', { environment });
    expect([Object.fromEntries([...values].map(([name, value]) => [name, plain(value)])), open]).toEqual([{ a: UNKNOWN, b: 2 }, true]);
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
