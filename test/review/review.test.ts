import { expect, test } from '@jest/globals';
import { readText } from '../../lib/manifest/input/text';
import { review, reviewDocuments } from '../../lib/review';
import { deployment, ingress, service } from './shop';

test('a finding of a file says its line and column, inside of a List as well', () => {
  const { documents } = readText(
    'a.yaml',
    `kind: List
items:
  - apiVersion: v1
    kind: Service
    metadata: {name: web}
    spec:
      ports:
        - port: 80
          targetPort: "8000"
`,
  );
  expect(reviewDocuments(documents)).toEqual([
    expect.objectContaining({
      rule: 'port-invalid',
      file: 'a.yaml',
      line: 9,
      column: 11,
      path: 'spec.ports[0].targetPort',
      object: { apiVersion: 'v1', kind: 'Service', namespace: '', name: 'web' },
    }),
  ]);
});

test('findings come in the order of the objects, and without a file they name none', () => {
  const findings = review([service(), deployment({ readinessProbe: undefined }), ingress({ name: 'web', port: { number: 81 } })]);
  expect([...new Set(findings.map(({ object }) => object.kind))]).toEqual(['Deployment', 'Ingress']);
  expect(findings.every((finding) => !('file' in finding) && !finding.suppressed)).toBe(true);
});

test('the objects are not changed', () => {
  const objects = [deployment({ command: ['sh', '-c', 'gunicorn app:app'] }), service(), ingress()];
  const before = JSON.stringify(objects);
  review(objects);
  expect(JSON.stringify(objects)).toBe(before);
});
