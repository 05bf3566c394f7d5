import { describe, expect, test } from '@jest/globals';
import { Reading } from '../../../lib/reading/reading';
import { listenerInWords } from '../../../lib/application/process/listener';
import { isKnown, NODE_CPUS, UNKNOWN } from '../../../lib/application/process/setting';
import { configMap, deployment } from '../../review/shop';

function process(fields: object, ...others: unknown[]) {
  return Reading.ofObjects([deployment({ ...fields }, { volumes: [{ name: 'settings', configMap: { name: 'settings' } }] }), ...others])
    .workloads[0].containers[0].process;
}

const command = (...words: string[]) => ({ command: words });
const sh = (script: string) => command('sh', '-c', script);
const env = (variables: Record<string, string>) => ({ env: Object.entries(variables).map(([name, value]) => ({ name, value })) });

function listeners(fields: object, ...others: unknown[]) {
  const { listeners: setting } = process(fields, ...others);
  return isKnown(setting) ? setting.value.map(listenerInWords).join(' ') : setting.value;
}

describe('gunicorn is found', () => {
  test.each([
    ['by itself', command('/venv/bin/gunicorn', 'app:app', '-b', ':1')],
    ['in args alone', { args: ['gunicorn', 'app:app', '-b', ':1'] }],
    ['in command and args', { command: ['gunicorn'], args: ['-b', ':1', 'app:app'] }],
    ['as a module', command('python3.12', '-u', '-m', 'gunicorn', '-b:1', 'app:app')],
    ['behind wrappers', command('tini', '-g', '--', 'ddtrace-run', 'uv', 'run', '--no-sync', 'gunicorn', '--bind=:1', 'app:app')],
    ['behind env and timeout', command('env', '-u', 'X', 'A=1', 'timeout', '-k', '5', '60', 'gunicorn', '-b', ':1', 'app:app')],
    ['behind opentelemetry-instrument', command('opentelemetry-instrument', '--service_name', 'web', 'gunicorn', '-b', ':1', 'app:app')],
    ['behind an entry point of the image', command('/entrypoint.sh', 'gunicorn', '-b', ':1', 'app:app')],
    ['after waiting', command('wait-for-it', 'db:5432', '--', 'gunicorn', '-b', ':1', 'app:app')],
    ['in a shell', sh('gunicorn -b :1 app:app')],
    [
      'after other programs',
      sh(
        'set -e; cd /app && flask db upgrade && python manage.py migrate && gunicorn --check-config app:app && exec gunicorn -b :1 app:app',
      ),
    ],
    ['in a shell in a shell', command('bash', '-lc', "sh -c 'exec gunicorn -b :1 app:app'")],
    ['by GUNICORN_CMD_ARGS', env({ GUNICORN_CMD_ARGS: '--bind :1' })],
  ])('%s', (_, fields) => {
    expect([process(fields).server, listeners(fields)]).toEqual(['gunicorn', '0.0.0.0:1']);
  });
});

test('a mounted gunicorn.conf.py says what an image starts that was not read', () => {
  const fields = { volumeMounts: [{ name: 'settings', mountPath: '/srv/gunicorn.conf.py', subPath: 'gunicorn.conf.py' }] };
  const { server, gunicorn } = process(fields, configMap('settings', { 'gunicorn.conf.py': "bind = ':1'" }));
  expect([server, gunicorn?.bind.assumed, listeners(fields, configMap('settings', { 'gunicorn.conf.py': "bind = ':1'" }))]).toEqual([
    'gunicorn',
    true,
    '0.0.0.0:1',
  ]);
  expect(process(fields, configMap('settings', { 'other.py': '' })).server).toBeUndefined();
});

describe('nothing is found', () => {
  test.each([
    ['without a command', {}],
    ['in a script file', sh('/app/start.sh')],
    ['where two servers are started', sh('gunicorn -b :1 a:app & gunicorn -b :2 b:app')],
    ['where a condition chooses', sh('if test "$A"; then gunicorn -b :1 a:app; else gunicorn -b :2 a:app; fi')],
  ])('%s', (_, fields) => {
    expect([process(fields).server, listeners(fields)]).toEqual([undefined, UNKNOWN]);
  });
});

describe('gunicorn binds', () => {
  const file = (text: string) => configMap('settings', { 'gunicorn.conf.py': text });
  const mounted = (...words: string[]) => ({
    ...command('gunicorn', 'app:app', ...words),
    workingDir: '/app',
    volumeMounts: [{ name: 'settings', mountPath: '/app' }],
  });

  test.each([
    ['its default', command('gunicorn', 'app:app'), '127.0.0.1:8000'],
    ['PORT', { ...command('gunicorn', 'app:app'), ...env({ PORT: '9' }) }, '0.0.0.0:9'],
    ['PORT of its own command', sh('PORT=7 gunicorn app:app'), '0.0.0.0:7'],
    [
      'GUNICORN_CMD_ARGS over PORT',
      { ...command('gunicorn', 'app:app'), ...env({ PORT: '9', GUNICORN_CMD_ARGS: "--bind '0.0.0.0:8' -w 2" }) },
      '0.0.0.0:8',
    ],
    [
      'the command line over GUNICORN_CMD_ARGS, all of it',
      { ...command('gunicorn', 'app:app', '-b', ':1', '-b', '[::]:2'), ...env({ GUNICORN_CMD_ARGS: '-b :3' }) },
      '0.0.0.0:1 [::]:2',
    ],
    [
      'a reference in its arguments',
      { ...command('gunicorn', '--bind', '0.0.0.0:$(PORT)', 'app:app'), ...env({ PORT: '5' }) },
      '0.0.0.0:5',
    ],
    ['a name without a port', command('gunicorn', '-b', 'LOCALHOST', 'app:app'), 'localhost:8000'],
    ['a socket', command('gunicorn', '-b', 'unix:/run/a.sock', 'app:app'), 'unix:/run/a.sock'],
  ])('%s', (_, fields, bound) => {
    expect(listeners(fields)).toBe(bound);
  });

  test.each([
    ['the file in its working directory', mounted(), "bind = '0.0.0.0:4'", '0.0.0.0:4'],
    ['the command line over the file', mounted('-b', ':1'), "bind = ':4'", '0.0.0.0:1'],
    ['several addresses', mounted(), "bind = ['127.0.0.1:1', ':2']", '127.0.0.1:1 0.0.0.0:2'],
    ['addresses between commas', mounted(), "bind = '127.0.0.1:1, :2'", '127.0.0.1:1 0.0.0.0:2'],
    ['the named file', mounted('-c', 'gunicorn.conf.py'), "port = 3\nbind = f'0.0.0.0:{port}'", '0.0.0.0:3'],
    ['what the file computes', mounted(), 'bind = compute()', UNKNOWN],
  ])('%s', (_, fields, text, bound) => {
    expect(listeners(fields, file(text))).toBe(bound);
  });

  test('nothing that is known where a file of the image is named', () => {
    expect(listeners(command('gunicorn', '-c', '/app/conf.py', 'app:app'))).toBe(UNKNOWN);
    expect(listeners(command('gunicorn', '-c', '/app/conf.py', '-b', ':1', 'app:app'))).toBe('0.0.0.0:1');
  });

  test('a descriptor that it inherits is not known', () => {
    expect(listeners(command('gunicorn', '-b', 'fd://3', 'app:app'))).toBe(UNKNOWN);
  });
});

describe('the pool', () => {
  const pool = (...words: string[]) => process(command('gunicorn', 'app:app', ...words)).gunicorn!;

  test('sync with threads is gthread', () => {
    expect([
      pool().workerClass.value,
      pool('--threads', '4').workerClass.value,
      pool('-k', 'gevent', '--threads', '4').workerClass.value,
    ]).toEqual(['sync', 'gthread', 'gevent']);
  });

  test('workers: the command line, WEB_CONCURRENCY, 1', () => {
    expect(pool('-w', '3').workers.value).toBe(3);
    expect(process({ ...command('gunicorn', 'app:app'), ...env({ WEB_CONCURRENCY: '5' }) }).gunicorn!.workers).toMatchObject({
      value: 5,
      origin: 'WEB_CONCURRENCY',
    });
    expect(pool().workers).toMatchObject({ value: 1, isDefault: true, assumed: true });
  });

  test('a count that follows the node is recognised', () => {
    expect(process(sh('gunicorn -w $(nproc) app:app')).gunicorn!.workers.value).toBe(NODE_CPUS);
    expect(process(sh('gunicorn -w "$((2 * $(nproc) + 1))" app:app')).gunicorn!.workers.value).toBe(NODE_CPUS);
    expect(process(sh('gunicorn -w $(cat /workers) app:app')).gunicorn!.workers.value).toBe(UNKNOWN);
  });
});

describe('other servers', () => {
  test.each([
    ['uvicorn', command('uvicorn', 'app:app'), '127.0.0.1:8000'],
    ['uvicorn', command('uvicorn', '--host=0.0.0.0', '--port', '80', 'app:app'), '0.0.0.0:80'],
    ['uvicorn', { ...command('uvicorn', 'app:app'), ...env({ UVICORN_HOST: '::', UVICORN_PORT: '81' }) }, '[::]:81'],
    ['uvicorn', command('python', '-m', 'uvicorn', 'app:app', '--uds', '/a.sock'), 'unix:/a.sock'],
    ['hypercorn', command('hypercorn', '-b', '0.0.0.0:1', 'app:app'), '0.0.0.0:1'],
    ['granian', command('granian', '--host', '0.0.0.0', 'app:app'), '0.0.0.0:8000'],
    ['daphne', command('daphne', '-b', '0.0.0.0', '-p', '9', 'app:app'), '0.0.0.0:9'],
    ['uwsgi', command('uwsgi', '--http', ':9', '--module', 'app'), '0.0.0.0:9'],
    ['uwsgi', command('uwsgi', '--ini', 'a.ini'), UNKNOWN],
    ['runserver', command('python', 'manage.py', 'runserver', '0:8000'), '0.0.0.0:8000'],
    ['runserver', command('python', '-u', '/app/manage.py', 'runserver', '--noreload'), '127.0.0.1:8000'],
    ['flask run', command('flask', '--app', 'shop', 'run', '--host', '0.0.0.0'), '0.0.0.0:5000'],
    ['fastapi run', command('fastapi', 'run', 'main.py'), '0.0.0.0:8000'],
  ])('%s', (server, fields, bound) => {
    expect([process(fields).server, listeners(fields)]).toEqual([server, bound]);
  });
});
