import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../lib/review';
import { jsonReport } from '../../../lib/review/reporters/json';
import { textReport } from '../../../lib/review/reporters/text';

const finding = (own: Partial<Finding> = {}): Finding => ({
  rule: 'single-replica', severity: 'info', model: 'clock', path: 'spec.replicas', file: 'shop.yaml', line: 4, column: 3,
  object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
  message: 'one pod', consequence: 'an outage at every restart', fix: 'run 2 replicas', suppressed: false, ...own,
});
const report = (...findings: Finding[]) => ({ inputs: [{ file: 'shop.yaml', objects: 2 }], findings, problems: [] });

describe('given findings, the text report', () => {
  test('says object, place, rule, consequence and fix, and sums up', () => {
    expect(textReport(report(finding(), finding({ rule: 'readiness-missing', severity: 'error' })))).toBe(`shop.yaml: Deployment shop/web
  4:3  info  single-replica
      one pod
      → an outage at every restart
      fix: run 2 replicas
  4:3  error  readiness-missing
      one pod
      → an outage at every restart
      fix: run 2 replicas

1 error, 1 info in 2 objects
`);
  });

  test('counts a suppressed finding and does not show it', () => {
    expect(textReport(report(finding({ suppressed: true, reason: 'a batch service' })))).toBe('nothing found, 1 suppressed in 2 objects\n');
  });

  test('shows the control characters of a hostile name instead of obeying them', () => {
    const text = textReport(report(finding({ object: { apiVersion: 'v1', kind: 'Pod', namespace: '', name: 'x\u001b[31m\u202eevil\nfake: line' } })));
    expect(text).toContain('Pod x\\u001b[31m\\u202eevil\\u000afake: line');
    expect(text).not.toMatch(/[\u001b\u202e]/);
  });
});

test('the JSON report keeps its contract', () => {
  expect(JSON.parse(jsonReport(report(finding({ severity: 'warning' }), finding({ suppressed: true, reason: 'known' }))))).toEqual({
    version: 1,
    inputs: [{ file: 'shop.yaml', objects: 2 }],
    findings: [finding({ severity: 'warning' }), finding({ suppressed: true, reason: 'known' })],
    summary: { error: 0, warning: 1, info: 0, suppressed: 1 },
  });
});
