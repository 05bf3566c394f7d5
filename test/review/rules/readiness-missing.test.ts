import { describe, expect, test } from '@jest/globals';
import { container, deployment, ingress, seen, service } from '../shop';

const missing = (...objects: unknown[]) => seen('readiness-missing', ...objects);
const none = { readinessProbe: undefined };

test('pods behind a Service without a readiness probe are reported, with the route that leads there', () => {
  expect(missing(deployment(none), service(), ingress())).toEqual([
    'error spec.template.spec.containers[0]: Service web (and Ingress web) sends users to Deployment web, whose container has no ' +
      'readiness probe',
  ]);
});

test('two containers without one are one finding', () => {
  expect(missing(deployment({}, { containers: [container(none), container({ ...none, name: 'proxy' })] }), service())).toEqual([
    expect.stringContaining('none of whose 2 containers has a readiness probe'),
  ]);
});

test('a headless Service counts when a route leads to it', () => {
  expect(missing(deployment(none), service({ clusterIP: 'None' }), ingress())).toHaveLength(1);
});

describe('left alone', () => {
  test.each([
    ['a readiness probe', [deployment(), service()]],
    ['a probe of the proxy in front', [deployment({}, { containers: [container(none), container({ name: 'proxy' })] }), service()]],
    [
      'a probe of a sidecar',
      [
        deployment(none, { initContainers: [{ name: 'p', restartPolicy: 'Always', readinessProbe: { tcpSocket: { port: 1 } } }] }),
        service(),
      ],
    ],
    ['a worker that no Service selects', [deployment(none)]],
    ['peers behind a headless Service', [deployment(none), service({ clusterIP: 'None' })]],
    ['a Service for a scraper', [deployment(none), service({ ports: [{ name: 'http-metrics', port: 9090 }] })]],
    ['readiness gates', [deployment(none, { readinessGates: [{ conditionType: 'a' }] }), service()]],
    [
      'a Job',
      [
        {
          apiVersion: 'batch/v1',
          kind: 'Job',
          metadata: { name: 'a' },
          spec: { template: { metadata: { labels: { app: 'web' } }, spec: { containers: [container(none)] } } },
        },
        service(),
      ],
    ],
    ['another namespace', [deployment(none, {}, {}, { namespace: 'a' }), service({}, { namespace: 'b' })]],
  ])('%s', (_, objects) => {
    expect(missing(...objects)).toEqual([]);
  });
});
