import { describe, expect, test } from '@jest/globals';
import { annotate, isServingWorkload, isWorkload, mapContainer, mapTemplate, withItem } from '../../lib/synthesis/pod-template';
import { chart, manifest, podSpec, workload } from '../mixins/workload';

const KINDS = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Rollout', 'Pod', 'Job', 'CronJob'];
const template = (annotations?: object) => ({ metadata: { annotations }, spec: { containers: [{ name: 'web' }, { name: 'proxy' }] } });
const chosen = (name?: string, annotations?: object) => {
  let found = '';
  mapContainer(template(annotations), name, 'a test', (container) => {
    found = container.name;
    return container;
  });
  return found;
};

describe('given a kind of object', () => {
  test.each(KINDS)('the pod template of a %s is found', (kind) => {
    const changed = mapTemplate(manifest(kind), (one) => ({ ...one, spec: { ...one.spec, found: true } }));
    expect(podSpec(changed)).toMatchObject({ found: true, containers: [{ name: 'web' }] });
  });

  test('those that run until they are told to stop serve; Jobs and CronJobs are workloads that do not', () => {
    const objects = KINDS.map((kind) => workload(manifest(kind)));
    expect(objects.every(isWorkload)).toBe(true);
    expect(objects.filter((one) => !isServingWorkload(one)).map(({ kind }) => kind)).toEqual(['Job', 'CronJob']);
  });

  test('a Service is no workload, and neither is a chart', () => {
    expect([workload(manifest('Service')), chart()].filter(isWorkload)).toEqual([]);
  });
});

describe('given the containers of a pod', () => {
  test('without a name, the first is meant', () => {
    expect(chosen()).toBe('web');
  });

  test('without a name, the one that kubectl would pick is meant', () => {
    expect(chosen(undefined, { 'kubectl.kubernetes.io/default-container': 'proxy' })).toBe('proxy');
  });

  test('a name wins over both', () => {
    expect(chosen('web', { 'kubectl.kubernetes.io/default-container': 'proxy' })).toBe('web');
  });

  test('a name that is not there is an error with those there are', () => {
    expect(() => chosen('nginx')).toThrow(
      "a test for container 'nginx': the pod has only 'web', 'proxy'; name one of them: { container: 'web' }.",
    );
  });

  test('a pod without containers is an error that says so', () => {
    expect(() => mapContainer({ spec: {} }, undefined, 'a test', (one) => one)).toThrow(
      "a test for container '(first)': the pod has no containers; add the container.",
    );
  });

  test('the others stay as they are', () => {
    const changed = mapContainer(template(), 'proxy', 'a test', (one) => ({ ...one, image: 'new' }));
    expect(changed.spec.containers).toEqual([{ name: 'web' }, { name: 'proxy', image: 'new' }]);
  });
});

describe('given what is there already', () => {
  test('an annotation of ours replaces an old one, and others stay', () => {
    expect(annotate(template({ a: 'old', c: 'own' }), { a: 'ours', b: 'ours' }).metadata.annotations).toEqual({
      a: 'ours',
      b: 'ours',
      c: 'own',
    });
  });

  test('an item of the same name stays, another is added at the end', () => {
    expect(withItem([{ name: 'a', own: true }], { name: 'a' })).toEqual([{ name: 'a', own: true }]);
    expect(withItem([{ name: 'a' }], { name: 'b' })).toEqual([{ name: 'a' }, { name: 'b' }]);
  });

  test('a list that is not there begins with the item', () => {
    expect(withItem(undefined, { mountPath: '/tmp' }, 'mountPath')).toEqual([{ mountPath: '/tmp' }]);
  });
});
