import { expect, test } from '@jest/globals';
import { autoscaler, deployment, seen } from '../shop';

const blind = (command: string[], spec = {}) => seen('autoscaler-blind-to-pool', deployment({ command }), autoscaler({ ...spec }));

test('CPU alone, in front of workers that wait, is information', () => {
  expect(blind(['gunicorn', '-w', '4', 'app:app'])).toEqual([
    expect.stringMatching(/^info spec.metrics: .*the sync workers of Deployment web may all be taken/),
  ]);
});

test.each([
  ['another metric', ['gunicorn', 'app:app'], { metrics: [{ type: 'Pods' }] }],
  ['an asynchronous class', ['gunicorn', '-k', 'gevent', 'app:app'], {}],
  ['another server', ['nginx'], {}],
])('%s is left alone', (_, command, spec) => {
  expect(blind(command, spec)).toEqual([]);
});
