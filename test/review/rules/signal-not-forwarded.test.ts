import { describe, expect, test } from '@jest/globals';
import { deployment, seen } from '../shop';

const shell = (command: string[], image = 'python:3.12-slim') => seen('signal-not-forwarded', deployment({ command, image }));
const sh = (script: string, image?: string) => shell(['sh', '-c', script], image);

describe('reported as an error', () => {
  test.each([
    ['dash, by the image', ['sh', '-c', 'gunicorn app:app']],
    ['dash, by name', ['/bin/dash', '-c', 'gunicorn app:app']],
    ['after a migration', ['/bin/sh', '-ec', 'python manage.py migrate && gunicorn app:app']],
    ['bash that goes on', ['bash', '-c', 'gunicorn app:app; echo done']],
    ['bash with a pipe', ['bash', '-c', 'gunicorn app:app 2>&1 | tee /log']],
    ['bash in the background', ['bash', '-c', 'gunicorn app:app & wait']],
  ])('%s', (_, command) => {
    expect(shell(command)).toEqual([
      expect.stringMatching(/^error spec.template.spec.containers\[0\].command: \w+ -c starts gunicorn without exec/),
    ]);
  });
});

describe('reported as a warning', () => {
  test('an image that does not tell which shell it has', () => {
    expect(sh('gunicorn app:app', 'registry.example/shop:1')).toEqual([
      expect.stringMatching(/^warning .*unless the sh of this image replaces itself/),
    ]);
  });

  test('an alpine image', () => {
    expect(sh('gunicorn app:app', 'python:3.12-alpine')).toEqual([expect.stringMatching(/^warning/)]);
  });

  test('a program that is no server we know', () => {
    expect(sh('celery -A shop worker')).toEqual([expect.stringMatching(/^warning .*starts celery/)]);
  });
});

describe('left alone', () => {
  test.each([
    ['exec', ['sh', '-c', 'python manage.py migrate && exec gunicorn app:app']],
    ["bash's last command", ['bash', '-c', 'cd /app && gunicorn app:app']],
    ['tini above the shell', ['tini', '--', 'sh', '-c', 'gunicorn app:app']],
    ['dumb-init above the shell', ['/usr/bin/dumb-init', 'sh', '-c', 'gunicorn app:app']],
    ['a trap', ['sh', '-c', "trap 'kill $!' TERM; gunicorn app:app & wait"]],
    ['no shell', ['gunicorn', 'app:app']],
    ['a script file, which is in the image', ['sh', '/app/start.sh']],
    ['a loop that waits', ['sh', '-c', 'while true; do sleep 30; done']],
    ['sleep infinity', ['sh', '-c', 'sleep infinity']],
  ])('%s', (_, command) => {
    expect(shell(command)).toEqual([]);
  });

  test('a Job', () => {
    const pod = { containers: [{ name: 'a', image: 'python:3', command: ['sh', '-c', 'python work.py'] }] };
    expect(
      seen('signal-not-forwarded', { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'a' }, spec: { template: { spec: pod } } }),
    ).toEqual([]);
  });
});
