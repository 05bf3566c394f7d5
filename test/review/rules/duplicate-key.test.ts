import { expect, test } from '@jest/globals';
import { readText } from '../../../lib/manifest/input/text';
import { reviewDocuments } from '../../../lib/review';

const found = (text: string) =>
  reviewDocuments(readText('a.yaml', text).documents)
    .filter(({ rule }) => rule === 'duplicate-key')
    .map(({ severity, line, message }) => `${severity} ${line}: ${message}`);
const CONFIG = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n';

test.each([
  ['in an object', `${CONFIG}data:\n  x: a\n  x: b\n`, 'warning 7: data.x stands twice in one map; the last one counts'],
  [
    'in an item of a List',
    `kind: List\nitems:\n- ${CONFIG.replace(/\n(?=.)/g, '\n  ')}  data: {x: a, x: b}\n`,
    'warning 7: data.x stands twice in one map; the last one counts',
  ],
  ['in JSON', '{"kind": "ConfigMap",\n"data": {"x": "a",\n"x": "b"}}', 'warning 3: data.x stands twice in one map; the last one counts'],
])('a key that stands twice %s is reported where the last one stands', (_, text, expected) => {
  expect(found(text)).toEqual([expected]);
});

test.each([
  ['keys of two maps', `${CONFIG}data: {x: a}\nbinaryData: {x: a}\n`],
  ['what overrides a merge', `${CONFIG}x: &x {a: b}\ndata:\n  <<: *x\n  a: c\n`],
  ['what stands beside the items of a List', `kind: List\na: 1\na: 2\nitems: []\n`],
])('%s is left alone', (_, text) => {
  expect(found(text)).toEqual([]);
});
