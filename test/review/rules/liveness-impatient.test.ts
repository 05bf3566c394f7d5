import { expect, test } from '@jest/globals';
import { deployment, ingress, seen, service, type Json } from '../shop';

const impatient = (command: string[] | undefined, probe: object) =>
  seen('liveness-impatient', deployment({ command, livenessProbe: { httpGet: { path: '/live', port: 'http' }, ...probe } }));
const sync = ['gunicorn', 'app:app', '-b', ':8000', '--timeout', '60'];

test('a verdict that may fall before a sync worker is at its own end is reported', () => {
  expect(impatient(sync, { timeoutSeconds: 5, failureThreshold: 6 })).toEqual([
    expect.stringContaining('liveness may condemn after 50 s; a sync worker may take 1 min for a request (timeout, the command line)'),
  ]);
});

test('a second to answer is too little for a server whose probes wait in the queue of the requests', () => {
  expect(impatient(['uvicorn', 'app:app'], {})).toEqual([expect.stringContaining('liveness gives uvicorn 1 s to answer')]);
});

test('an initial delay is no patience', () => {
  expect(impatient(sync, { timeoutSeconds: 5, failureThreshold: 3, initialDelaySeconds: 300 })).toHaveLength(1);
});

test.each([
  ['enough of both', sync, { timeoutSeconds: 5, failureThreshold: 7 }],
  ['threads, which no timeout ends', [...sync, '--threads', '4'], { timeoutSeconds: 5 }],
  ['a process that is not known', undefined, {}],
])('%s is left alone', (_, command, probe) => {
  expect(impatient(command, probe)).toEqual([]);
});

const probed = (container: Json, ...others: unknown[]) =>
  seen('liveness-impatient', deployment({ livenessProbe: { httpGet: { path: '/live', port: 'http' } }, ...container }), ...others);

test.each([
  ['puma', { command: ['puma', '-w', '2'] }, 'puma'],
  ['uWSGI', { command: ['uwsgi', '--http', ':8000', '--wsgi-file', 'app.py'] }, 'uwsgi'],
  ['node', { command: ['node', 'server.js'] }, 'node'],
  ['a JVM by its command', { command: ['java', '-jar', '/app.jar'] }, 'a server on the JVM'],
  ['a JVM by its variables', { env: [{ name: 'JAVA_TOOL_OPTIONS', value: '-Xmx1g' }] }, 'a server on the JVM'],
])('a second for %s is a warning', (_, container, server) => {
  expect(probed(container)).toEqual([expect.stringMatching(new RegExp(`^warning .*liveness gives ${server} 1 s to answer`))]);
});

test('a second for a server that is not known, and that users reach from outside, is information', () => {
  expect(probed({}, service(), ingress())).toEqual([expect.stringMatching(/^info .*liveness gives 1 s to answer a server that users/)]);
});

test.each([
  ['users of the cluster alone', {}, [service()]],
  ['a port that users do not ask', { livenessProbe: { tcpSocket: { port: 'http' } } }, [service(), ingress()]],
  ['five seconds', { livenessProbe: { httpGet: { path: '/live', port: 'http' }, timeoutSeconds: 5 } }, [service(), ingress()]],
  ['one event loop, of which event-loop-shares-probes tells', { command: ['uvicorn', 'app:app'] }, [service(), ingress()]],
])('%s: left alone', (_, container, others) => {
  expect(probed(container, ...others)).toEqual([]);
});
