import { expect, test } from '@jest/globals';
import { deployment, seenWithApplication } from '../shop';

const needs = (base: string, command: string[]) =>
  seenWithApplication(
    'prestop-needs-shell',
    `FROM golang AS build\nFROM ${base}\n`,
    {},
    deployment({ lifecycle: { preStop: { exec: { command } } } }),
  );

test.each(['scratch', 'gcr.io/distroless/python3-debian12', 'cgr.dev/chainguard/python:latest'])(
  'a shell in an image from %s is reported',
  (base) => {
    expect(needs(base, ['/bin/sh', '-c', 'sleep 10'])).toEqual([expect.stringContaining(`is built from ${base}, which has no sh`)]);
  },
);

test.each([
  ['python:3.12-slim', ['sleep', '10']],
  ['gcr.io/distroless/python3-debian12:debug', ['sh', '-c', 'sleep 10']],
  ['scratch', ['/drain']],
])('%s and %j is left alone', (base, command) => {
  expect(needs(base, command)).toEqual([]);
});

test('a stage is built from what its own base is built from', () => {
  expect(
    seenWithApplication(
      'prestop-needs-shell',
      'FROM scratch AS base\nFROM base\n',
      {},
      deployment({ lifecycle: { preStop: { exec: { command: ['sleep', '1'] } } } }),
    ),
  ).toHaveLength(1);
});
