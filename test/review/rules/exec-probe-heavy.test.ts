import { expect, test } from '@jest/globals';
import { deployment, seen } from '../shop';

const heavy = (command: string[], fields: object) =>
  seen('exec-probe-heavy', deployment({ livenessProbe: { exec: { command }, ...fields } }));

test.each([
  ['often', ['python', 'manage.py', 'check'], { timeoutSeconds: 5 }],
  ['in a hurry', ['/app/manage.py', 'check'], { periodSeconds: 60, timeoutSeconds: 2 }],
  ['that loads the application', ['python', '-c', 'import os; from django.core.cache import cache; cache.get(1)'], {}],
  ['that is light, and has no time', ['python', '-c', 'import sys; sys.exit(0)'], { timeoutSeconds: 1 }],
  ['behind a shell', ['sh', '-c', 'cd /app && /usr/bin/python3.12 check.py'], {}],
])('an interpreter %s is reported', (_, command, fields) => {
  expect(heavy(command, fields)).toEqual([
    expect.stringMatching(/^warning .*livenessProbe.exec: the liveness probe starts (python|manage)/),
  ]);
});

test.each([
  ['seldom and with time', ['python', 'check.py'], { periodSeconds: 60, timeoutSeconds: 10 }],
  ['a light one', ['python3', '-c', 'import os, sys, time; sys.exit(0)'], { periodSeconds: 3, timeoutSeconds: 3 }],
  ['a small program', ['pg_isready'], {}],
  ['a file', ['cat', '/tmp/python'], {}],
])('%s is left alone', (_, command, fields) => {
  expect(heavy(command, fields)).toEqual([]);
});

test.each([
  [
    'a worker that boots the application each minute',
    ['sh', '-c', 'celery -A core inspect ping'],
    { periodSeconds: 60, timeoutSeconds: 10 },
    'celery',
  ],
  [
    'the same through python',
    ['python', '-m', 'celery', '-A', 'core', 'inspect', 'ping'],
    { periodSeconds: 60, timeoutSeconds: 10 },
    'celery',
  ],
  ['a console script of Django', ['seahub-server', 'health_check'], { periodSeconds: 120, timeoutSeconds: 5 }, 'seahub-server'],
  ['a console of Rails', ['bin/rails', 'runner', 'exit 0'], { periodSeconds: 30, timeoutSeconds: 30 }, 'rails'],
  ['a tool of Kafka', ['kafka-topics.sh', '--list'], { periodSeconds: 10, timeoutSeconds: 5 }, 'kafka-topics.sh'],
  ['a virtual machine of Erlang', ['rabbitmq-diagnostics', 'ping'], { periodSeconds: 10, timeoutSeconds: 10 }, 'rabbitmq-diagnostics'],
])('%s is reported', (_, command, fields, program) => {
  expect(heavy(command, fields)).toEqual([expect.stringContaining(`the liveness probe starts ${program} every`)]);
});

test.each([
  ['the application seldom and with time', ['celery', '-A', 'core', 'inspect', 'ping'], { periodSeconds: 120, timeoutSeconds: 30 }],
  ['a tool of Erlang seldom', ['rabbitmq-diagnostics', '-q', 'ping'], { periodSeconds: 30, timeoutSeconds: 20 }],
  ['a server that is no application', ['mysql-server', 'ping'], { periodSeconds: 5 }],
])('%s is left alone', (_, command, fields) => {
  expect(heavy(command, fields)).toEqual([]);
});
