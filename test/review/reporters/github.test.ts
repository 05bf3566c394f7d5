import { expect, test } from '@jest/globals';
import { github } from '../../../lib/review/reporters/github';
import { finding, HOSTILE, reviewed } from './reviewed';

test('given a finding, it is an annotation of its line', () => {
  expect(github(reviewed())).toBe(
    '::error file=shop/web.yaml,line=2,col=3,title=probewise%3A readiness-missing::Deployment shop/web: it has no readiness probe' +
      '%0AImpact: users are sent to it while it boots%0AFix: add a readinessProbe\n',
  );
});

test.each([
  ['warning', '::warning '],
  ['info', '::notice '],
] as const)('given severity %s, it begins with %s', (severity, start) => {
  expect(github(reviewed([finding({ severity })])).startsWith(start)).toBe(true);
});

test('given standard input, the annotation names no file', () => {
  expect(github(reviewed([finding({ file: '-' })]))).toMatch(/^::error title=/);
});

test('given a suppressed finding, nothing is said', () => {
  expect(github(reviewed([finding({ suppressed: true })]))).toBe('');
});

test('given a hostile name and file, one finding stays one command with the properties it had', () => {
  const written = github(reviewed([finding({ message: HOSTILE, file: HOSTILE })]));
  expect(written.trimEnd().split('\n')).toHaveLength(1);
  expect(written).toContain('%0A::error::owned%250A');
  expect(
    written
      .slice(0, written.indexOf('title='))
      .split(',')
      .map((part) => part.split('=')[0]),
  ).toEqual(['::error file', 'line', 'col', '']);
});
