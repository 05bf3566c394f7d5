import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readFiles } from '../../../lib/manifest/input/files';

let folder: string;
let path: string | undefined;
const at = (name: string) => join(folder, name);
const write = (files: Readonly<Record<string, string>>) => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(at(name)), { recursive: true });
    writeFileSync(at(name), text);
  }
};
/** A program of this name on the path, and nothing else there. */
const program = (name: string, body: string) => {
  write({ [`bin/${name}`]: `#!${process.execPath}\n${body}` });
  chmodSync(at(`bin/${name}`), 0o755);
};
const read = (name: string, values?: readonly string[]) => {
  const { documents, problems, unread } = readFiles([at(name)], values && { values: values.map(at) });
  const own = (text: string) => text.replaceAll(`${folder}/`, '');
  return {
    objects: documents.map(({ file, json }) => `${own(file)} ${(json as { kind: string }).kind}`),
    problems: problems.map(({ file, message }) => own(`${file} ${message}`)),
    unread: unread?.map(own),
  };
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'probewise-render-'));
  path = process.env.PATH;
  mkdirSync(at('bin'));
  process.env.PATH = at('bin');
});
afterEach(() => {
  process.env.PATH = path;
  rmSync(folder, { recursive: true, force: true });
});

const CHART = {
  'web/Chart.yaml': 'name: web\n',
  'web/values.yaml': 'kind: none\n',
  'web/templates/a.yaml': 'kind: {{ .Values.kind }}\n',
  'web/charts/db/Chart.yaml': 'name: db\n',
};
const OVERLAY = {
  'base/kustomization.yaml': 'resources: [web.yaml]\n',
  'base/web.yaml': 'kind: Deployment\nmetadata: {name: web}\n',
  'prod/kustomization.yaml': 'resources: [../base]\npatches: [{path: patch.yaml}]\n',
  'prod/patch.yaml': 'kind: Deployment\nmetadata: {name: web}\n',
};

describe('a chart', () => {
  test('is no object until it is rendered, and one line says what to run', () => {
    write({ ...CHART, 'other.yaml': 'kind: A\n' });
    expect(read('.')).toMatchObject({
      objects: ['other.yaml A'],
      problems: [expect.stringMatching(/^\S* 1 chart here is not rendered, .*; run probewise review --render /)],
    });
  });

  test('is what helm makes of it with the values, each object by its template', () => {
    write({ ...CHART, 'prod.yaml': 'kind: B\n' });
    program(
      'helm',
      `console.log('---\\n# Source: web/templates/a.yaml\\nkind: Args\\nargs: ' + JSON.stringify(process.argv.slice(2)));
console.log('---\\n# Source: web/charts/db/templates/b.yaml\\nkind: Db\\n');`,
    );
    expect(read('web', ['prod.yaml'])).toMatchObject({
      objects: ['web/templates/a.yaml Args', 'web/charts/db/templates/b.yaml Db'],
      problems: [],
    });
    const [{ json }] = readFiles([at('web')], { values: [at('prod.yaml')] }).documents;
    expect(json).toMatchObject({ args: ['template', 'web', at('web'), '--values', at('prod.yaml')] });
  });

  test.each([
    ['there is no helm', undefined, /helm is not on the path$/],
    ['helm fails', 'console.error("Error: no such value"); process.exit(1)', /helm: Error: no such value$/],
  ])('is a problem where %s', (_, body, expected) => {
    write(CHART);
    if (body !== undefined) {
      program('helm', body);
    }
    expect(read('web', [])).toMatchObject({ objects: [], problems: [expect.stringMatching(expected)] });
  });
});

describe('a kustomization', () => {
  test('with patches makes neither them nor its base objects', () => {
    write(OVERLAY);
    expect(read('.')).toMatchObject({
      objects: [],
      problems: [expect.stringMatching(/1 kustomization with patches here is not rendered/)],
    });
  });

  test('without patches is its resources, and what it generates is known to be missing', () => {
    write({
      'kustomization.yaml': 'resources: [web.yaml]\nconfigMapGenerator: [{name: a, files: [b=a.json]}]\n',
      'web.yaml': 'kind: A\n',
      'a.json': '{}',
    });
    expect(read('.')).toEqual({ objects: ['web.yaml A'], problems: [], unread: ['kustomization.yaml'] });
  });

  test.each([
    ['kustomize', '["build",'],
    ['kubectl', '["kustomize",'],
  ])('is what %s makes of it, each object by its base', (name, args) => {
    write(OVERLAY);
    program(
      name,
      `console.log('kind: Deployment\\nmetadata: {name: prod-web}\\n---\\nkind: New\\nargs: ' + JSON.stringify(process.argv.slice(2)))`,
    );
    expect(read('.', [])).toMatchObject({ objects: ['base/web.yaml Deployment', 'prod/kustomization.yaml New'], problems: [] });
    expect(JSON.stringify((readFiles([at('.')], { values: [] }).documents[1].json as { args: unknown }).args)).toContain(args);
  });

  test('that names another machine is not built, and neither is one of several', () => {
    program('kustomize', 'console.log("kind: A")');
    write({ ...OVERLAY, 'prod/kustomization.yaml': 'resources: [https://example.org/base]\npatches: [{path: patch.yaml}]\n' });
    expect(read('prod', []).problems).toEqual([
      expect.stringMatching(/it names https:\/\/example\.org\/base, which is on another machine/),
    ]);
    write({ ...OVERLAY, 'test/kustomization.yaml': 'resources: [../base]\npatches: [{path: p.yaml}]\n' });
    expect(read('.', [])).toMatchObject({
      objects: [],
      problems: [expect.stringMatching(/2 kustomizations here .*: name one of prod, test$/)],
    });
  });

  test('in a circle is one', () => {
    write({ 'a/kustomization.yaml': 'resources: [../a]\npatches: [{path: p.yaml}]\n' });
    expect(read('a').objects).toEqual([]);
  });
});
