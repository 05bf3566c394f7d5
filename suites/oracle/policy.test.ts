import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { apiObjectsOf, type ApiObject } from '../../lib/manifest/api-object';
import { readFiles } from '../../lib/manifest/input/files';
import { listOf, objectOf, type JsonObject } from '../../lib/manifest/json';
import { DEFAULT_SETTINGS, policyObjects } from '../../lib/policy/policy-objects';
import { POLICY_RULES } from '../../lib/policy/registry';
import { review, type Finding } from '../../lib/review';
import { ANNOTATION_PREFIX } from '../../lib/review/suppression';
import { cases } from '../../test/case';
import { whyNot } from '../../test/prerequisite';
import { verdictsOf, streamOf } from './api-server';
import { WHY_NOT } from './api-server-build';
import { generatedServices } from './generated-services';
import { policyAnswer, type PolicyVerdict } from './policy';
import { probedPods } from './probed-pods';

const reason = whyNot(WHY_NOT, 'test:oracle');
const root = resolve(__dirname, '../..');
const KINDS = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

/** What the policies see of it: workloads of apps/v1 that the API server takes. */
function judged(documents: readonly unknown[]): readonly ApiObject[] {
  const objects = apiObjectsOf(documents).filter(({ apiVersion, kind }) => apiVersion === 'apps/v1' && KINDS.has(kind));
  const verdicts = verdictsOf(streamOf(objects.map(({ json }) => json)));
  return objects.filter((_, index) => verdicts[index].valid);
}

/** `rule severity containers`, as a review of the one object has it, of what a policy decides. */
function byReview({ json }: ApiObject): readonly string[] {
  const findings = review([json]).filter(({ suppressed }) => !suppressed);
  return POLICY_RULES.flatMap(({ rule, levels, covers }) =>
    levels.flatMap(({ severity }) => {
      const own = findings.filter((each) => each.rule === rule && each.severity === severity);
      const decided = own.filter((each) => covers?.(each, containerOf(json, each)) ?? true);
      const names = [...new Set(decided.map(({ container }) => container ?? ''))].sort();
      return names.length ? [`${rule} ${severity} ${names.join(', ')}`] : [];
    }),
  );
}

function containerOf(json: JsonObject, { container }: Finding): JsonObject {
  const spec = objectOf(objectOf(objectOf(json.spec).template).spec);
  return objectOf([...listOf(spec.containers), ...listOf(spec.initContainers)].find((each) => objectOf(each).name === container));
}

function byPolicy(verdicts: readonly PolicyVerdict[]): readonly string[] {
  return POLICY_RULES.flatMap(({ rule, levels }) =>
    levels.flatMap(({ severity }) => {
      const name = `probewise-${rule}${levels.length > 1 ? `-${severity}` : ''}`;
      const { admits, message = '' } = verdicts.find(({ policy }) => policy === name)!;
      const [, containers = '?'] = /: container (.*?): /.exec(message) ?? [];
      return admits ? [] : [`${rule} ${severity} ${containers.split(', ').sort().join(', ')}`];
    }),
  );
}

/** Where policy and review differ. */
function differences(objects: readonly ApiObject[]): readonly string[] {
  const { verdicts } = policyAnswer(
    objects.map(({ json }) => json),
    policyObjects(DEFAULT_SETTINGS),
  );
  return objects.flatMap((object, index) => {
    const [one, other] = [byReview(object), byPolicy(verdicts[index])];
    const errors = verdicts[index].filter(({ error }) => error).map(({ policy, error }) => `${policy}: ${error!.slice(0, 300)}`);
    return JSON.stringify(one) === JSON.stringify(other) && errors.length === 0
      ? []
      : [`${object.kind} ${object.name}: review ${JSON.stringify(one)}, policy ${JSON.stringify(other)} ${errors.join(' ')}`];
  });
}

(reason ? describe.skip : describe)("given the API server's own evaluation of policies", () => {
  const made = policyObjects(DEFAULT_SETTINGS);

  test('it takes every policy and every binding', () => {
    expect(policyAnswer([], made).invalid).toEqual([]);
    expect(made.length).toBeGreaterThan(2 * POLICY_RULES.length);
  });

  test('every labelled case is answered as a review answers it, both ways', () => {
    const objects = cases().flatMap(({ documents }) => judged(documents.map(({ json }) => json)));
    expect(objects.length).toBeGreaterThan(20);
    expect(differences(objects)).toEqual([]);
  });

  test('so is every incident and every example', () => {
    const files = [
      ...readdirSync(join(root, 'examples/incidents')).map((name) => join(root, 'examples/incidents', name)),
      join(root, 'examples/obcms/before.yaml'),
    ];
    const objects = judged(readFiles(files.filter((name) => name.endsWith('.yaml'))).documents.map(({ json }) => json));
    expect(objects.length).toBeGreaterThan(50);
    expect(differences(objects)).toEqual([]);
  });

  test('so is every pod of two thousand whose probes, ports, hooks and commands are drawn by chance, and each rule reports some', () => {
    const objects = judged(probedPods(7, 2000));
    expect(objects.length).toBeGreaterThan(1500);
    expect(differences(objects)).toEqual([]);
    const seen = new Set(objects.flatMap(byReview).map((each) => each.split(' ').slice(0, 2).join(' ')));
    expect(
      POLICY_RULES.flatMap(({ rule, levels }) => levels.map(({ severity }) => `${rule} ${severity}`)).filter((each) => !seen.has(each)),
    ).toEqual([]);
  });

  test('what the constructs make is refused by none, and warned of as a review warns', () => {
    const objects = judged(generatedServices(3, 1000).flatMap((service) => service.objects));
    const { verdicts } = policyAnswer(
      objects.map(({ json }) => json),
      made,
    );
    const denying = made
      .filter(({ spec }) => listOf(objectOf(spec).validationActions).includes('Deny'))
      .map(({ metadata }) => metadata.name);
    expect(objects.length).toBeGreaterThan(300);
    expect(verdicts.flat().filter(({ policy, admits }) => !admits && denying.includes(policy))).toEqual([]);
    expect(differences(objects)).toEqual([]);
  });

  test('the dearest of it takes less than a hundredth of the budget, with twenty containers as well', () => {
    const [pod] = probedPods(7, 1) as readonly JsonObject[];
    const large = structuredClone(pod) as { spec: { template: { spec: { containers: JsonObject[] } } } };
    const [container] = large.spec.template.spec.containers;
    large.spec.template.spec.containers = Array.from({ length: 20 }, (_, index) => ({ ...container, name: `web-${index}` }));
    const { verdicts, budget } = policyAnswer([large, ...probedPods(9, 300)], made);
    expect(Math.max(...verdicts.flat().map(({ cost }) => cost))).toBeLessThan(budget / 100);
  });

  const faulty = deployment();
  const answered = (object: unknown, settings = DEFAULT_SETTINGS) => policyAnswer([object], policyObjects(settings)).verdicts[0];
  const refusals = (object: unknown, settings = DEFAULT_SETTINGS) =>
    answered(object, settings)
      .filter(({ admits }) => !admits)
      .map(({ policy }) => policy);

  test('the message is that of the rule: the container, what is wrong, what to do, and how to suppress it', () => {
    const { message } = answered(faulty).find(({ policy }) => policy === 'probewise-daemonized')!;
    expect(message).toMatch(
      /^daemonized: container web: gunicorn goes into the background and the container ends\. .*probewise explain daemonized/,
    );
  });

  test('an annotation with a reason suppresses it, on the object and on the template; one without does not', () => {
    const name = `${ANNOTATION_PREFIX}daemonized`;
    const policy = 'probewise-daemonized';
    expect(refusals(faulty)).toContain(policy);
    expect(refusals(deployment({ [name]: 'a test of the init system' }))).not.toContain(policy);
    expect(refusals(deployment({}, { [name]: 'a test of the init system' }))).not.toContain(policy);
    expect(refusals(deployment({ [name]: '  ' }))).toContain(policy);
  });

  test('a rule that the parameters turn off judges nothing, and a number of theirs counts', () => {
    expect(refusals(faulty, { ...DEFAULT_SETTINGS, parameters: { off: 'grace-too-short, daemonized' } })).not.toContain(
      'probewise-daemonized',
    );
    expect(refusals(faulty)).toContain('probewise-startup-uncovered');
    expect(refusals(faulty, { ...DEFAULT_SETTINGS, parameters: { 'cold-boot-seconds': '5' } })).not.toContain(
      'probewise-startup-uncovered',
    );
    expect(refusals(faulty, { ...DEFAULT_SETTINGS, parameters: { 'cold-boot-seconds': 'soon' } })).toContain('probewise-startup-uncovered');
  });
});

/** gunicorn that goes into the background, and a liveness that gives it 10 s. */
function deployment(annotations: object = {}, onTemplate: object = {}): JsonObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop', annotations },
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' }, annotations: onTemplate },
        spec: {
          containers: [
            {
              name: 'web',
              image: 'registry.example/shop:1',
              command: ['gunicorn', '--daemon', 'shop.wsgi'],
              livenessProbe: { tcpSocket: { port: 8000 }, periodSeconds: 5, failureThreshold: 3 },
            },
          ],
        },
      },
    },
  };
}
