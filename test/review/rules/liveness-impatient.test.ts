import { expect, test } from '@jest/globals';
import { deployment, seen } from '../shop';

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
