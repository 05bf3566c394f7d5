import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import * as ts from 'typescript';
import * as probewise from '../lib';

const root = resolve(__dirname, '..');
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const text = (page: string) => readFileSync(join(root, page), 'utf8');
const examples = pages.flatMap((page) =>
  [...text(page).matchAll(/^```ts\n(.*?)^```/gms)].map(([, code], index) => ({ page, number: index + 1, code })),
);

describe('every example in the docs', () => {
  test('there are some', () => {
    expect(examples.length).toBeGreaterThan(3);
  });

  test('compiles as a user would compile it', () => {
    const names = new Map(
      examples.map(({ page, number, code }) => [join(root, 'examples', `${page.replace(/\W/g, '-')}-${number}.ts`), code]),
    );
    const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
    const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
    const host = ts.createCompilerHost(options);
    const { readFile, fileExists, getSourceFile } = host;
    host.fileExists = (name) => names.has(name) || fileExists(name);
    host.readFile = (name) => names.get(name) ?? readFile(name);
    host.getSourceFile = (name, version) =>
      names.has(name) ? ts.createSourceFile(name, names.get(name)!, version) : getSourceFile(name, version);
    const program = ts.createProgram([...names.keys()], options, host);
    // Of the examples alone: the library they import is checked by lint.
    const diagnostics = [...names.keys()].flatMap((name) => [...ts.getPreEmitDiagnostics(program, program.getSourceFile(name))]);
    expect(diagnostics.map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`)).toEqual(
      [],
    );
  }, 60_000);

  test.each(examples)('$page, example $number: runs', ({ code }) => {
    const outdir = mkdtempSync(join(tmpdir(), 'probewise-docs-'));
    const said: string[] = [];
    const requireForUser = createRequire(join(root, 'package.json'));
    const { outputText } = ts.transpileModule(code, {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    });
    const environment = process.env.CDK8S_OUTDIR;
    process.env.CDK8S_OUTDIR = outdir;
    try {
      new Function('require', 'exports', 'console', outputText)(
        (name: string) => (name === 'probewise' ? probewise : requireForUser(name)),
        {},
        { log: (...words: unknown[]) => said.push(words.join(' ')) },
      );
      // An example shows something: a manifest it wrote, or what it prints.
      expect(readdirSync(outdir).length + said.length).toBeGreaterThan(0);
    } finally {
      if (environment === undefined) {
        delete process.env.CDK8S_OUTDIR;
      } else {
        process.env.CDK8S_OUTDIR = environment;
      }
      rmSync(outdir, { recursive: true, force: true });
    }
  });
});

test.each(pages)('%s: every link to a file of the project leads somewhere', (page) => {
  const targets = [...text(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target]) => target);
  expect(targets.filter((target) => !existsSync(resolve(root, page, '..', target)))).toEqual([]);
});

test('every entry of the package is a module of ours', () => {
  const { exports } = JSON.parse(text('package.json')) as { exports: { [entry: string]: string | { types: string; default: string } } };
  const modules = Object.values(exports).flatMap((entry) => (typeof entry === 'string' ? [] : [entry]));
  expect(
    modules.map(
      (entry) =>
        existsSync(join(root, entry.default.replace('./dist/', 'lib/').replace(/js$/, 'ts'))) &&
        entry.types === entry.default.replace(/js$/, 'd.ts'),
    ),
  ).toEqual(modules.map(() => true));
  expect(Object.keys(exports)).toContain('./scenarios');
});
