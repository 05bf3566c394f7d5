import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { differenceOf, regresses, type Difference } from '../../lib/difference/difference';
import { DIFFERENCE_REPORTERS } from '../../lib/difference/reporters';
import { inputsOf } from '../../lib/manifest/input/inputs';
import { readText } from '../../lib/manifest/input/text';
import { deployment, ingress, service, type Json } from '../review/shop';

const side = (file: string, objects: readonly Json[]) =>
  inputsOf([[file, readText(file, objects.map((object) => `---\n${stringify(object)}`).join(''))]]);
const between = (base: readonly Json[], head: readonly Json[]): Difference =>
  differenceOf('0.0.0', side('base.yaml', base), side('head.yaml', head));
const rules = (findings: Difference['findings']['added']) => findings.map(({ rule }) => rule);
const sound = [ingress(), service(), deployment()];
const withoutReadiness = [ingress(), service(), deployment({ readinessProbe: undefined })];
const patient = [ingress(), service(), deployment({ readinessProbe: { httpGet: { path: '/ready/', port: 'http' }, failureThreshold: 6 } })];

describe('a difference of manifests', () => {
  test('given a probe that is gone, its finding is new and its budget gone', () => {
    const difference = between(sound, withoutReadiness);

    expect(rules(difference.findings.added)).toContain('readiness-missing');
    expect(difference.findings.added[0].file).toBe('head.yaml');
    expect(difference.probes).toEqual([
      {
        name: 'readiness probe of web in Deployment web',
        before: { question: 'GET /ready/ on http', earliestVerdict: 20, latestVerdict: 31 },
      },
    ]);
    expect(regresses(difference, 'error')).toBe(true);
  });

  test('given the same the other way round, it is fixed, and nothing regresses', () => {
    const difference = between(withoutReadiness, sound);

    expect(rules(difference.findings.fixed)).toContain('readiness-missing');
    expect(regresses({ ...difference, outcomes: [] }, 'info')).toBe(false);
  });

  test('given a reason to suppress a finding, it is suppressed, and neither new nor fixed', () => {
    const accepted = [
      ingress(),
      service(),
      deployment({ readinessProbe: undefined }, {}, {}, { annotations: { 'probewise.dev/ignore.readiness-missing': 'a console' } }),
    ];

    const { findings } = between(withoutReadiness, accepted);

    expect(rules(findings.suppressed)).toEqual(['readiness-missing']);
    expect(rules(findings.fixed)).not.toContain('readiness-missing');
  });

  test('given a finding that is no longer suppressed, it is not new: the base had it', () => {
    const accepted = [
      ingress(),
      service(),
      deployment({ readinessProbe: undefined }, {}, {}, { annotations: { 'probewise.dev/ignore.readiness-missing': 'a console' } }),
    ];

    expect(rules(between(accepted, withoutReadiness).findings.added)).not.toContain('readiness-missing');
  });

  test('given more patience, the probe says both budgets', () => {
    expect(between(sound, patient).probes).toEqual([
      {
        name: 'readiness probe of web in Deployment web',
        before: { question: 'GET /ready/ on http', earliestVerdict: 20, latestVerdict: 31 },
        after: { question: 'GET /ready/ on http', earliestVerdict: 50, latestVerdict: 61 },
      },
    ]);
  });

  test('given another target port, the way that changed says where it ends', () => {
    const { paths } = between(sound, [ingress(), service({ ports: [{ port: 80, targetPort: 'www' }] }), deployment()]);

    expect(paths).toEqual([
      expect.objectContaining({ name: 'shop.example/', after: expect.stringContaining('no TCP port www (the path ends here)') }),
    ]);
  });

  test('given the same manifests in another order, nothing differs', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(withoutReadiness, { minLength: 3 }), (objects) => {
        const { findings, paths, probes } = between(withoutReadiness, objects);
        expect([...findings.added, ...findings.fixed, ...findings.suppressed, ...paths, ...probes]).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });
});

describe('its reports', () => {
  const difference = between([ingress(), service({ ports: [{ port: 80, targetPort: 'www' }] }), deployment()], withoutReadiness);

  test.each(['text', 'markdown'])('as %s: what is new, what is fixed, paths and budgets', (format) => {
    expect(DIFFERENCE_REPORTERS.get(format)!(difference, false)).toMatchSnapshot();
  });

  test('as json: the difference itself', () => {
    expect(JSON.parse(DIFFERENCE_REPORTERS.get('json')!(difference, false))).toEqual(JSON.parse(JSON.stringify(difference)));
  });

  test('given a hostile name, no control character and no markup gets through', () => {
    const hostile = between([], [service({}, { name: '\u001b[2Jx|<img src=x>' }), deployment()]);

    expect(DIFFERENCE_REPORTERS.get('text')!(hostile, false)).not.toContain('\u001b');
    expect(DIFFERENCE_REPORTERS.get('markdown')!(hostile, false)).not.toMatch(/<img|[^\\]\|<|\u001b/);
  });
});
