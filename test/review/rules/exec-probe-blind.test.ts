import { describe, expect, test } from '@jest/globals';
import { deployment, seen } from '../shop';

const probed = (command: string[], fields = {}, probe = 'livenessProbe') =>
  seen('exec-probe-blind', deployment({ [probe]: { exec: { command } }, ...fields }));
const sh = (script: string) => ['/bin/sh', '-c', script];

describe('a command that says yes of a process that does not work is reported', () => {
  test.each([
    [sh('ps aux | grep gunicorn'), 'ps | grep, which finds a process that hangs'],
    [sh('ps -ef | grep celery | grep -v grep'), 'ps | grep'],
    [['pgrep', '-f', 'celery worker'], 'pgrep, which finds'],
    [sh('pidof nginx || exit 1'), 'pidof'],
    [sh('kill -0 1'), 'kill -0'],
    [['curl', 'http://localhost:8000/health'], 'curl without --fail, which takes an error'],
    [sh('curl -s -o /dev/null http://localhost:8000/health'), 'curl without --fail'],
    [sh('curl -sS localhost:8000/health || exit 1'), 'curl without --fail'],
    [sh('curl -f localhost:8000/health || true'), '|| true, which succeeds whatever was before it'],
    [sh('wget -qO- localhost:8000/health || exit 0'), '|| exit 0'],
    [sh('curl -f localhost:8000/health; true'), 'ends in true'],
    [sh('wget -qO- localhost:8000/health | head -n 1'), 'wget | head'],
    [['echo', 'ok'], 'ends in echo'],
  ])('%j', (command, part) => {
    expect(probed(command)).toEqual([expect.stringContaining(part)]);
  });
});

describe('a command that asks the process is left alone', () => {
  test.each([
    [['curl', '-f', 'http://localhost:8000/health']],
    [['curl', '-fsS', 'http://localhost:8000/health']],
    [sh('curl -sf -o /dev/null http://localhost:8000/health || exit 1')],
    [sh('curl --silent --fail localhost:8000/health && echo ok')],
    [sh('curl -s localhost:8000/health | grep -q ok')],
    [sh('test "$(curl -s -o /dev/null -w "%{http_code}" localhost:8000)" = 200')],
    [sh('if ! wget -qO- localhost:8000/health; then exit 1; fi; echo ok')],
    [['wget', '-q', '--spider', 'http://localhost:8000/health']],
    [['curl', 'telnet://localhost:25']],
    [['cat', '/tmp/healthy']],
    [sh('pg_isready -U app')],
    [sh('/probe.sh')],
  ])('%j', (command) => {
    expect(probed(command)).toEqual([]);
  });
});

describe('a variable in the command', () => {
  const command = sh('redis-cli -a $(PASSWORD) ping');
  test('that comes from a Secret is the empty text', () => {
    const env = [{ name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'redis', key: 'password' } } }];
    expect(probed(command, { env }, 'readinessProbe')).toEqual([
      'warning spec.template.spec.containers[0].readinessProbe.exec.command: the readiness probe says $(PASSWORD), whose value comes ' +
        'from elsewhere: the kubelet puts the empty text there',
    ]);
  });
  test.each([
    ['has a value of its own', command, [{ name: 'PASSWORD', value: 'x' }]],
    ['is no variable but a command', sh('test $(hostname) = web-0'), [{ name: 'PASSWORD', value: 'x' }]],
    ['is escaped', sh('test $$(PASSWORD)'), [{ name: 'PASSWORD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }]],
  ])('that %s is left alone', (_, words, env) => {
    expect(probed(words, { env })).toEqual([]);
  });
});
