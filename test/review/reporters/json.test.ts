import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import Ajv from 'ajv';
import { review } from '../../../lib/review';
import { json } from '../../../lib/review/reporters/json';
import { deployment, service } from '../shop';
import { finding, HOSTILE, reviewed } from './reviewed';

const schema = JSON.parse(readFileSync(resolve(__dirname, '../../../lib/review/report.schema.json'), 'utf8'));
const validate = new Ajv({ allErrors: true }).compile(schema);
const problems = [{ file: 'a.yaml', line: 4, message: 'no valid YAML' }];

test.each([
  ['a finding with everything', reviewed([finding({ suppressed: true, reason: 'why' })], { problems })],
  ['what the engine really finds', reviewed(review([deployment({ readinessProbe: undefined }), service()]))],
  ['nothing', reviewed([])],
])('given %s, the report fits the schema that is shipped', (_, given) => {
  validate(JSON.parse(json(given)));
  expect(validate.errors ?? []).toEqual([]);
});

test('the schema refuses a report that lacks a count or says more than the contract', () => {
  expect(validate({ ...JSON.parse(json(reviewed())), summary: { error: 1 } })).toBe(false);
  expect(validate({ ...JSON.parse(json(reviewed())), more: 1 })).toBe(false);
});

test('given a hostile name, the JSON says it unchanged and escapes what a terminal would obey', () => {
  const written = json(reviewed([finding({ message: HOSTILE })]));
  expect(written).not.toContain('\u001b');
  expect(JSON.parse(written).findings[0].message).toBe(HOSTILE);
});
