import { expect, test } from '@jest/globals';
import { autoscaler, container, deployment, seen } from '../shop';

const requests = { resources: { requests: { cpu: '100m' } } };
const without = (containers: unknown[], spec = {}, ...others: unknown[]) =>
  seen('autoscaler-without-request', deployment({}, { containers }), autoscaler({ ...spec }), ...others);

test('a container without the request is reported, a sidecar too', () => {
  expect(without([container(requests), container({ name: 'proxy' })])).toEqual([
    'error spec.template.spec.containers[1]: HorizontalPodAutoscaler web measures cpu utilization of Deployment web; container ' +
      'proxy requests no cpu',
  ]);
});

test('the spelling of autoscaling/v1 counts', () => {
  expect(without([container()], { metrics: undefined, targetCPUUtilizationPercentage: 80 })).toHaveLength(1);
});

test.each([
  ['requests in all', [container(requests)], {}],
  ['a limit', [container({ resources: { limits: { cpu: 1 } } })], {}],
  [
    'an average value',
    [container()],
    { metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'AverageValue', averageValue: '1' } } }] },
  ],
  [
    'a metric of one container',
    [container(requests), container({ name: 'proxy' })],
    { metrics: [{ type: 'ContainerResource', containerResource: { name: 'cpu', container: 'web', target: { averageUtilization: 80 } } }] },
  ],
])('%s is left alone', (_, containers, spec) => {
  expect(without(containers, spec)).toEqual([]);
});
