import { expect, test } from '@jest/globals';
import { deployment, seenWithApplication } from '../shop';

const CURL = { exec: { command: ['sh', '-c', 'curl -f http://localhost:8000/health || exit 1'] } };

const seenOn = (dockerfile: string, readinessProbe: object = CURL) =>
  seenWithApplication('probe-program-missing', dockerfile, {}, deployment({ readinessProbe }));

test('curl on a slim image that does not install it is reported', () => {
  expect(seenOn('FROM python:3.12-slim\nRUN pip install flask\n')).toEqual([
    'error spec.template.spec.containers[0].readinessProbe: the readiness probe starts curl, which python:3.12-slim does not have ' +
      'and Dockerfile does not install',
  ]);
});

test.each([
  ['an image that installs it', 'FROM python:3.12-slim\nRUN apt-get update && apt-get install -y curl\n', CURL],
  ['the whole Debian image, which has it', 'FROM python:3.12\n', CURL],
  ['a base that is not known', 'FROM registry.example/base:1\n', CURL],
  ['a script that may install anything', 'FROM python:3.12-slim\nRUN ./install.sh\n', CURL],
  ['a program copied from elsewhere', 'FROM python:3.12-slim\nCOPY curl /usr/local/bin/curl\n', CURL],
  ['wget on Alpine, which BusyBox brings', 'FROM python:3.12-alpine\n', { exec: { command: ['wget', '-q', 'http://localhost:8000/'] } }],
  ['a question of the kubelet', 'FROM python:3.12-slim\n', { httpGet: { path: '/', port: 8000 } }],
])('%s is left alone', (_, dockerfile, probe) => {
  expect(seenOn(dockerfile, probe)).toEqual([]);
});
