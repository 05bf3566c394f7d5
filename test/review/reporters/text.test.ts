import { expect, test } from '@jest/globals';
import { text } from '../../../lib/review/reporters/text';
import { finding, HOSTILE, reviewed } from './reviewed';

test('given a finding with a place, it says object, rule, place, the line itself, consequence and fix', () => {
  expect(text(reviewed())).toBe(`Deployment shop/web  shop/web.yaml

  error  readiness-missing  shop/web.yaml:2:3
    it has no readiness probe
      1 | kind: Deployment
    > 2 |   - name: web
        |   ^
      3 |     image: x
    impact: users are sent to it while it boots
    fix:    add a readinessProbe

1 error, 0 warnings, 0 infos in 1 object of 1 file
`);
});

test('given two findings of one object, its name stands once', () => {
  expect(text(reviewed([finding(), finding({ rule: 'single-replica', severity: 'info' })])).match(/Deployment shop\/web/g)).toHaveLength(1);
});

test('given a finding of no file, its field is its place', () => {
  expect(text(reviewed([finding({ file: undefined, line: undefined, column: undefined })]))).toContain(
    'readiness-missing  spec.template.spec.containers[0]\n',
  );
});

test('given a suppressed finding, only the summary counts it', () => {
  const written = text(reviewed([finding({ suppressed: true, reason: 'a batch job' })]));
  expect(written).not.toContain('readiness-missing');
  expect(written).toContain('0 errors, 0 warnings, 0 infos, 1 suppressed');
});

test('given input that cannot be used, it says which and why', () => {
  expect(text(reviewed([], { problems: [{ file: 'a.yaml', line: 4, column: 2, message: 'no valid YAML' }] }))).toContain(
    'unusable  a.yaml:4:2: no valid YAML\n',
  );
});

test('colours are written when asked for, and only then', () => {
  expect(text(reviewed())).not.toContain('\u001b');
  expect(text(reviewed(undefined, { colour: true }))).toContain('\u001b[31merror\u001b[0m');
});

test('given a hostile name, message and source, the terminal gets nothing to obey', () => {
  const object = { apiVersion: 'v1', kind: HOSTILE, namespace: HOSTILE, name: HOSTILE };
  const written = text(reviewed([finding({ object, message: HOSTILE, file: 'x' })], { sources: new Map([['x', `a\n${HOSTILE}`]]) }));
  expect(written).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  expect(written).not.toMatch(/^::error/m);
  expect(written).toContain('\\u{1b}[2J');
});
