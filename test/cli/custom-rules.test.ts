import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { BEFORE, probewise, root, spawned, withFiles } from './program';

const EXAMPLE = 'examples/team-rules/owner-label.ts';

/** Runs a review with a configuration that is this program. */
function reviewWith(code: string, ...args: string[]) {
  return withFiles({ 'rules.js': code }, (folder) => probewise(['review', '--config', join(folder, 'rules.js'), ...args, BEFORE]));
}

/** A rule that is sound but for these fields. */
const rule = (
  fields: string,
) => `exports.rules = [{ id: 'team-rule', model: 'chain', severity: 'error', summary: 'A', doc: { why: 'a', fix: 'a', judges: 'a', source: 'a' },
  * check({ bundle }) {}, ${fields} }];`;
const check = (body: string) => rule(`* check({ bundle }) { ${body} }`);

describe("the guide's example", () => {
  test('is the one in examples/', () => {
    expect(readFileSync(join(root, 'docs/cli.md'), 'utf8')).toContain(
      `\`\`\`typescript\n${readFileSync(join(root, EXAMPLE), 'utf8')}\`\`\`\n`,
    );
  });

  test('given a Deployment without an owner, it speaks beside the built-in rules, in every format', () => {
    const { stdout } = spawned(['review', '--config', EXAMPLE, '--format', 'json', BEFORE]);
    const { findings } = JSON.parse(stdout) as { findings: { rule: string; severity: string; line: number }[] };
    expect(findings).toContainEqual(expect.objectContaining({ rule: 'team-owner-label', severity: 'warning', line: expect.any(Number) }));
    expect(findings.map(({ rule: id }) => id)).toContain('readiness-missing');
    const sarif = JSON.parse(spawned(['review', '--config', EXAMPLE, '--format', 'sarif', BEFORE]).stdout);
    expect(sarif.runs[0].tool.driver.rules.map(({ id }: { id: string }) => id)).toContain('team-owner-label');
  });

  test('and can be suppressed by a second configuration', () => {
    withFiles({ 'c.yaml': "ignore: [{rule: team-owner-label, object: 'Deployment *', reason: one team only}]\n" }, (folder) => {
      const { stdout } = spawned(['review', '--config', EXAMPLE, '--config', join(folder, 'c.yaml'), BEFORE]);
      expect(stdout).not.toContain('team-owner-label');
      expect(stdout).toContain('1 suppressed');
    });
  });
});

test('no file is run that the command line does not name', () => {
  const names = ['probewise.config.js', 'probewise.config.ts', '.probewiserc.js', 'rules.js', 'probewise.js'];
  withFiles(
    { ...Object.fromEntries(names.map((name) => [name, 'console.log("I RAN");'])), 'web.yaml': readFileSync(join(root, BEFORE), 'utf8') },
    (folder) => {
      const { status, stdout, stderr } = spawned(['review', '.'], { cwd: folder });
      expect(status).toBe(1);
      expect(stdout + stderr).not.toContain('I RAN');
    },
  );
});

describe('a program that cannot be used is exit 2 with one message and no stack trace', () => {
  test.each([
    ['no rules', 'exports.rule = []', 'it exports no list of rules; write export const rules'],
    ['nothing', 'module.exports = null', 'it exports no list of rules'],
    ['it throws', 'throw new Error("no database")', 'it cannot be loaded: no database'],
    ['a syntax error', 'exports.rules = [', 'it cannot be loaded: Unexpected end of input'],
    ['no object', 'exports.rules = [1]', 'rule 1 is no object'],
    ['no id', rule('id: 7'), 'rule 1 needs an id of lower-case words and dashes'],
    ['a malformed id', rule('id: "Team Rule"'), 'rule Team Rule needs an id of lower-case words and dashes'],
    ['the id of a built-in rule', rule('id: "readiness-missing"'), 'rule readiness-missing has an id that is taken'],
    ['an id twice', `${rule('')} exports.rules.push(exports.rules[0])`, 'rule team-rule has an id that is taken'],
    [
      'a severity that there is not',
      rule('severity: "high"'),
      'needs a model (chain, clock, capacity) and a severity (error, warning, info)',
    ],
    ['no doc', rule('doc: {}'), 'needs a summary, and a doc with why, fix, judges and source'],
    ['no check', rule('check: 1'), 'needs a function check({ bundle })'],
    ['a check that throws', check('\n\nnull.x;'), "rule team-rule threw: Cannot read properties of null (reading 'x') (line 4)"],
    ['a check that returns no list', rule('check: () => 7'), 'rule team-rule threw: '],
    [
      'an observation of an object that is not there',
      check('yield { object: {}, path: [], message: "a", consequence: "a", fix: "a" };'),
      'an observation has an object of the bundle',
    ],
    ['an observation without words', check('yield { object: bundle.objects[0], path: [] };'), 'rule team-rule yielded {'],
    [
      'an observation with a path in words',
      check('yield { object: bundle.objects[0], path: "spec", message: "a", consequence: "a", fix: "a" };'),
      'a path, a message',
    ],
    ['nothing as an observation', check('yield;'), 'rule team-rule yielded nothing'],
  ])('%s', async (_, code, message) => {
    const { status, stdout, stderr } = await reviewWith(code);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(/^probewise review: --config /), 'See probewise review --help.']);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  test('it throws nothing', () => {
    withFiles({ 'rules.js': 'throw undefined' }, (folder) => {
      const { status, stderr } = spawned(['review', '--config', join(folder, 'rules.js'), BEFORE]);
      expect([status, stderr]).toEqual([2, expect.stringContaining('it cannot be loaded: undefined')]);
    });
  });

  test('a file that is not there', async () => {
    const { status, stderr } = await probewise(['review', '--config', 'gone.js', BEFORE]);
    expect(stderr).toContain('--config gone.js: it cannot be loaded: Cannot find module');
    expect(status).toBe(2);
  });

  test('TypeScript where neither Node nor ts-node can run it', () => {
    withFiles({ 'rules.ts': 'export const rules: unknown[] = [];\n' }, (folder) => {
      const { status, stderr } = spawned(['review', '--config', join(folder, 'rules.ts'), BEFORE]);
      if ((process.features as { typescript?: unknown }).typescript) {
        expect([status, stderr]).toEqual([1, '']);
      } else {
        expect(stderr).toContain('install ts-node and typescript beside it, or name a .js file');
        expect(status).toBe(2);
      }
    });
  });
});
