import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Reading } from '../../../lib/reading/reading';
import { readApplication } from '../../../lib/application/image/application';
import { readDockerfile } from '../../../lib/application/image/dockerfile';
import { HOLE } from '../../../lib/manifest/partial-text';
import { listenerInWords } from '../../../lib/application/process/listener';
import { isKnown } from '../../../lib/application/process/setting';
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
    expect(read).toMatchObject({ entrypoint: ['/app/startup.sh'], cmd: undefined, workingDir: '/app', exposed: [8080], healthcheck: true });
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

test('a folder is read, and one without a Dockerfile is a problem', () => {
  const folder = mkdtempSync(join(tmpdir(), 'probewise-'));
  expect(readApplication(folder).problems).toEqual([{ file: folder, message: expect.stringContaining('it has no Dockerfile') }]);
  writeFileSync(join(folder, 'Dockerfile'), OBCMS.dockerfile);
  writeFileSync(join(folder, 'startup.sh'), OBCMS.files['startup.sh']);
  expect(readApplication(folder).image?.file('/app/startup.sh')).toBe(OBCMS.files['startup.sh']);
  expect(readApplication(folder).image?.file('/app/../../etc/passwd')).toBeUndefined();
  rmSync(folder, { recursive: true });
  expect(readApplication(folder).problems).toEqual([{ file: folder, message: 'there is no such folder' }]);
});
