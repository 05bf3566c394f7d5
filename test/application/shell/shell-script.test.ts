import { describe, expect, test } from '@jest/globals';
import { CPUS_HOLE, HOLE, WORDS_HOLE } from '../../../lib/manifest/partial-text';
import { readShellScript } from '../../../lib/application/shell/shell-script';

const read = (script: string) => readShellScript(script, (name) => ({ PORT: '9000', OPTIONS: '-w 3  --reload', EMPTY: '' })[name]);
const words = (script: string) => read(script).commands.map((command) => command.words);

test.each([
  ['a b  c', [['a', 'b', 'c']]],
  ['a && b || c; d | e & f\ng', [['a'], ['b'], ['c'], ['d'], ['e'], ['f'], ['g']]],
  [`a 'b c' "d e"f g\\ h ''`, [['a', 'b c', 'd ef', 'g h', '']]],
  ['a \\\n b # no && c\nd#e', [['a', 'b'], ['d#e']]],
  ['a > /log 2>&1 < in b', [['a', 'b']]],
  ['a --bind=0.0.0.0:$PORT ${PORT}', [['a', '--bind=0.0.0.0:9000', '9000']]],
  ['a ${PORT:-1} ${UNSET:-8000} ${UNSET-x} ${EMPTY:-y} ${EMPTY-z}', [['a', '9000', '8000', 'x', 'y']]],
  ['a $OPTIONS "$OPTIONS"', [['a', '-w', '3', '--reload', '-w 3  --reload']]],
  ["a '$PORT' \\$PORT", [['a', '$PORT', '$PORT']]],
  ['PORT=1; a $PORT; PORT=2 b; export C=3; c $C', [['a', '1'], ['b'], ['c', '3']]],
  ['if a; then b; else c; fi; for x in 1 2; do d; done', [['a'], ['b'], ['c'], ['d']]],
  ['cat <<EOF\nnot && this\nEOF\nb', [['cat'], ['b']]],
  ['(a; b) && { c; }', [['a'], ['b'], ['c']]],
])('%j', (script, commands) => {
  expect(words(script)).toEqual(commands);
});

describe('what only running it could tell', () => {
  test.each([
    ['a $(cat f) "$(cat f)" --x=`cat f`', [['a', WORDS_HOLE, HOLE, `--x=${HOLE}`]]],
    ['a $UNSET "$UNSET" "$@" $1', [['a', WORDS_HOLE, HOLE, WORDS_HOLE, WORDS_HOLE]]],
    ['a -w $(nproc) -w $((2 * $(nproc) + 1)) -w $((X + 1))', [['a', '-w', CPUS_HOLE, '-w', CPUS_HOLE, '-w', WORDS_HOLE]]],
    ['a ${PORT%%x} b', [['a', WORDS_HOLE, 'b']]],
  ])('%j has holes', (script, commands) => {
    expect(words(script)).toEqual(commands);
  });

  test('a variable that is set under a condition is not known', () => {
    expect(words('if x; then A=1; fi; a "$A"')).toEqual([['x'], ['a', HOLE]]);
  });

  test('a default that is taken rests on the image not setting the variable', () => {
    expect([read('a ${UNSET:-1}').assumed, read('a ${PORT:-1}').assumed]).toEqual([true, false]);
  });
});

test('pipelines, background and what a condition decides are marked: the shell does not become such a command', () => {
  expect(read('a; b | c; d &').commands.map(({ detached }) => detached)).toEqual([false, true, true, true]);
  expect(read('if a; then b; fi; c').commands.map(({ conditional }) => conditional)).toEqual([false, true, false]);
});

/** With the image read: a variable that nothing sets is not set. */
const run = (script: string, positional?: string[]) =>
  readShellScript(script, (name) => ({ PORT: '9000', MODE: 'web' })[name], {
    positional,
    directory: '/app',
    path: '/srv/bin/start.sh',
    decidesUnset: true,
    file: (path) => ({ '/app/env.sh': 'export WORKERS=3\n', '/app/conf.py': '' })[path],
  });
const last = (script: string, positional?: string[]) => run(script, positional).commands.at(-1)?.words.join(' ');

describe('what can be decided is decided', () => {
  test.each([
    ['an array', 'ARGS=(--bind :1)\nARGS+=(--workers 2)\nexec a "${ARGS[@]}" b', 'exec a --bind :1 --workers 2 b'],
    ['an item of an array', 'A=(x y)\na "${A[1]}" ${#A[@]} "${A[*]}"', 'a y 2 x y'],
    ['set --', 'set -- a --bind :1 "$@"\nexec "$@"', 'exec a --bind :1 p q'],
    ['shift and a part of the arguments', 'shift\na "$1" "$#" "${@:1}"', 'a q 1 q'],
    ['no arguments', 'set --\na "$@" b', 'a b'],
    ['a default of an argument', 'a "${3:-x}"', 'a x'],
    ['case', 'case "$1" in\n q) a;;\n p|r) b "$MODE";;\n *) c;;\nesac', 'b web'],
    ['a pattern of case', 'case $MODE in w*b) a;; *) b;; esac', 'a'],
    ['if', 'if [ "$MODE" = web ]; then a; else b; fi', 'a'],
    ['elif', 'if [ "$MODE" = x ]; then a; elif [[ $MODE == web && -n $PORT ]]; then b; else c; fi', 'b'],
    ['a variable that is not set', 'if [ -z "${UNSET:-}" ]; then a; else b; fi', 'a'],
    ['a number', 'if [ "$PORT" -gt 80 ]; then a; fi', 'a'],
    ['and, or', '[ "$MODE" = web ] && A=1 || A=2\na $A', 'a 1'],
    ['a file', '[ -f /app/conf.py ] && C=/app/conf.py\na $C', 'a /app/conf.py'],
    ['a function', 'serve() {\n  exec a --port "$PORT" "$1"\n}\nserve x', 'exec a --port 9000 x'],
    ['a function with the word', 'function serve { a "$@"; }\nserve x y', 'a x y'],
    ['a file that it takes in', '. ./env.sh\na $WORKERS', 'a 3'],
    ['eval', 'CMD="a -p $PORT"\neval "exec $CMD"', 'exec a -p 9000'],
    ['arithmetic', 'N=$((2 * 3 + PORT / 1000))\na $N $((N > 4 ? 4 : N))', 'a 15 4'],
    ['a default that is set', ': "${HOST:=0.0.0.0}"\na $HOST', 'a 0.0.0.0'],
    ['another value where it is set', 'a ${PORT:+--port $PORT} ${UNSET:+--x}', 'a --port 9000'],
    ['a default in a default', 'a "${A:-${B:-c}}"', 'a c'],
    ['unset', 'unset PORT\na "[$PORT]"', 'a []'],
    ['what exec replaces is not reached', 'exec a\nb', 'exec a'],
    ['what follows exit is not reached', 'a\nexit 1\nb', 'exit 1'],
  ])('%s', (_, script, words) => {
    expect(last(script, ['p', 'q'])).toBe(words);
  });

  test('variables that are handed on, and those that are not', () => {
    const { variables } = run('A=1\nexport B=2\nPORT=3\nC=4 a').commands[0];
    expect([...variables]).toEqual([
      ['B', '2'],
      ['PORT', '3'],
      ['C', '4'],
    ]);
  });

  test.each([
    ['cd /srv', '/srv'],
    ['cd sub', '/app/sub'],
    ['cd "$(dirname "$0")"', '/srv/bin'],
    ['cd "$(dirname "${BASH_SOURCE[0]}")"/..', '/srv'],
    ['cd "$UNKNOWN_$(cat x)"', undefined],
    ['if cat x; then cd /srv; fi', undefined],
  ])('after %s it runs in %s', (script, directory) => {
    expect(run(`${script}\na`).commands.at(-1)!.directory).toBe(directory);
  });
});

describe('the CPUs of the node', () => {
  const cpus = (script: string) => {
    const { words, whys } = run(script).commands.at(-1)!;
    return { text: words[1], ...whys.get(1)?.cpus };
  };

  test.each([
    ['a $(nproc)', { text: CPUS_HOLE, by: 'nproc' }],
    ['N=$(nproc)\na "$((N * 2 + 1))"', { text: CPUS_HOLE, by: 'nproc' }],
    ['a "$(grep -c ^processor /proc/cpuinfo)"', { text: CPUS_HOLE, by: '/proc/cpuinfo' }],
    ['N=$(nproc)\nif [ "$N" -gt 8 ]; then N=8; fi\na "$N"', { text: HOLE, by: 'nproc', atMost: 8 }],
    ['N=$(nproc)\n(( N > 8 )) && N=8\na "$N"', { text: HOLE, by: 'nproc', perhaps: true }],
    ['N=$(nproc)\na "$((N > 4 ? 4 : N))"', { text: HOLE, by: 'nproc', atMost: 4 }],
    ['N=4\nif cat x; then N=$(nproc); fi\na "$N"', { text: HOLE, by: 'nproc', perhaps: true }],
    ['if command -v nproc >/dev/null; then N=$(nproc); else N=4; fi\na "$N"', { text: CPUS_HOLE, by: 'nproc' }],
    ['a "$(python -c \'import os; print(min(4, os.cpu_count()))\')"', { text: HOLE, by: 'cpu_count', perhaps: true }],
    ['a "${WORKERS:-$(nproc)}"', { text: CPUS_HOLE, by: 'nproc' }],
  ])('%s', (script, expected) => {
    expect(cpus(script)).toEqual(expected);
  });
});

describe('what cannot be decided says why', () => {
  const why = (script: string) => run(script).commands.at(-1)!.whys.get(1)?.because;

  test.each([
    ['A=1\nif cat x; then A=2; fi\na $A', 'the condition in line 2 of the script decides it, and that is not known'],
    ['a $(cat /workers)', '$(cat /workers) is known only where it runs'],
    ['. /etc/unknown\na $PORT', '/etc/unknown may set it'],
    ['read A\na $A', 'A is read while it runs'],
    ['for i in 1 2; do A=$i; done\na $A', 'a loop of the script sets it'],
    ['a "$@"', 'the arguments of the script are not known'],
  ])('%s', (script, because) => {
    expect(why(script)).toBe(because);
  });

  test('both branches are read', () => {
    expect(run('if cat x; then a; else b; fi\nc').commands.map(({ words: [name], conditional }) => `${name} ${conditional}`)).toEqual([
      'cat false',
      'a true',
      'b true',
      'c false',
    ]);
  });

  test('nothing is concluded from a variable that is not set where the image was not read', () => {
    expect(words('if [ -z "$UNSET" ]; then a; else b; fi')).toEqual([['a'], ['b']]);
  });

  test('a script that is not understood says where', () => {
    expect([run('a\nif b; then\nc').broken, run('a; ; b )').broken]).toEqual([
      'line 3 of the script is not understood',
      expect.stringContaining('line 1'),
    ]);
  });

  test.each([
    ['a doubled variable', `A=xxxxxxxx\n${'A="$A$A"\n'.repeat(60)}exec a`],
    ['a doubled array', `A=(x)\n${'A+=("${A[@]}")\n'.repeat(60)}exec a`],
    ['functions', `${Array.from({ length: 30 }, (_, i) => `f${i}() { f${i + 1}; f${i + 1}; }\n`).join('')}f30() { a; }\nf0\nexec a`],
  ])('a bomb of %s comes to an end', (_, script) => {
    const { commands, broken } = run(script);
    expect(broken ?? commands.at(-1)?.words.join(' ')).toMatch(/^exec a$|more than is followed here/);
  });
});

test.each(['"', "'", '$(', '${', '`', '\\', '<<', '$((', 'a <<EOF\nb', '&&&', '((', '))', '>'])('%j comes to an end', (script) => {
  expect(() => read(script)).not.toThrow();
});
