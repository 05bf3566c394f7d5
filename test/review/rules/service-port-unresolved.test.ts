import { describe, expect, test } from '@jest/globals';
import { container, deployment, seen, service } from '../shop';

const unresolved = (...objects: unknown[]) => seen('service-port-unresolved', ...objects);
const web = service({ ports: [{ port: 80, targetPort: 'web' }] });

describe('reported', () => {
  test('a name that nobody declares', () => {
    expect(unresolved(deployment(), web)).toEqual([
      'error spec.ports[0].targetPort: Service web sends port 80 to the TCP port named web; Deployment web declares http (8000/TCP)',
    ]);
  });

  test('a name that is declared with another protocol', () => {
    expect(unresolved(deployment({ ports: [{ name: 'web', containerPort: 8000, protocol: 'UDP' }] }), web)).toHaveLength(1);
  });
});

describe('left alone', () => {
  test.each([
    ['a number that nobody declares', [deployment({ ports: [] }), service({ ports: [{ port: 80, targetPort: 9000 }] })]],
    [
      'a sidecar that declares it',
      [
        deployment({}, { initContainers: [{ name: 'proxy', restartPolicy: 'Always', ports: [{ name: 'web', containerPort: 8443 }] }] }),
        web,
      ],
    ],
    [
      'a name that two containers share',
      [
        deployment(
          {},
          {
            containers: [
              container({ ports: [{ name: 'web', containerPort: 1 }] }),
              container({ name: 'b', ports: [{ name: 'web', containerPort: 2 }] }),
            ],
          },
        ),
        web,
      ],
    ],
    [
      'a second workload without it',
      [deployment({ ports: [{ name: 'web', containerPort: 8000 }] }), { ...deployment(), metadata: { name: 'canary' } }, web],
    ],
    ['a headless Service', [deployment(), service({ clusterIP: 'None', ports: [{ port: 80, targetPort: 'web' }] })]],
    [
      'a mesh that injects containers',
      [
        deployment(
          {},
          {},
          { template: { metadata: { labels: { app: 'web', 'sidecar.istio.io/inject': 'true' } }, spec: { containers: [container()] } } },
        ),
        web,
      ],
    ],
    [
      'a Rollout whose template is elsewhere',
      [
        {
          apiVersion: 'argoproj.io/v1alpha1',
          kind: 'Rollout',
          metadata: { name: 'web' },
          spec: { template: { metadata: { labels: { app: 'web' } } }, workloadRef: { name: 'web' } },
        },
        web,
      ],
    ],
  ])('%s', (_, objects) => {
    expect(unresolved(...objects)).toEqual([]);
  });

  test('but an init container that runs to its end serves nothing', () => {
    expect(
      unresolved(deployment({}, { initContainers: [{ name: 'migrate', ports: [{ name: 'web', containerPort: 1 }] }] }), web),
    ).toHaveLength(1);
  });
});
