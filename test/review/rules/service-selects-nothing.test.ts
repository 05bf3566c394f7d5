import { describe, expect, test } from '@jest/globals';
import { container, deployment, seen, service } from '../shop';

const nothing = (...objects: unknown[]) => seen('service-selects-nothing', ...objects);

describe('reported', () => {
  test("a selector beside the pods' labels, when the names agree", () => {
    expect(nothing(deployment(), service({ selector: { app: 'webb' } }))).toEqual([
      'error spec.selector: Service web selects app=webb; the pods of Deployment web have app=web',
    ]);
  });

  test('a selector of which one label is wrong, when no other Service selects the pods', () => {
    expect(nothing(deployment(), service({ selector: { app: 'web', component: 'server' } }, { name: 'front' }))).toEqual([
      'error spec.selector: Service front selects app=web,component=server; the pods of Deployment web have no component',
    ]);
  });

  test('a selector of pods that carry no label at all, when the names agree', () => {
    expect(nothing(deployment({}, {}, { template: { spec: { containers: [] } } }), service())).toEqual([
      'error spec.selector: Service web selects app=web; the pods of Deployment web have no app',
    ]);
  });
});

describe('left alone', () => {
  test.each([
    ['a Service that selects', [deployment(), service()]],
    ['a Service alone: its pods may be in another bundle', [service()]],
    ['pods that an operator makes', [deployment(), service({ selector: { 'cnpg.io/cluster': 'db' } }, { name: 'db' })]],
    [
      'pods of a resource that an operator looks after, beside a pooler that bears its name too',
      [
        { apiVersion: 'acid.zalan.do/v1', kind: 'postgresql', metadata: { name: 'orders' } },
        deployment(
          {},
          {},
          { template: { metadata: { labels: { cluster: 'orders', app: 'pooler' } }, spec: { containers: [container()] } } },
        ),
        service({ selector: { cluster: 'orders', app: 'spilo' } }, { name: 'orders-metrics' }),
      ],
    ],
    ['another application with the same label key', [deployment(), service(), service({ selector: { app: 'redis' } }, { name: 'redis' })]],
    [
      'another part of an application whose pods have their Service',
      [deployment(), service(), service({ selector: { app: 'web', component: 'redis' } }, { name: 'redis' })],
    ],
    [
      'a label that only names the release',
      [
        deployment({}, {}, { template: { metadata: { labels: { app: 'web', 'app.kubernetes.io/instance': 'shop' } } } }),
        service({ selector: { 'app.kubernetes.io/instance': 'shop', operator: 'db' } }, { name: 'db' }),
      ],
    ],
    ['a Service without a selector', [deployment(), service({ selector: undefined })]],
    ['an ExternalName Service', [deployment(), service({ type: 'ExternalName', selector: { app: 'x' } })]],
    [
      'endpoints of its own',
      [
        deployment(),
        service({ selector: { app: 'x' } }),
        {
          apiVersion: 'discovery.k8s.io/v1',
          kind: 'EndpointSlice',
          metadata: { name: 'web-1', labels: { 'kubernetes.io/service-name': 'web' } },
        },
      ],
    ],
    ['pods of another namespace', [deployment({}, {}, {}, { namespace: 'a' }), service({ selector: { app: 'x' } }, { namespace: 'b' })]],
  ])('%s', (_, objects) => {
    expect(nothing(...objects)).toEqual([]);
  });
});
