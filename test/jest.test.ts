import { describe, expect, test } from '@jest/globals';
import { Chart, Testing } from 'cdk8s';
import { ObcmsChart } from '../examples/obcms/obcms-chart';
import { findingsSerializer, matchers } from '../lib/jest';
import { review } from '../lib/review';
import { deployment, service } from './review/shop';

const BEFORE = 'examples/obcms/before.yaml';
const unready = [deployment({ readinessProbe: undefined }), service()];

describe('toPassReview', () => {
  test('given a chart of the library, it passes', () => {
    const { pass } = matchers.toPassReview(new ObcmsChart(Testing.app(), 'obcms'));
    expect(pass).toBe(true);
  });
  test.each([['objects', unready], ['a file', BEFORE]])('given %s without readiness, it fails and says what is wrong', (_, received) => {
    const { pass, message } = matchers.toPassReview(received);
    expect(pass).toBe(false);
    expect(message()).toContain('readiness-missing');
  });
  test('given a finding that somebody decided to live with, it passes', () => {
    const accepted = [deployment({ readinessProbe: undefined }, {}, {}, { annotations: { 'probewise.dev/ignore.readiness-missing': 'a batch job' } }), service()];
    expect(matchers.toPassReview(accepted).pass).toBe(true);
  });
  test.each([[undefined], [{}], [7]])('given %p, it says what it takes', (received) => {
    expect(() => matchers.toPassReview(received)).toThrow('expected a chart, an array of Kubernetes objects, or the name of a file');
  });
  test('given a file that is not there, it says so', () => {
    expect(() => matchers.toPassReview('gone.yaml')).toThrow('gone.yaml: there is no such file');
  });
  test('given an empty chart, it passes', () => {
    expect(matchers.toPassReview(new Chart(Testing.app(), 'empty')).pass).toBe(true);
  });
});

describe('toHaveFinding', () => {
  test('given objects without readiness, there is readiness-missing and no single-replica', () => {
    expect(matchers.toHaveFinding(unready, 'readiness-missing').pass).toBe(true);
    expect(matchers.toHaveFinding(unready, 'single-replica')).toMatchObject({ pass: false });
    expect(matchers.toHaveFinding(unready, 'single-replica').message()).toContain('expected a finding of single-replica');
  });
});

test('loading it teaches jest\'s own expect the matchers', () => {
  const globalExpect = (globalThis as unknown as { expect: (value: unknown) => { not: { toPassReview(): void }; toHaveFinding(rule: string): void } }).expect;
  globalExpect(unready).not.toPassReview();
  globalExpect(unready).toHaveFinding('readiness-missing');
});

test('the serialiser keeps findings to a line each, whatever the order and whatever the line of the file', () => {
  const findings = review(unready);
  const written = findingsSerializer.serialize(findings);
  expect(written).toContain('error readiness-missing  Deployment web  spec.template.spec.containers[0]');
  expect(findingsSerializer.serialize([...findings].reverse().map((finding) => ({ ...finding, line: 99 })))).toBe(written);
  expect([findings, [], [{}], 'text'].map((value) => findingsSerializer.test(value))).toEqual([true, false, false, false]);
});
