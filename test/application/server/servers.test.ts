import { describe, expect, test } from '@jest/globals';
import { listenerInWords } from '../../../lib/application/process/listener';
import { isKnown, NODE_CPUS, UNKNOWN, type Setting } from '../../../lib/application/process/setting';
import { serverCommand } from '../../../lib/application/server/server-command';
import type { ServerSettings } from '../../../lib/application/server/server-settings';
import type { CelerySettings } from '../../../lib/application/server/celery';

interface Around {
  readonly variables?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly imageUnread?: boolean;
}

function serverOf(commandLine: string, { variables = {}, files = {}, imageUnread = false }: Around = {}): ServerSettings {
  const words = commandLine.split(' ');
  const command = serverCommand(words)!;
  return command.read({
    args: words.slice(command.words),
    imageUnread,
    assumed: false,
    variable: (name) => (variables[name] === undefined ? undefined : { value: variables[name] }),
    configFile: (path, explicit) =>
      files[path] !== undefined ? { origin: path, text: files[path] } : explicit ? { origin: path } : undefined,
  });
}

const value = <T>(setting: Setting<T>) => setting.value;

/** Listeners, processes, threads, seconds after SIGTERM, and of an idle connection. */
function summary(commandLine: string, around?: Around) {
  const { listeners, processes, threads, gracefulTime, keepAlive } = serverOf(commandLine, around);
  const listening = isKnown(listeners) ? listeners.value.map(listenerInWords).join(' ') : listeners.value;
  return [listening, value(processes), value(threads), value(gracefulTime), value(keepAlive)];
}

describe('uvicorn', () => {
  test.each([
    ['uvicorn app:app', {}, ['127.0.0.1:8000', 1, UNKNOWN, null, 5]],
    [
      'uvicorn app:app --host 0.0.0.0 --port 80 --workers 4 --timeout-graceful-shutdown 20 --timeout-keep-alive 75',
      {},
      ['0.0.0.0:80', 4, UNKNOWN, 20, 75],
    ],
    ['uvicorn app:app', { variables: { UVICORN_PORT: '81', WEB_CONCURRENCY: '3' } }, ['127.0.0.1:81', 3, UNKNOWN, null, 5]],
    ['python -m uvicorn app:app', {}, undefined],
  ] as const)('%s', (commandLine, around, expected) => {
    expect(expected === undefined || summary(commandLine, around)).toEqual(expected ?? true);
  });

  test('its parent asks children that are several, and no one asks a single process', () => {
    expect([
      value(serverOf('uvicorn app:app').silence),
      value(serverOf('uvicorn app:app --workers 2').silence),
      value(serverOf('uvicorn app:app --workers 2 --timeout-worker-healthcheck 30').silence),
    ]).toEqual([null, 5, 30]);
  });

  test('limits, and a reload that allows for one process only', () => {
    const { limit, maxRequests } = serverOf('uvicorn app:app --limit-concurrency 100 --limit-max-requests 5000');
    expect([value(limit), value(maxRequests)]).toEqual([100, 5000]);
    const reloading = serverOf('uvicorn app:app --reload --workers 4');
    expect([value(reloading.processes), reloading.development]).toEqual([1, true]);
  });

  test('each setting says where it comes from', () => {
    const { processes, keepAlive } = serverOf('uvicorn app:app --workers 4');
    expect([processes.origin, keepAlive.origin, keepAlive.source]).toEqual([
      'the command line',
      "uvicorn's default",
      'uvicorn/config.py, Config.__init__',
    ]);
  });

  test('a default rests on an image that was not read', () => {
    expect(serverOf('uvicorn app:app', { imageUnread: true }).listeners.assumed).toBe(true);
  });
});

test.each([
  ['fastapi run main.py', { variables: { PORT: '9' } }, '0.0.0.0:9'],
  ['fastapi dev', {}, '127.0.0.1:8000'],
] as const)('%s', (commandLine, around, listening) => {
  expect(summary(commandLine, around)[0]).toBe(listening);
});

describe('hypercorn', () => {
  test.each([
    ['hypercorn app:app', {}, ['127.0.0.1:8000', 1, UNKNOWN, 3, 5]],
    ['hypercorn -b 0.0.0.0:1 -b [::]:2 -w 2 --graceful-timeout 30 app:app', {}, ['0.0.0.0:1 [::]:2', 2, UNKNOWN, 30, 5]],
    [
      'hypercorn -c hypercorn.toml app:app',
      { files: { 'hypercorn.toml': 'bind = ["0.0.0.0:4"]\nworkers = 3\nkeep_alive_timeout = 70\n[ssl]\nworkers = 9\n' } },
      ['0.0.0.0:4', 3, UNKNOWN, 3, 70],
    ],
    [
      'hypercorn -c file:conf.py -w 5 app:app',
      { files: { 'conf.py': "bind = '0.0.0.0:4'\nworkers = 3\n" } },
      ['0.0.0.0:4', 5, UNKNOWN, 3, 5],
    ],
    ['hypercorn -c missing.toml app:app', {}, [UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN]],
  ] as const)('%s', (commandLine, around, expected) => {
    expect(summary(commandLine, around)).toEqual(expected);
  });
});

test.each([
  ['granian --host 0.0.0.0 --workers 2 --workers-kill-timeout 20 app:app', {}, ['0.0.0.0:8000', 2, UNKNOWN, 20, UNKNOWN]],
  ['granian --interface wsgi --blocking-threads 4 app:app', {}, ['127.0.0.1:8000', 1, 4, null, UNKNOWN]],
  ['granian app:app', { variables: { GRANIAN_WORKERS: '3', GRANIAN_PORT: '9' } }, ['127.0.0.1:9', 3, UNKNOWN, null, UNKNOWN]],
  ['waitress-serve app:app', {}, ['0.0.0.0:8080', 1, 4, UNKNOWN, 120]],
  ['waitress-serve --listen=*:80 --threads=8 app:app', {}, ['0.0.0.0:80', 1, 8, UNKNOWN, 120]],
  ['daphne -b 0.0.0.0 -p 9 app:app', {}, ['0.0.0.0:9', 1, UNKNOWN, 0, UNKNOWN]],
  ['daphne -e tcp:port=7:interface=0.0.0.0 app:app', {}, ['0.0.0.0:7', 1, UNKNOWN, 0, UNKNOWN]],
  ['daphne -e systemd:domain=INET:index=0 app:app', {}, [UNKNOWN, 1, UNKNOWN, 0, UNKNOWN]],
] as const)('%s', (commandLine, around, expected) => {
  expect(summary(commandLine, around)).toEqual(expected);
});

describe('uWSGI', () => {
  const ini = [
    '[other]',
    'processes = 9',
    '[uwsgi]',
    '; processes = 8',
    'http-socket = :$(PORT)',
    'processes = 4 ; of them',
    'threads = 2',
    'harakiri = 20',
    'max-requests = 500',
    'die-on-term = true',
  ];
  const around = { variables: { PORT: '8000' }, files: { 'uwsgi.ini': ini.join('\n') } };

  test.each([
    ['uwsgi --http :9 --processes 3', {}, ['0.0.0.0:9', 3, 1, UNKNOWN, 0]],
    ['uwsgi --ini uwsgi.ini', around, ['0.0.0.0:8000', 4, 2, 0, 0]],
    ['uwsgi ./uwsgi.ini', { files: { './uwsgi.ini': '[uwsgi]\nsocket = /tmp/a.sock\nworkers=2' } }, ['unix:/tmp/a.sock', 2, 1, UNKNOWN, 0]],
    ['uwsgi --ini uwsgi.ini --processes 8', around, ['0.0.0.0:8000', 8, 2, 0, 0]],
    ['uwsgi --ini missing.ini', {}, [UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN]],
    [
      'uwsgi --ini a.ini',
      { files: { 'a.ini': '[uwsgi]\nhttp = :1\nif-env = X\nprocesses = 2\nendif =\n' } },
      [UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN],
    ],
  ] as const)('%s', (commandLine, given, expected) => {
    expect(summary(commandLine, given)).toEqual(expected);
  });

  test('a request that takes too long, and requests after which a worker is replaced', () => {
    const { silence, maxRequests } = serverOf('uwsgi --ini uwsgi.ini', around);
    expect([value(silence), value(maxRequests)]).toEqual([20, 500]);
  });
});

describe('celery', () => {
  const worker = (commandLine: string, around?: Around) => serverOf(commandLine, around) as CelerySettings;

  test('without a number it forks one child for each CPU of the node, unless the application says otherwise', () => {
    const { processes, role } = worker('celery -A shop worker -l info');
    expect([value(processes), processes.derivesFromCpus?.by, processes.assumed, role]).toEqual([NODE_CPUS, 'celery', true, 'worker']);
  });

  test.each([
    ['celery -A shop worker -c 4 --max-tasks-per-child 100', [4, 1, 'prefork', 100]],
    ['celery worker -A shop --concurrency=2 --pool solo', [1, 1, 'solo', null]],
    ['celery -A shop worker -P gevent -c 100', [1, 100, 'gevent', null]],
    ['celery -A shop worker --autoscale=10,3', [10, 1, 'prefork', null]],
  ] as const)('%s', (commandLine, expected) => {
    const { processes, threads, pool, maxRequests } = worker(commandLine);
    expect([processes, threads, pool, maxRequests].map((setting) => setting.value)).toEqual(expected);
  });

  test('the concurrency of the environment, time limits and a scheduler inside of the worker', () => {
    const { processes, timeLimit, softTimeLimit, beat } = worker('celery -A shop worker -B --time-limit 300 --soft-time-limit=240', {
      variables: { CELERY_WORKER_CONCURRENCY: '3' },
    });
    expect([value(processes), value(timeLimit), value(softTimeLimit), beat]).toEqual([3, 300, 240, true]);
  });

  test('beat and flower are what they are', () => {
    expect([serverOf('celery -A shop beat').role, serverOf('celery -A shop flower --port=5556').role]).toEqual(['scheduler', 'dashboard']);
    expect(summary('celery -A shop flower')[0]).toBe('0.0.0.0:5555');
  });
});

describe('puma', () => {
  const RAILS = [
    'max_threads_count = ENV.fetch("RAILS_MAX_THREADS") { 5 }',
    'min_threads_count = ENV.fetch("RAILS_MIN_THREADS") { max_threads_count }',
    'threads min_threads_count, max_threads_count # of each worker',
    'worker_timeout 3600 if ENV.fetch("RAILS_ENV", "development") == "development"',
    'port ENV.fetch("PORT", 3000), "0.0.0.0"',
    'workers ENV.fetch("WEB_CONCURRENCY", 0).to_i',
    'before_fork do',
    '  threads 1, 1',
    'end',
    'preload_app!',
  ].join('\n');
  const rails = (variables: Record<string, string> = {}) => ({ variables, files: { 'config/puma.rb': RAILS } });

  test.each([
    ['puma -C config/puma.rb', rails(), ['0.0.0.0:3000', 1, 5, null, UNKNOWN]],
    [
      'puma',
      rails({ RAILS_MAX_THREADS: '8', WEB_CONCURRENCY: '2', PORT: '80', RAILS_ENV: 'production' }),
      ['0.0.0.0:80', 2, 8, 30, UNKNOWN],
    ],
    ['puma -p 9 -t 1:3 -w 4', {}, ['0.0.0.0:9', 4, 3, 30, UNKNOWN]],
    ['puma -b tcp://127.0.0.1:9', {}, ['127.0.0.1:9', 1, 5, null, UNKNOWN]],
    [
      'puma',
      { files: { 'config/puma.rb': 'port = 81\nbind "tcp://0.0.0.0:#{port}"\nworkers Etc.nprocessors\npersistent_timeout 75\n' } },
      ['0.0.0.0:81', NODE_CPUS, 5, UNKNOWN, 75],
    ],
    [
      'puma',
      { files: { 'config/puma.rb': 'if compute?\n  workers 2\nelse\n  workers 4\nend\n' } },
      ['0.0.0.0:9292', UNKNOWN, 5, UNKNOWN, UNKNOWN],
    ],
    ['puma -C missing.rb', {}, [UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN]],
    ['rails server -b 0.0.0.0 -p 3000', {}, ['0.0.0.0:3000', 1, 5, null, UNKNOWN]],
  ] as const)('%s', (commandLine, around, expected) => {
    expect(summary(commandLine, around)).toEqual(expected);
  });

  test('what an image that was not read may say is not known', () => {
    expect(summary('puma', { imageUnread: true })).toEqual([UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN]);
  });
});

describe('node', () => {
  test('one process, unless the program forks', () => {
    const files = (text: string) => ({ files: { 'server.js': text } });
    expect([
      value(serverOf('node server.js', files('http.createServer(app).listen(80)\n')).processes),
      value(serverOf('node server.js', files("const cluster = require('node:cluster')\n")).processes),
      value(serverOf('node server.js').processes),
    ]).toEqual([1, UNKNOWN, UNKNOWN]);
  });

  test('how long an idle connection stays open', () => {
    const keepAlive = (text: string) => value(serverOf('node server.js', { files: { 'server.js': text } }).keepAlive);
    expect([
      keepAlive('server.listen(80)\n'),
      keepAlive('server.keepAliveTimeout = 65000;\n'),
      keepAlive('server.keepAliveTimeout = a + b;\n'),
    ]).toEqual([5, 65, UNKNOWN]);
  });

  test('pm2', () => {
    expect([
      value(serverOf('pm2-runtime start app.js -i 4').processes),
      value(serverOf('pm2-runtime start app.js -i max').processes),
      value(serverOf('pm2-runtime ecosystem.config.js').processes),
      value(serverOf('pm2-runtime app.js').gracefulTime),
    ]).toEqual([4, NODE_CPUS, UNKNOWN, 1.6]);
  });

  test('a script that may be a job is no server', () => {
    expect([serverCommand(['node', 'migrate.js']), serverCommand(['node', 'dist/main.js'])?.name]).toEqual([undefined, 'node']);
  });
});

test('a number that the command line does not tell says why', () => {
  const words = ['uvicorn', 'app:app', '--workers', '\u0000'];
  const command = serverCommand(words)!;
  const { processes } = command.read({
    args: words.slice(1),
    imageUnread: false,
    assumed: false,
    variable: () => undefined,
    configFile: () => undefined,
  });
  expect([processes.value, processes.because]).toEqual([UNKNOWN, expect.stringContaining('known only where it runs')]);
});
