import { describe, expect, test } from '@jest/globals';
import { App, Chart, JsonPatch, Yaml } from 'cdk8s';
import { amend, AmendmentRank, companionOf } from '../../lib/synthesis/amendment';
import type { Json } from '../../lib/synthesis/json';
import { chart, manifest, workload } from '../mixins/workload';

const { WORKERS, HEALTH, NAME } = AmendmentRank;
const trail = (step: string) => (object: Json) => ({
  object: { ...object, spec: { ...object.spec, trail: [...(object.spec.trail ?? []), step] } },
});

describe('given amendments of an object', () => {
  test('they run by rank, whatever the order in which they were made', () => {
    const object = workload();
    amend(object, { key: 'c', rank: NAME, apply: trail('name') });
    amend(object, { key: 'a', rank: WORKERS, apply: trail('workers') });
    amend(object, { key: 'b', rank: HEALTH, apply: trail('health') });
    expect(object.toJson().spec.trail).toEqual(['workers', 'health', 'name']);
  });

  test('one of the same key replaces the one before', () => {
    const object = workload();
    amend(object, { key: 'a', rank: WORKERS, apply: trail('old') });
    amend(object, { key: 'a', rank: WORKERS, apply: trail('new') });
    expect(object.toJson().spec.trail).toEqual(['new']);
  });

  test('those of another object are none of its business', () => {
    const scope = chart();
    const [one, other] = ['one', 'other'].map((id) => workload(manifest(), new Chart(scope, id)));
    amend(one, { key: 'a', rank: WORKERS, apply: trail('one') });
    expect(other.toJson().spec.trail).toBeUndefined();
  });

  test('rendering twice gives the same', () => {
    const object = workload();
    amend(object, { key: 'a', rank: WORKERS, apply: trail('once') });
    expect(object.toJson()).toEqual(object.toJson());
  });
});

describe("given JSON patches of the user's own", () => {
  test('one from before is amended; one from after has the last word', () => {
    const object = workload();
    object.addJsonPatch(JsonPatch.add('/spec/trail', ['before']));
    amend(object, { key: 'a', rank: WORKERS, apply: trail('amended') });
    object.addJsonPatch(JsonPatch.add('/spec/trail/-', 'after'));
    expect(object.toJson().spec.trail).toEqual(['before', 'amended', 'after']);
  });
});

describe('given what is written', () => {
  test('keys are in the order that cdk8s writes, kind first and the rest by name', () => {
    const object = workload();
    amend(object, { key: 'a', rank: WORKERS, apply: ({ kind, ...rest }) => ({ object: { zebra: 1, ant: 2, ...rest, kind } }) });
    expect(Object.keys(object.toJson())).toEqual(['apiVersion', 'kind', 'metadata', 'ant', 'spec', 'zebra']);
  });

  test('what two places share is written twice, not as a YAML alias', () => {
    const shared = { a: 1 };
    const object = workload();
    amend(object, { key: 'a', rank: WORKERS, apply: (json) => ({ object: { ...json, one: shared, two: shared } }) });
    expect(Yaml.stringify(object.toJson())).not.toMatch(/[&*]/);
  });

  test('undefined fields are left out', () => {
    const object = workload();
    amend(object, { key: 'a', rank: WORKERS, apply: (json) => ({ object: { ...json, gone: undefined } }) });
    expect(object.toJson()).not.toHaveProperty('gone');
  });
});

describe('given an amendment that cannot be made', () => {
  test("the synthesis fails with its message and the construct's path", () => {
    const app = new App();
    amend(workload(manifest(), new Chart(app, 'chart')), {
      key: 'a',
      rank: WORKERS,
      apply: () => {
        throw new Error('no room');
      },
    });
    expect(() => app.synthYaml()).toThrow('[chart/workload] no room');
  });
});

describe('given an amendment that comes to more than the object', () => {
  const counting = (renderings: number[]) => (json: Json) => {
    renderings.push(1);
    return { object: json, companion: `for ${json.kind}` };
  };

  test('the companion is there for who asks, and of the same rendering as the object in a synthesis', () => {
    const app = new App();
    const object = workload(manifest(), new Chart(app, 'chart'));
    const renderings: number[] = [];
    amend(object, { key: 'a', rank: WORKERS, apply: counting(renderings) });
    object.node.addValidation({ validate: () => (companionOf(object, 'a') === 'for Deployment' ? [] : ['no companion']) });
    app.synthYaml();
    expect(renderings).toHaveLength(1);
  });

  test('outside a synthesis it is that of the object as it is now', () => {
    const object = workload();
    amend(object, { key: 'a', rank: WORKERS, apply: ({ spec, ...json }) => ({ object: { ...json, spec }, companion: spec.replicas }) });
    object.addJsonPatch(JsonPatch.add('/metadata/labels', { late: 'yes' }));
    expect(companionOf(object, 'a')).toBeUndefined();
    amend(object, { key: '0', rank: WORKERS, apply: (json) => ({ object: { ...json, spec: { ...json.spec, replicas: 3 } } }) });
    amend(object, { key: 'b', rank: HEALTH, apply: (json) => ({ object: json, companion: json.spec.replicas }) });
    expect(companionOf(object, 'b')).toBe(3);
  });

  test('there is none of an amendment that was never made', () => {
    expect(companionOf(workload(), 'a')).toBeUndefined();
  });
});
