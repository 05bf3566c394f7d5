import { expect, test } from '@jest/globals';
import { deployment, seen } from '../shop';

const blind = (command: string[], readinessProbe: object = { tcpSocket: { port: 'http' } }) =>
  seen('probe-tcp-blind', deployment({ command, readinessProbe }));

test('a TCP probe of gunicorn is reported', () => {
  expect(blind(['gunicorn', 'app:app'])).toEqual([
    expect.stringMatching(/^warning spec.template.spec.containers\[0\].readinessProbe.tcpSocket: the readiness probe only connects/),
  ]);
});

test.each([
  ['HTTP', ['gunicorn', 'app:app'], { httpGet: { path: '/', port: 'http' } }],
  ['a preloaded application', ['gunicorn', '--preload', 'app:app'], undefined],
  ['another server', ['redis-server'], undefined],
])('%s is left alone', (_, command, probe) => {
  expect(blind(command, probe)).toEqual([]);
});
