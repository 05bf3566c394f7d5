import { describe, expect, test } from '@jest/globals';
import { readConfig } from '../../lib/review/config';
import { baselineOf, readBaseline, review, RULES, type SourcedSuppression } from '../../lib/review';
import { deployment, ingress, service } from './shop';

const rules = RULES.filter(({ id }) => id === 'readiness-missing');
const unready = (annotations = {}, template = {}) =>
  deployment(
    { readinessProbe: undefined },
    {},
    {
      template: { metadata: { labels: { app: 'web' }, annotations: template }, spec: { containers: [{ name: 'web' }] } },
    },
    { annotations, namespace: 'shop' },
  );
const found = (object: unknown, suppressions: SourcedSuppression[] = [], today?: string) =>
  review([object, service(), ingress()], { rules, suppressions, today }).map(({ rule, suppressed, reason, message }) =>
    suppressed ? `suppressed: ${reason}` : rule === 'suppression' ? message : rule,
  );
const entry = (fields: Partial<SourcedSuppression> = {}): SourcedSuppression => ({
  rule: 'readiness-missing',
  object: 'Deployment shop/web',
  reason: 'because',
  origin: 'config',
  ...fields,
});
const IGNORE = 'probewise.dev/ignore.readiness-missing';

describe('an annotation', () => {
  test('of the object or of the pod template suppresses with its reason', () => {
    expect(found(unready({ [IGNORE]: 'internal only' }))).toEqual(['suppressed: internal only']);
    expect(found(unready({}, { [IGNORE]: 'internal only' }))).toEqual(['suppressed: internal only']);
  });

  test.each([
    [{ [IGNORE]: ' ' }, 'it gives no reason'],
    [{ [IGNORE]: null }, 'it gives no reason'],
    [{ 'probewise.dev/ignore.readiness-mising': 'x' }, 'there is no such rule'],
  ])('%j does not hold and is reported', (annotations, fault) => {
    expect(found(unready(annotations))).toEqual([
      'readiness-missing',
      expect.stringContaining(`(annotation of Deployment shop/web) does not hold: ${fault}`),
    ]);
  });

  test('that matches nothing is reported', () => {
    expect(found(deployment({}, {}, {}, { annotations: { [IGNORE]: 'old' } }))).toEqual([expect.stringContaining('it matches nothing')]);
  });

  test('of a rule that is not applied is no fault', () => {
    expect(found(deployment({}, {}, {}, { annotations: { 'probewise.dev/ignore.single-replica': 'cheap' } }))).toEqual([]);
  });
});

describe('an entry of the configuration', () => {
  test.each(['Deployment shop/web', 'Deployment web', 'Deployment shop/*', '* w*', 'Deployment'])('for %s suppresses', (object) => {
    expect(found(unready(), [entry({ object })])).toEqual(['suppressed: because']);
  });

  test.each(['StatefulSet web', 'Deployment other/web', 'Deployment w.b', 'Deployment we'])('for %s matches nothing', (object) => {
    expect(found(unready(), [entry({ object })])).toEqual([
      'readiness-missing',
      expect.stringContaining(`for ${object} (config) does not hold: it matches nothing`),
    ]);
  });

  test('holds until its day is over', () => {
    expect(found(unready(), [entry({ expires: '2026-11-24' })], '2026-11-24')).toEqual(['suppressed: because']);
    expect(found(unready(), [entry({ expires: '2026-11-24' })], '2026-11-25')).toEqual([
      'readiness-missing',
      expect.stringContaining('it expired on 2026-11-24'),
    ]);
  });
});

describe('a baseline', () => {
  test('accepts what was there and nothing else, whatever lines have moved', () => {
    const before = [unready(), service()];
    const baseline = readBaseline(JSON.parse(JSON.stringify(baselineOf(review(before)))));
    expect(
      review([service(), ...before.slice(0, 1)], { baseline }).every(
        ({ suppressed, reason }) => suppressed && reason === 'in the baseline',
      ),
    ).toBe(true);
    const other = { ...unready(), metadata: { name: 'other', namespace: 'shop' } };
    expect(review([other, service()], { baseline, rules }).map(({ suppressed }) => suppressed)).toEqual([false]);
  });

  test.each([[null], [{}], [{ version: 2, findings: [] }], [{ version: 1 }], [[]]])('%j is none', (json) => {
    expect(readBaseline(json)).toBeUndefined();
  });
});

describe('the configuration file', () => {
  const problems = (text: string) => readConfig('c.yaml', text).problems.map(({ line, message }) => `${line}: ${message}`);

  test('is read as YAML and as JSON', () => {
    const expected = [{ rule: 'single-replica', object: 'Deployment web', reason: 'cheap', expires: '2026-12-31', origin: 'c.yaml' }];
    expect(
      readConfig('c.yaml', "ignore:\n- {rule: single-replica, object: Deployment web, reason: cheap, expires: '2026-12-31'}\n").config
        .suppressions,
    ).toEqual(expected);
    expect(
      readConfig('c.yaml', JSON.stringify({ ignore: expected.map(({ origin: _, ...fields }) => fields) })).config.suppressions,
    ).toEqual(expected);
    expect(readConfig('c.yaml', '')).toEqual({ config: { suppressions: [], settings: [], complete: false }, problems: [] });
  });

  test.each([
    ['ignored: []\n', /^1: ignored is no field/],
    ['ignore: all\n', /^1: ignore is a list/],
    ['ignore:\n- rule: a\n  object: b\n  until: c\n', /^4: until is no field/],
    ['ignore:\n- rule: a\n', /^2: an entry names a rule and an object/],
    ['ignore:\n- {rule: a, object: b, expires: soon}\n', /^2: expires is a day/],
    ['ignore: [\n', /no valid YAML/],
  ])('%j is a problem with its line', (text, message) => {
    expect(problems(text)).toEqual([expect.stringMatching(message)]);
  });
});
