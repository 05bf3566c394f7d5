import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { review } from '../../../lib/review';
import { sarif } from '../../../lib/review/reporters/sarif';
import { deployment, service } from '../shop';
import { finding, HOSTILE, reviewed } from './reviewed';

// The schema of the standard, as Microsoft's own test package carries it.
const schema = JSON.parse(readFileSync(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'));
const validate = addFormats(new Ajv({ allErrors: true, strict: false, unicodeRegExp: false })).compile(schema);
const written = (...given: Parameters<typeof reviewed>) => JSON.parse(sarif(reviewed(...given)));

test.each([
  ['a finding', written()],
  ['nothing', written([])],
  ['a suppressed finding', written([finding({ suppressed: true, reason: 'a batch job' })])],
  ['what the engine really finds', written(review([deployment({ readinessProbe: undefined }), service()]))],
  [
    'hostile names',
    written([finding({ message: HOSTILE, file: HOSTILE, object: { apiVersion: '', kind: HOSTILE, namespace: '', name: HOSTILE } })]),
  ],
  ['input that cannot be used', written([], { problems: [{ file: 'a.yaml', line: 1, message: 'no' }] })],
])('given %s, the log fits the official schema', (_, log) => {
  validate(log);
  expect(validate.errors ?? []).toEqual([]);
});

test('the schema refuses a level that SARIF does not know', () => {
  const log = written();
  log.runs[0].results[0].level = 'info';
  expect(validate(log)).toBe(false);
});

test('a result names its rule, its place and the object', () => {
  const {
    runs: [
      {
        results: [result],
        tool: { driver },
      },
    ],
  } = written();
  expect(driver.rules[result.ruleIndex].id).toBe('readiness-missing');
  expect(result.locations[0]).toMatchObject({
    physicalLocation: { artifactLocation: { uri: 'shop/web.yaml' }, region: { startLine: 2, startColumn: 3 } },
    logicalLocations: [{ fullyQualifiedName: 'Deployment shop/web spec.template.spec.containers[0]' }],
  });
});

test('a suppression that does not hold is listed among the rules as well', () => {
  const {
    tool: { driver },
    results: [result],
  } = JSON.parse(sarif(reviewed([finding({ rule: 'suppression' })]))).runs[0];
  expect(driver.rules[result.ruleIndex]).toMatchObject({ id: 'suppression', defaultConfiguration: { level: 'warning' } });
});

test('given the same finding three lines further down, its fingerprint stays', () => {
  const print = (line: number) => written([finding({ line })]).runs[0].results[0].partialFingerprints;
  expect(print(5)).toEqual(print(2));
});

test('given input that cannot be used, the run was no success', () => {
  expect(written([], { problems: [{ file: 'a.yaml', message: 'no' }] }).runs[0].invocations[0].executionSuccessful).toBe(false);
});
