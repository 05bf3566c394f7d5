import { expect, test } from '@jest/globals';
import { deployment, seen } from '../shop';

const moves = (spec: object, options = ['-w', '4']) =>
  seen('vpa-moves-budget', deployment({ command: ['gunicorn', 'app:app', ...options] }), {
    apiVersion: 'autoscaling.k8s.io/v1',
    kind: 'VerticalPodAutoscaler',
    metadata: { name: 'web' },
    spec: { targetRef: { kind: 'Deployment', name: 'web' }, ...spec },
  });
const policy = (fields: object) => ({ resourcePolicy: { containerPolicies: [{ containerName: '*', ...fields }] } });

test('memory that moves under a fixed number of workers is reported', () => {
  expect(moves({})).toEqual([
    expect.stringContaining('VerticalPodAutoscaler web changes the memory of container web, whose 4 workers (the command line)'),
  ]);
});

test.each([
  ['recommendations only', { updatePolicy: { updateMode: 'Off' } }, undefined],
  ['a policy that is off', policy({ mode: 'Off' }), undefined],
  ['a lower bound', policy({ minAllowed: { memory: '512Mi' } }), undefined],
  ['workers that are not known', {}, ['-c', '/conf.py']],
])('%s is left alone', (_, spec, options) => {
  expect(moves(spec, options)).toEqual([]);
});
