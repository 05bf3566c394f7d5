import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { commandArguments, configurationFile, gunicornSettings } from '../../lib/workers/gunicorn-settings';
import type { GunicornSetting } from '../../lib/workers/gunicorn-settings';
import { WorkerClass } from '../../lib/workers/worker-class';
import type { FitOptions } from '../../lib/workers/worker-options';
import { WorkerPolicy } from '../../lib/workers/worker-policy';
import { MEBIBYTE } from '../../lib/conventions/quantity';

const { SYNC, GTHREAD, GEVENT, ASGI, UVICORN } = WorkerClass;
const LIMITS = { memory: 1024 * MEBIBYTE, cpus: 1 };
const BIND = ['0.0.0.0:8080'];
const settingsOf = (options: FitOptions = {}) => gunicornSettings(WorkerPolicy.fit(options)._planFor(LIMITS), BIND);
const namesOf = (options: FitOptions = {}) => settingsOf(options).map(({ name }) => name);
const valueOf = (name: string, options: FitOptions = {}) => settingsOf(options).find((one) => one.name === name)?.value;

/** Flags that gunicorn 20.1 knows, the oldest that was measured; one that the installed gunicorn does not know ends it with status 2. */
const KNOWN_SINCE_20_1 = [
  'bind',
  'workers',
  'worker-class',
  'threads',
  'timeout',
  'graceful-timeout',
  'keep-alive',
  'max-requests',
  'max-requests-jitter',
  'worker-tmp-dir',
  'worker-connections',
  'preload',
  'access-logfile',
  'access-logformat',
];
const everyOption: FitOptions[] = [
  { sharedQueue: true },
  ...Object.values(WorkerClass).flatMap((workerClass): FitOptions[] => [
    { workerClass },
    { workerClass, maxRequests: 500, preloadApp: true },
    { workerClass, accessLog: false },
  ]),
];

describe('given a worker class, only settings that apply to it', () => {
  test.each([
    [
      SYNC,
      [
        'bind',
        'workers',
        'worker_class',
        'timeout',
        'graceful_timeout',
        'max_requests',
        'worker_tmp_dir',
        'accesslog',
        'access_log_format',
      ],
    ],
    [
      GTHREAD,
      [
        'bind',
        'workers',
        'worker_class',
        'threads',
        'timeout',
        'graceful_timeout',
        'keepalive',
        'max_requests',
        'worker_tmp_dir',
        'accesslog',
        'access_log_format',
      ],
    ],
    [
      GEVENT,
      [
        'bind',
        'workers',
        'worker_class',
        'timeout',
        'graceful_timeout',
        'keepalive',
        'max_requests',
        'worker_tmp_dir',
        'accesslog',
        'access_log_format',
      ],
    ],
    [
      ASGI,
      [
        'bind',
        'workers',
        'worker_class',
        'timeout',
        'graceful_timeout',
        'keepalive',
        'max_requests',
        'worker_tmp_dir',
        'accesslog',
        'access_log_format',
      ],
    ],
    [
      UVICORN,
      ['bind', 'workers', 'worker_class', 'timeout', 'graceful_timeout', 'keepalive', 'max_requests', 'worker_tmp_dir', 'accesslog'],
    ],
  ])('%s', (workerClass, names) => {
    expect(namesOf({ workerClass })).toEqual(names);
  });

  test('a shared queue: a worker holds no more connections than it has threads, and no idle one', () => {
    expect([valueOf('worker_connections', { threads: 6, sharedQueue: true }), valueOf('keepalive', { sharedQueue: true })]).toEqual([6, 0]);
  });

  test("max_requests is said even when it is 0, so that a value in the image's own file does not recycle the pool", () => {
    expect(valueOf('max_requests')).toBe(0);
  });

  test('a jitter is said only where workers are recycled', () => {
    expect([valueOf('max_requests_jitter'), valueOf('max_requests_jitter', { maxRequests: 500 })]).toEqual([undefined, 100]);
  });

  test('preload_app is a bare flag, said only where it was asked for', () => {
    expect([valueOf('preload_app'), valueOf('preload_app', { preloadApp: true })]).toEqual([undefined, true]);
  });

  test('the heartbeat lies on memory, so that neither a stalled disk nor a read-only root gets a worker killed', () => {
    expect(valueOf('worker_tmp_dir')).toBe('/dev/shm');
  });

  test('the access log says who asked through whom, how long it took and under which request id', () => {
    expect(valueOf('access_log_format')).toEqual(expect.stringMatching(/x-forwarded-for.*%\(M\)s.*x-request-id/));
  });

  test('no access log where none is wanted', () => {
    expect(namesOf({ accessLog: false })).not.toContain('accesslog');
  });

  test('every address is bound', () => {
    const settings = gunicornSettings(WorkerPolicy.fit()._planFor(LIMITS), ['0.0.0.0:8080', '[::]:8080']);
    expect(commandArguments(settings)).toMatch(/^--bind=0\.0\.0\.0:8080 --bind=\[::\]:8080 /);
  });
});

describe('given the traps of GUNICORN_CMD_ARGS', () => {
  test('no flag that an older gunicorn does not know is ever written, --no-control-socket among them', () => {
    for (const options of everyOption) {
      const flags = words(commandArguments(settingsOf(options))).map((word) => /^--([a-z-]+)/.exec(word)![1]);
      expect(KNOWN_SINCE_20_1).toEqual(expect.arrayContaining(flags));
    }
  });

  test('workers is said, because the config file beats WEB_CONCURRENCY', () => {
    expect(commandArguments(settingsOf())).toContain('--workers=2');
  });

  test("no --config, which the image's own command line would beat", () => {
    for (const options of everyOption) {
      expect(commandArguments(settingsOf(options))).not.toContain('--config');
    }
  });

  test('a value with white space and quotes is one word', () => {
    expect(words(commandArguments(settingsOf()))).toContainEqual(expect.stringMatching(/^--access-logformat=.* "%\(r\)s" .*$/));
  });

  test('whatever the values, splitting the line as a shell would gives them back', () => {
    const value = fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.constant(true as const));
    const anySetting = fc.record({ name: fc.constant('x'), flag: fc.constantFrom('bind', 'preload', 'access-logformat'), value });
    fc.assert(
      fc.property(fc.array(anySetting), (settings) => {
        expect(words(commandArguments(settings))).toEqual(
          settings.map(({ flag, value }) => (value === true ? `--${flag}` : `--${flag}=${value}`)),
        );
      }),
    );
  });

  test('quotes, backslashes, dollars and white space are no exception', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("'", '"', '\\', '$', ' ', '\n', '#', 'a', '*') }), (value) => {
        expect(words(commandArguments([setting(value)]))).toEqual([`--x=${value}`]);
      }),
    );
  });
});

describe('given a gunicorn.conf.py', () => {
  test('reads like this', () => {
    expect(configurationFile(settingsOf({ preloadApp: true }))).toMatchInlineSnapshot(`
     "bind = ["0.0.0.0:8080"]
     workers = 2
     threads = 4
     timeout = 30
     graceful_timeout = 60
     keepalive = 75
     max_requests = 0
     worker_tmp_dir = "/dev/shm"
     preload_app = True
     accesslog = "-"
     access_log_format = "%({x-forwarded-for}i)s %(h)s %(t)s \\"%(r)s\\" %(s)s %(b)s %(M)sms %({x-request-id}i)s \\"%(a)s\\""
     "
    `);
  });

  test('says the same as the command line, setting for setting', () => {
    for (const options of everyOption) {
      const assigned = configurationFile(settingsOf(options))
        .trim()
        .split('\n')
        .map((line) => line.split(' = ')[0]);
      expect(assigned).toEqual(namesOf(options));
    }
  });

  test('any text is a literal of one line that Python and JSON read alike', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const [assignment, ...rest] = configurationFile([setting(value)]).split('\n');
        expect(rest).toEqual(['']);
        expect(JSON.parse(assignment.slice('x = '.length))).toBe(value);
      }),
    );
  });

  test('no address to bind: none is said', () => {
    expect(configurationFile([setting('a')])).toBe('x = "a"\n');
  });
});

function setting(value: string): GunicornSetting {
  return { name: 'x', flag: 'x', value };
}

/** What `shlex.split` does, which gunicorn reads the variable with: POSIX quoting, and nothing expanded. */
function words(line: string): string[] {
  const found: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < line.length; at++) {
    const char = line[at];
    if (char === "'") {
      const end = line.indexOf("'", at + 1);
      if (end < 0) {
        throw new Error(`no closing quotation: ${line}`);
      }
      word = (word ?? '') + line.slice(at + 1, end);
      at = end;
    } else if (char === '"') {
      word ??= '';
      for (at++; at < line.length && line[at] !== '"'; at++) {
        at += line[at] === '\\' && '"\\'.includes(line[at + 1]) ? 1 : 0;
        word += line[at];
      }
    } else if (char === '\\') {
      word = (word ?? '') + line[++at];
    } else if (' \t\r\n'.includes(char)) {
      found.push(...(word === undefined ? [] : [word]));
      word = undefined;
    } else {
      word = (word ?? '') + char;
    }
  }
  return word === undefined ? found : [...found, word];
}
