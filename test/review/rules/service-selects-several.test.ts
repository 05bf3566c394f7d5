import { expect, test } from '@jest/globals';
import { container, deployment, seen, service } from '../shop';

const several = (...objects: unknown[]) => seen('service-selects-several', ...objects);
const second = (fields: object) => ({ ...deployment({ ...fields }), metadata: { name: 'second' } });

test('a workload that does not serve the port makes it a warning', () => {
  expect(several(deployment(), second({ ports: undefined }), service())).toEqual([
    'warning spec.selector: Service web selects Deployment web and Deployment second; Deployment second does not declare its port',
  ]);
});

test('a Job with the same labels is one of them', () => {
  const job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'a' },
    spec: { template: { metadata: { labels: { app: 'web' } }, spec: { containers: [container()] } } },
  };
  expect(several(deployment(), job, service())).toEqual([expect.stringMatching(/^warning/)]);
});

test('a canary that serves the port makes it information', () => {
  expect(several(deployment(), second({}), service())).toEqual([
    'info spec.selector: Service web selects Deployment web and Deployment second',
  ]);
});

test.each([
  ['one workload', [deployment(), service()]],
  ['a headless Service', [deployment(), second({}), service({ clusterIP: 'None' })]],
  [
    'a dump of a cluster: what a Deployment made is not another workload',
    [
      deployment(),
      service(),
      {
        ...deployment(),
        kind: 'ReplicaSet',
        metadata: { name: 'web-1', ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }] },
      },
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          name: 'web-1-x',
          labels: { app: 'web' },
          ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-1' }],
        },
        spec: {},
      },
    ],
  ],
])('%s is left alone', (_, objects) => {
  expect(several(...objects)).toEqual([]);
});
