import { describe, expect, test } from '@jest/globals';
import { deployment, seen, service } from '../shop';

const hooked = (command: string[], ...others: unknown[]) =>
  seen('prestop-closes-listener', deployment({ lifecycle: { preStop: { exec: { command } } } }), ...others);
const sh = (script: string) => ['sh', '-c', script];

describe('reported', () => {
  test.each([
    [['/usr/sbin/nginx', '-s', 'quit'], 'nginx -s quit'],
    [sh('nginx -s quit; sleep 10'), 'nginx -s quit'],
    [sh('sleep 1 && kill -TERM 1'), 'kill -TERM 1'],
    [sh('kill -s QUIT 1'), 'kill -s QUIT 1'],
    [sh('kill -SIGTERM $(pidof app)'), 'kill -SIGTERM'],
    [sh('kill 1'), 'kill 1'],
    [['apachectl', '-k', 'graceful-stop'], 'apachectl -k graceful-stop'],
  ])('%j', (command, words) => {
    expect(hooked(command, service())).toEqual([
      expect.stringContaining(`warning spec.template.spec.containers[0].lifecycle.preStop.exec.command: the preStop hook runs ${words}`),
    ]);
  });
});

describe('left alone', () => {
  test.each([
    ['a sleep before it', sh('sleep 15; nginx -s quit'), [service()]],
    ['a sleep alone', ['sleep', '10'], [service()]],
    ['a signal that ends nothing', sh('kill -USR1 1'), [service()]],
    ['a reload', ['nginx', '-s', 'reload'], [service()]],
    ['a script of the image', ['/wait-shutdown'], [service()]],
    ['no users', ['nginx', '-s', 'quit'], []],
  ])('%s', (_, command, others) => {
    expect(hooked(command, ...others)).toEqual([]);
  });
});
