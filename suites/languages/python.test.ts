import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { whyNot } from '../../test/prerequisite';
import { inTypeScript, written } from './obcms';
import { python, PYTHON_WHY_NOT } from './python';
import { root, run, type Ended } from './run';
import { descriptionOfTheWheel, snippetsOf, snippetsOfDocs, type Snippet } from './snippets';

const describePython = whyNot(PYTHON_WHY_NOT, 'test:languages') ? describe.skip : describe;

describePython('given the wheel in a fresh environment', () => {
  test('the example of the incident is the same bytes as from TypeScript', () => {
    const yaml = written((outdir) => {
      expect(run(python('python'), ['examples/obcms/python/obcms.py', outdir])).toMatchObject({ status: 0 });
    });
    expect(yaml).toBe(inTypeScript());
  });

  describe('the command line', () => {
    test('starts, and knows its version', () => {
      expect(run(python('probewise'), ['--version'])).toEqual({ status: 0, out: '0.0.0\n', err: '' });
    });

    test('reviews, and its exit code comes through', () => {
      const { status, out } = run(python('probewise'), ['review', 'examples/obcms/before.yaml']);
      expect(out).toContain('error  readiness-missing');
      expect(status).toBe(1);
    });
  });
});

describePython('given overrides in Python', () => {
  let cases: Record<string, unknown>;
  beforeAll(() => {
    const { status, out, err } = run(python('python'), ['suites/languages/python/overrides.py']);
    expect({ status, err }).toMatchObject({ status: 0 });
    cases = JSON.parse(out);
  });

  test('a port that nobody listens on fails the synthesis', () => {
    expect(cases.refused_port).toMatch(/\[shop\/web\] Service port 80 is 9999, but the process was told to bind 8080/);
  });
  test('a replaced field of a probe is there to be replaced', () => {
    expect(cases.replaced_period).toBe(3);
  });
  test('to_json shows the probes', () => {
    expect(cases.rendered_probes).toEqual(['livenessProbe', 'readinessProbe', 'startupProbe']);
  });
  test('a patch after a mixin is applied to what the mixin made', () => {
    expect(cases.patch_after_mixin).toEqual([45, 90]);
  });
  test('a subclass of Chart that overrides to_json has the last word', () => {
    expect(cases.own_chart).toEqual(['kind: Deployment']);
  });
});

describePython('given the examples in Python', () => {
  test.each(snippetsOfDocs())('$page, example $number: runs', ({ code }) => {
    expect(runSnippet(code)).toMatchObject({ status: 0 });
  });

  test('those that the registry of Python shows run, each of them', () => {
    const snippets = snippetsOf('README.md', descriptionOfTheWheel());
    const failed = snippets.map(({ number, code }): [number, Ended] => [number, runSnippet(code)]).filter(([, { status }]) => status !== 0);
    expect(failed).toEqual([]);
    expect(snippets).toHaveLength(5);
  });

  test('a test that should fail does, and shows the review', () => {
    const { status, out } = runSnippet(`from probewise import Review
def test_the_review_passes():
    Review.of_file("examples/obcms/before.yaml").assert_passes()
`);
    expect(status).toBe(1);
    expect(out).toMatch(/error {2}readiness-missing/);
  });
});

/** Runs an example from the root of the project, and what is a test with pytest; an app writes into a folder that is removed. */
function runSnippet(code: Snippet['code']): Ended {
  const folder = mkdtempSync(join(tmpdir(), 'probewise-snippet-'));
  try {
    const file = join(folder, 'test_snippet.py');
    writeFileSync(file, code);
    const program = /^def test_/m.test(code) ? ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', '--rootdir', folder, file] : [file];
    return run(python('python'), program, root, { CDK8S_OUTDIR: relative(root, folder) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
