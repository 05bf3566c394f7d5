import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { circles, lengthFaults, privacyFaults, tableFaults } from '../tools/house/faults';
import { modulesIn, modulesOf } from '../tools/house/module-graph';
import { pictureOf } from '../tools/house/picture';
import { ROOMS } from '../tools/house/rooms';

const lib = modulesIn(resolve(__dirname, '../lib'));

/** Interpreters of a language call themselves: a block holds statements, and a statement may hold a block. */
const RECURSIVE = [
  ['application/python/assignment.ts', 'application/python/execution.ts', 'application/python/module.ts'],
  ['application/shell/builtin.ts', 'application/shell/run.ts', 'application/shell/shell-script.ts'],
];

describe('the house', () => {
  test('every room imports from the rooms that the table names, and the table names no more', () => {
    expect(tableFaults(lib, ROOMS)).toEqual([]);
  });

  test('no file leads back to itself, but where an interpreter does', () => {
    expect(circles(lib)).toEqual(RECURSIVE);
  });

  test('what is private is imported only from beside it', () => {
    expect(privacyFaults(lib)).toEqual([]);
  });

  test('no file has more lines than one idea needs', () => {
    expect(lengthFaults(lib)).toEqual([]);
  });

  test('the public face is for users: nothing of ours imports it', () => {
    expect(lib.filter(({ imports }) => imports.includes('index.ts'))).toEqual([]);
  });

  test('CONTRIBUTING says of every room what it holds', () => {
    const guide = readFileSync(resolve(__dirname, '../CONTRIBUTING.md'), 'utf8');
    const doors = ['index', 'jest', 'cdk8s-validation', 'cli'];
    expect(Object.keys(ROOMS).filter((room) => !doors.includes(room) && !guide.includes(`\`${room}\``))).toEqual([]);
  });

  test('the picture in the docs is the house as it is; npm run house draws it', () => {
    expect(readFileSync(resolve(__dirname, '../docs/house.svg'), 'utf8')).toBe(pictureOf(lib));
  });
});

describe('given a small house', () => {
  const house = (texts: Record<string, string>) => modulesOf(new Map(Object.entries(texts)));

  test.each([
    ['an import', "import { b } from '../b/b';"],
    ['an import of a type', "import type { B } from '../b/b';"],
    ['an export from', "export * from '../b/b';"],
    ['an import when it is needed', "const b = () => import('../b/b');"],
    ['the type of an import', "type B = import('../b/b').B;"],
    ['require', "const b = require('../b/b');"],
    ['the index of a folder', "export * from '../b';"],
  ])('%s is an arrow, and refused where the table does not name it', (_, text) => {
    const modules = house({ 'a/a.ts': text, 'b/b.ts': '', 'b/index.ts': '' });
    expect(tableFaults(modules, { a: [], b: [] })).toEqual([expect.stringMatching(/^a\/a\.ts imports b\/.*: a may not import from b$/)]);
    expect(tableFaults(modules, { a: ['b'], b: [] })).toEqual([]);
  });

  test('an arrow that nobody uses is a fault of the table, and so are rooms that are only on one side', () => {
    expect(tableFaults(house({ 'a/a.ts': '', 'c/c.ts': '' }), { a: ['b'], b: [] })).toEqual([
      'c is not in the table',
      'b is in the table, and not in the code',
      'a may import from b, and does not',
    ]);
  });

  test('a circle is found, types included', () => {
    expect(circles(house({ 'a/a.ts': "import type { B } from '../b/b';", 'b/b.ts': "import '../c';", 'c.ts': "import './a/a';" }))).toEqual(
      [['a/a.ts', 'b/b.ts', 'c.ts']],
    );
  });

  test('a private file is refused to others, and not to its own folder', () => {
    const modules = house({ 'a/x.ts': "import './private/p';", 'a/private/p.ts': '', 'b/b.ts': "import '../a/private/p';" });
    expect(privacyFaults(modules)).toEqual(['b/b.ts imports a/private/p.ts, which is private there']);
  });

  test('a long file is found', () => {
    expect(lengthFaults(house({ 'a/a.ts': '\n'.repeat(251), 'a/b.ts': '\n'.repeat(250) }))).toEqual(['a/a.ts has 251 lines']);
  });
});
