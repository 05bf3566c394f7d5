import { describe, expect, test } from '@jest/globals';
import { deployment, seen } from '../shop';

const mismatch = (...objects: unknown[]) => seen('selector-mismatch', ...objects);

test.each([
  [{ matchLabels: { app: 'webb' } }, 'selects app=webb; its template has app=web'],
  [{ matchLabels: { app: 'web', tier: 'a' } }, 'selects tier=a; its template has no tier'],
  [{ matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] }, 'selects app!=web; its template has app=web'],
])('%j is reported', (selector, message) => {
  expect(mismatch(deployment({}, {}, { selector }))).toEqual([`error spec.selector: Deployment web ${message}`]);
});

describe('left alone', () => {
  test.each([
    ['a subset of the labels', deployment()],
    [
      'expressions that hold',
      deployment(
        {},
        {},
        {
          selector: {
            matchExpressions: [
              { key: 'app', operator: 'In', values: ['api', 'web'] },
              { key: 'gone', operator: 'DoesNotExist' },
            ],
          },
        },
      ),
    ],
    [
      'a Job, whose selector is made for it',
      { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'a' }, spec: { selector: { matchLabels: { a: 'b' } }, template: {} } },
    ],
    [
      'a Rollout whose template is elsewhere',
      {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Rollout',
        metadata: { name: 'a' },
        spec: { selector: { matchLabels: { a: 'b' } }, workloadRef: {} },
      },
    ],
    [
      'a custom resource called Deployment',
      { ...deployment({}, {}, { selector: { matchLabels: { app: 'x' } } }), apiVersion: 'example.org/v1' },
    ],
  ])('%s', (_, object) => {
    expect(mismatch(object)).toEqual([]);
  });
});
