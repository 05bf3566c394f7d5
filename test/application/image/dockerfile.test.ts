import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Reading } from '../../../lib/reading/reading';
import { readApplication } from '../../../lib/application/image/application';
import { readDockerfile } from '../../../lib/application/image/dockerfile';
import { HOLE } from '../../../lib/manifest/partial-text';
import { listenerInWords } from '../../../lib/application/process/listener';
import { isKnown, NODE_CPUS } from '../../../lib/application/process/setting';
import { deployment } from '../../review/shop';

const image = (text: string, files: Record<string, string> = {}) => readDockerfile('Dockerfile', text, (path) => files[path]);

/** The incident's own files, in short. */
const OBCMS = {
  dockerfile: `FROM python:3.12-slim AS base
WORKDIR /app
FROM base AS production
ARG VERSION=1
ENV DJANGO_SETTINGS_MODULE=obc_management.settings.production \\
    NOTE="two words" VERSION=$VERSION
COPY . /app/
EXPOSE 8080
HEALTHCHECK --interval=30s CMD /app/healthcheck.sh || exit 1
ENTRYPOINT ["/app/startup.sh"]
`,
  files: {
    'startup.sh':
      '#!/bin/bash\nset -e\npython manage.py collectstatic --noinput || true\ncd /app/src\nexec gunicorn --chdir /app/src ' +
      '--config /app/gunicorn.conf.py obc_management.wsgi:application\n',
    'gunicorn.conf.py':
      "import os\nport = os.getenv('PORT', '8080')\nbind = f\"0.0.0.0:{port}\"\nworkers = int(os.getenv('GUNICORN_WORKERS', " +
      '4))\ntimeout = 120\n',
  },
};

describe('a Dockerfile', () => {
  test('is read to its last stage and what that is built from', () => {
    const read = image(OBCMS.dockerfile);
    expect(read).toMatchObject({
      entrypoint: ['/app/startup.sh'],
      cmd: undefined,
      workingDir: '/app',
      exposed: [8080],
      healthcheck: ['/bin/sh', '-c', '/app/healthcheck.sh || exit 1'],
    });
    expect([...read.environment]).toEqual([
      ['DJANGO_SETTINGS_MODULE', 'obc_management.settings.production'],
      ['NOTE', 'two words'],
      ['VERSION', HOLE],
    ]);
  });

  test.each([
    ['CMD ["gunicorn", "app:app"]', ['gunicorn', 'app:app']],
    ['CMD gunicorn app:app', ['/bin/sh', '-c', 'gunicorn app:app']],
    ['cmd gunicorn \\\n# a comment\n  app:app', ['/bin/sh', '-c', 'gunicorn    app:app']],
  ])('%j starts %j', (line, cmd) => {
    expect(image(`FROM a\n${line}\n`).cmd).toEqual(cmd);
  });

  test('an entry point drops the command of the stage below', () => {
    expect(image('FROM a AS b\nCMD ["x"]\nFROM b\nENTRYPOINT ["y"]\n')).toMatchObject({ entrypoint: ['y'], cmd: undefined });
  });

  test.each([
    ['COPY . /app', '/app/a.sh'],
    ['COPY a.sh /app/', '/app/a.sh'],
    ['COPY a.sh /start', '/start'],
    ['WORKDIR /app\nCOPY --chmod=755 a.sh ./', '/app/a.sh'],
    ['COPY ["a.sh", "/b/"]', '/b/a.sh'],
    ['ADD x a.sh /c/', '/c/a.sh'],
  ])('%j puts a.sh at %s', (line, path) => {
    expect(image(`FROM a\n${line}\n`, { 'a.sh': 'text' }).file(path)).toBe('text');
  });

  test.each([
    ['FROM a AS build\nCOPY . /src\nFROM b\nCOPY --from=build /src /app\n', '/app/a.sh', 'text'],
    ['FROM a AS build\nCOPY . /src\nFROM b\nCOPY --from=build /src/sub /app\n', '/app/b.sh', 'below'],
    ['FROM a AS build\nWORKDIR /src\nCOPY a.sh ./\nFROM b\nCOPY --from=build /src /app\n', '/app/a.sh', 'text'],
  ])('%j takes over what another stage copied', (dockerfile, path, text) => {
    expect(image(dockerfile, { 'a.sh': 'text', 'sub/b.sh': 'below' }).file(path)).toBe(text);
  });

  test('a here-document is a file, and no instruction', () => {
    const read = image('FROM a\nRUN <<EOF\nCMD no\nEOF\nCOPY <<"EOF" /start.sh\n#!/bin/sh\nexec x\nEOF\nCMD ["/start.sh"]\n');
    expect([read.file('/start.sh'), read.cmd]).toEqual(['#!/bin/sh\nexec x', ['/start.sh']]);
  });

  test('SHELL starts what has the shell form', () => {
    expect(image('FROM a\nSHELL ["/bin/bash", "-c"]\nCMD gunicorn a\n').cmd).toEqual(['/bin/bash', '-c', 'gunicorn a']);
  });

  test('what another stage made is not known', () => {
    expect(image('FROM a\nCOPY --from=build /a.sh /a.sh\n', { 'a.sh': 'text' }).file('/a.sh')).toBeUndefined();
  });

  test.each(['', 'FROM', 'COPY', 'ENV', 'ENV A', 'CMD [', 'HEALTHCHECK', '\\', 'FROM a\nENTRYPOINT [1]'])('%j comes to an end', (text) => {
    expect(() => image(text)).not.toThrow();
  });
});

describe('the process of an image that was read', () => {
  function processIn(dockerfile: string, files: Record<string, string>, fields: object = {}) {
    return Reading.ofObjects([deployment({ ...fields })], new Map([['registry.example/shop', image(dockerfile, files)]])).workloads[0]
      .containers[0].process;
  }
  const listens = (...args: Parameters<typeof processIn>) => {
    const { listeners } = processIn(...args);
    return isKnown(listeners) ? `${listeners.value.map(listenerInWords).join(' ')}${listeners.assumed ? ' assumed' : ''}` : listeners.value;
  };
  const port = (value: string) => ({ env: [{ name: 'PORT', value }] });

  test("the incident's start script and configuration are followed", () => {
    const { server, shell, gunicorn } = processIn(OBCMS.dockerfile, OBCMS.files);
    expect([server, shell?.exec, gunicorn?.workers.value, gunicorn?.timeout.value]).toEqual(['gunicorn', true, 4, 120]);
    expect(listens(OBCMS.dockerfile, OBCMS.files)).toBe('0.0.0.0:8080');
    expect(listens(OBCMS.dockerfile, OBCMS.files, port('9000'))).toBe('0.0.0.0:9000');
  });

  test.each([
    [
      'CMD behind an entry point that hands on',
      'FROM a\nCOPY run.sh /\nENTRYPOINT ["/run.sh"]\nCMD ["gunicorn", "-b", ":1", "a:a"]\n',
      {},
      '0.0.0.0:1',
    ],
    [
      'args instead of CMD',
      'FROM a\nCOPY run.sh /\nENTRYPOINT ["/run.sh"]\nCMD ["gunicorn", "-b", ":1", "a:a"]\n',
      { args: ['gunicorn', '-b', ':2', 'a:a'] },
      '0.0.0.0:2',
    ],
    ['a command instead of both', 'FROM a\nENTRYPOINT ["x"]\nCMD ["y"]\n', { command: ['gunicorn', '-b', ':3', 'a:a'] }, '0.0.0.0:3'],
    ["the image's PORT", 'FROM a\nENV PORT=4\nCMD gunicorn a:a\n', {}, '0.0.0.0:4'],
    ["the pod's PORT over the image's", 'FROM a\nENV PORT=4\nCMD gunicorn a:a\n', port('5'), '0.0.0.0:5'],
    ["gunicorn's default, without an assumption", 'FROM a\nCMD ["gunicorn", "a:a"]\n', {}, '127.0.0.1:8000'],
    ['$(VAR), which does not see the image', 'FROM a\nENV PORT=4\n', { command: ['gunicorn', '-b', ':$(PORT)', 'a:a'] }, undefined],
  ])('%s', (_, dockerfile, fields, bound) => {
    const result = listens(dockerfile, { 'run.sh': '#!/bin/sh\nset -e\nexec "$@"\n' }, fields);
    expect(typeof result === 'string' ? result : undefined).toBe(bound);
  });
});

describe('a known base image', () => {
  const workers = (dockerfile: string, files: Record<string, string> = {}, fields: Record<string, unknown> = {}) => {
    const objects = [deployment(fields)];
    const images = new Map(dockerfile ? [['registry.example/shop', image(dockerfile, files)]] : []);
    return Reading.ofObjects(objects, images).workloads[0].containers[0].process;
  };
  const env = (name: string, value: string) => ({ env: [{ name, value }] });

  test('starts workers for the CPUs of the node', () => {
    const { gunicorn, settings } = workers('FROM tiangolo/uvicorn-gunicorn-fastapi:python3.11\nCOPY ./app /app/app\n');
    expect([gunicorn?.workers.value, gunicorn?.workers.derivesFromCpus?.by, settings?.concurrency.value]).toEqual([
      NODE_CPUS,
      'multiprocessing.cpu_count()',
      'loop',
    ]);
  });

  test('takes the number and its bound from the environment', () => {
    const dockerfile = 'FROM tiangolo/uvicorn-gunicorn:latest\n';
    expect(workers(dockerfile, {}, env('WEB_CONCURRENCY', '3')).gunicorn?.workers.value).toBe(3);
    expect(workers(dockerfile, {}, env('MAX_WORKERS', '4')).gunicorn?.workers.derivesFromCpus).toMatchObject({ atMost: 4 });
  });

  test("is not what the application's own configuration says", () => {
    const dockerfile = 'FROM tiangolo/meinheld-gunicorn-flask\nCOPY . /app\n';
    expect(workers(dockerfile, { 'gunicorn_conf.py': 'workers = 2\n' }).gunicorn?.workers.value).toBe(2);
  });

  test('is known where it is used as it is', () => {
    expect(workers('', {}, { image: 'tiangolo/uvicorn-gunicorn:python3.8' }).gunicorn?.workers.value).toBe(NODE_CPUS);
  });

  test('is dropped by an entry point of its own', () => {
    expect(workers('FROM tiangolo/uvicorn-gunicorn\nENTRYPOINT ["gunicorn", "-w", "2", "a:a"]\n').gunicorn?.workers.value).toBe(2);
  });
});

describe('a folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'probewise-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const write = (name: string, text = OBCMS.dockerfile) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  const problems = () => readApplication({ context: folder }).problems();

  test('without a Dockerfile is a problem', () => {
    expect(problems()).toEqual([{ file: folder, message: expect.stringContaining('it has no Dockerfile') }]);
  });

  test('is read', () => {
    write('Dockerfile');
    write('startup.sh', OBCMS.files['startup.sh']);
    const { image: read } = readApplication({ context: folder });
    expect([read?.file('/app/startup.sh'), read?.file('/app/../../etc/passwd')]).toEqual([OBCMS.files['startup.sh'], undefined]);
  });

  test.each(['Dockerfile.prod', 'web.Dockerfile', 'docker/Dockerfile'])('with %s alone is read', (name) => {
    write(name);
    write('Dockerfile.dockerignore', '');
    const application = readApplication({ context: folder });
    expect([application.image?.entrypoint, application.problems()]).toEqual([['/app/startup.sh'], []]);
  });

  test('with several asks which', () => {
    write('Dockerfile.prod');
    write('Dockerfile.dev');
    expect(problems()).toEqual([
      { file: folder, message: expect.stringContaining('it has several Dockerfiles: Dockerfile.dev, Dockerfile.prod') },
    ]);
  });

  test('is the build context of a Dockerfile that lies elsewhere', () => {
    write('deploy/web.Dockerfile');
    write('src/startup.sh', 'text');
    const application = readApplication({ context: join(folder, 'src'), dockerfile: join(folder, 'deploy/web.Dockerfile') });
    expect([application.image?.file('/app/startup.sh'), application.problems()]).toEqual(['text', []]);
  });

  test('a Dockerfile that is not there is a problem', () => {
    const dockerfile = join(folder, 'missing');
    expect(readApplication({ context: folder, dockerfile }).problems()).toEqual([
      { file: dockerfile, message: expect.stringContaining('there is no such file') },
    ]);
  });

  test('that is not there is a problem', () => {
    rmSync(folder, { recursive: true });
    expect(problems()).toEqual([{ file: folder, message: 'there is no such folder' }]);
  });
});
