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

test.each(['"', "'", '$(', '${', '`', '\\', '<<', '$((', 'a <<EOF\nb', '&&&', '((', '))', '>'])('%j comes to an end', (script) => {
  expect(() => read(script)).not.toThrow();
});
