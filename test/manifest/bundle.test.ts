import { describe, expect, test } from '@jest/globals';
import { Bundle } from '../../lib/manifest/bundle';
import { labelSelectorOf } from '../../lib/manifest/label-selector';
import { deployment, ingress, service } from '../review/shop';

const namespaced = (namespace: string) => ({ metadata: { name: 'web', namespace } });

describe('a List', () => {
  test('stands for its items, in their order and at any depth', () => {
    const inner = { apiVersion: 'v1', kind: 'List', items: [{ kind: 'B' }, { kind: 'C' }] };
    const typed = { apiVersion: 'apps/v1', kind: 'DeploymentList', items: [{ kind: 'D' }] };
    expect(
      new Bundle([{ kind: 'A' }, { kind: 'List', items: [inner, 'x', typed] }, { kind: 'E' }]).objects.map(({ kind }) => kind),
    ).toEqual(['A', 'B', 'C', 'D', 'E']);
  });

  test('may be nested deeper than calls can be', () => {
    let nested: object = { kind: 'Service' };
    for (let depth = 0; depth < 100_000; depth++) {
      nested = { kind: 'List', items: [nested] };
    }
    expect(new Bundle([nested]).objects).toHaveLength(1);
  });

  test('without items is an object like any other', () => {
    expect(new Bundle([{ kind: 'AccessList' }]).objects).toHaveLength(1);
  });
});

describe('a namespace', () => {
  const found = (from: string, ...in_: string[]) =>
    new Bundle(in_.map((namespace) => ({ apiVersion: 'v1', kind: 'ConfigMap', ...namespaced(namespace) }))).find(
      '',
      'ConfigMap',
      from,
      'web',
    )?.namespace;

  test.each([
    ['a', ['b', 'a'], 'a'],
    ['a', ['', 'a'], 'a'],
    ['a', ['b', ''], ''],
    ['', ['b'], 'b'],
    ['', ['b', ''], ''],
    ['a', ['b'], undefined],
  ])('a reference from %p among %p means %p', (from, candidates, namespace) => {
    expect(found(from, ...candidates)).toBe(namespace);
  });
});

describe('the chain', () => {
  const names = (objects: readonly { object: { name: string } }[]) => objects.map(({ object }) => object.name);

  test('leads from the route to the Service to the workload, and back', () => {
    const bundle = new Bundle([deployment(), service(), ingress()]);
    const [web] = bundle.services;
    expect(names(bundle.workloadsBehind(web))).toEqual(['web']);
    expect(names(bundle.servicesInFrontOf(bundle.workloads[0]))).toEqual(['web']);
    expect(bundle.routesTo(web).map(({ route }) => route.object.kind)).toEqual(['Ingress']);
  });

  test('a Service without a selector selects nothing', () => {
    const bundle = new Bundle([deployment(), service({ selector: {} })]);
    expect(bundle.workloadsBehind(bundle.services[0])).toEqual([]);
  });

  test('an empty label selector selects every workload of the namespace', () => {
    const bundle = new Bundle([deployment({}, {}, {}, { namespace: 'a' }), { ...deployment(), ...namespaced('b') }]);
    expect(bundle.workloadsSelectedBy(labelSelectorOf({})!, 'b')).toEqual([bundle.workloads[1]]);
  });

  test('kinds of other API groups are not taken for those of Kubernetes', () => {
    const bundle = new Bundle([
      { ...service(), apiVersion: 'serving.example.org/v1' },
      { ...deployment(), apiVersion: 'example.org/v1' },
      { ...ingress(), apiVersion: 'x/v1' },
    ]);
    expect([bundle.services, bundle.workloads, bundle.routes]).toEqual([[], [], []]);
  });
});
