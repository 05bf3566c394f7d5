import { describe, expect, test } from '@jest/globals';
import { asYaml } from '../as-yaml';
import { manifest, podSpec, rendered, workload } from './workload';
import { SpreadAcrossNodes } from '../../lib/mixins/spread-across-nodes';

const spread = (spec = {}) => podSpec(rendered(manifest('Deployment', spec), new SpreadAcrossNodes()));

test('what it does to a small Deployment', () => {
  expect(asYaml(rendered(manifest(), new SpreadAcrossNodes()))).toMatchSnapshot();
});

describe('given replicas', () => {
  test('nodes and zones are a preference, so that no pod stays pending for them', () => {
    expect(
      spread().topologySpreadConstraints.map(({ topologyKey, whenUnsatisfiable }: Record<string, string>) => [
        topologyKey,
        whenUnsatisfiable,
      ]),
    ).toEqual([
      ['kubernetes.io/hostname', 'ScheduleAnyway'],
      ['topology.kubernetes.io/zone', 'ScheduleAnyway'],
    ]);
    expect(Object.keys(spread().affinity.podAntiAffinity)).toEqual(['preferredDuringSchedulingIgnoredDuringExecution']);
  });

  test("the pods that count are those of the workload's own selector", () => {
    expect(spread().topologySpreadConstraints[0].labelSelector).toEqual({ matchLabels: { app: 'web' } });
  });

  test('the pods of the old version do not count during a rollout', () => {
    expect(spread().topologySpreadConstraints[0].matchLabelKeys).toEqual(['pod-template-hash']);
  });
});

describe('given a pod that says something about spreading itself', () => {
  test('its constraints are left alone', () => {
    expect(spread({ topologySpreadConstraints: [] }).topologySpreadConstraints).toEqual([]);
  });

  test('its anti-affinity is left alone', () => {
    const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [] } };
    expect(spread({ affinity }).affinity).toEqual(affinity);
  });

  test('its node affinity stays beside ours', () => {
    expect(spread({ affinity: { nodeAffinity: { own: true } } }).affinity).toMatchObject({
      nodeAffinity: { own: true },
      podAntiAffinity: {},
    });
  });
});

describe('given what has no replicas to spread', () => {
  test.each(['Pod', 'DaemonSet', 'Job', 'CronJob'])('a %s is not touched', (kind) => {
    expect(rendered(manifest(kind), new SpreadAcrossNodes())).toEqual(workload(manifest(kind)).toJson());
  });

  test.each(['Pod', 'DaemonSet'])('a %s is not touched even by whoever applies the mixin without asking whether it supports it', (kind) => {
    const object = workload(manifest(kind));
    new SpreadAcrossNodes().applyTo(object);
    expect(object.toJson()).toEqual(workload(manifest(kind)).toJson());
  });

  test('a StatefulSet is spread', () => {
    expect(podSpec(rendered(manifest('StatefulSet'), new SpreadAcrossNodes())).topologySpreadConstraints).toHaveLength(2);
  });
});
