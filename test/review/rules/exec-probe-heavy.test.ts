import { expect, test } from '@jest/globals';
import { deployment, seen } from '../shop';

const heavy = (command: string[], fields: object) => seen('exec-probe-heavy', deployment({ livenessProbe: { exec: { command }, ...fields } }));

test.each([
  ['often', ['python', 'manage.py', 'check'], { timeoutSeconds: 5 }], ['in a hurry', ['/app/manage.py', 'check'], { periodSeconds: 60, timeoutSeconds: 2 }],
  ['behind a shell', ['sh', '-c', 'cd /app && /usr/bin/python3.12 check.py'], {}],
])('an interpreter %s is reported', (_, command, fields) => {
  expect(heavy(command, fields)).toEqual([expect.stringMatching(/^warning .*livenessProbe.exec: the liveness probe starts (python|manage)/)]);
});

test.each([
  ['seldom and with time', ['python', 'check.py'], { periodSeconds: 60, timeoutSeconds: 10 }], ['a small program', ['pg_isready'], {}], ['a file', ['cat', '/tmp/python'], {}],
])('%s is left alone', (_, command, fields) => {
  expect(heavy(command, fields)).toEqual([]);
});
