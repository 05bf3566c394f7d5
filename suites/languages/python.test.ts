import { beforeAll, describe, expect, test } from '@jest/globals';
import { whyNot } from '../../test/prerequisite';
import { inTypeScript, written } from './obcms';
import { python, PYTHON_WHY_NOT } from './python';
import { run } from './run';

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
