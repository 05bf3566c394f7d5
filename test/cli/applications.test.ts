import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { probewise, withFiles } from './program';
import { deployment, service } from '../review/shop';

const DOCKERFILE = 'FROM python:3.12-slim\nWORKDIR /app\nCOPY . /app/\nHEALTHCHECK CMD true\nENTRYPOINT ["/app/start.sh"]\n';
/** Its bind is what the manifest does not say. */
const START = '#!/bin/sh\nexec gunicorn --bind 127.0.0.1:8000 shop.wsgi\n';
const web = JSON.stringify([deployment(), service()]);
const two = JSON.stringify([
  deployment(
    {},
    {
      containers: [
        { name: 'a', image: 'registry.example/a:1' },
        { name: 'b', image: 'registry.example/b:1' },
      ],
    },
  ),
  service({ ports: [{ port: 80 }] }),
]);

/** Reviews a manifest with the folder `app`, which holds these files and what `prepare` adds. */
async function reviewed(
  manifest: string,
  files: Record<string, string>,
  args: (app: string) => string[],
  prepare: (app: string) => void = () => undefined,
) {
  return withFiles({ 'web.json': manifest }, async (folder) => {
    const app = join(folder, 'app');
    mkdirSync(app);
    Object.entries(files).forEach(([name, text]) => writeFileSync(join(app, name), text));
    prepare(app);
    const { status, stdout, stderr } = await probewise(['review', '--format', 'json', ...args(app), join(folder, 'web.json')]);
    expect(stderr).not.toMatch(/^ {4}at /m);
    const { findings = [], problems = [] } = stdout ? JSON.parse(stdout) : {};
    return {
      status,
      stderr,
      rules: findings.map(({ rule }: { rule: string }) => rule),
      messages: problems.map(({ file, message }: Record<string, string>) => `${file}: ${message}`.split(folder).join('')),
    };
  });
}
const whole = { Dockerfile: DOCKERFILE, 'start.sh': START };

describe('given the folder of the one image', () => {
  test.each([
    ['alone', (app: string) => ['--app', app]],
    ['with its name', (app: string) => ['--app', `registry.example/shop=${app}`]],
    ['with its tag', (app: string) => ['--app', `registry.example/shop:1=${app}`]],
  ])('%s, its start script is judged', async (_, args) => {
    expect((await reviewed(web, whole, () => [])).rules).not.toContain('bind-loopback');
    const { status, rules, messages } = await reviewed(web, whole, args);
    expect({ status, messages }).toEqual({ status: 1, messages: [] });
    expect(rules).toContain('bind-loopback');
  });

  test('whose name has an equals sign, it is still a folder', async () => {
    expect(
      await reviewed(
        web,
        whole,
        (app) => ['--app', join(app, 'a=b')],
        (app) => {
          mkdirSync(join(app, 'a=b'));
          writeFileSync(join(app, 'a=b/Dockerfile'), 'FROM a\nCMD ["gunicorn", "-b", "127.0.0.1:1", "a:a"]\n');
        },
      ),
    ).toMatchObject({ status: 1, messages: [], rules: expect.arrayContaining(['bind-loopback']) });
  });
});

test('given two images with a folder each, both are read', async () => {
  const { rules, messages } = await reviewed(two, { Dockerfile: 'FROM a\nCMD ["gunicorn", "-D", "a:a"]\n' }, (app) => [
    '--app',
    `registry.example/a=${app}`,
    '--app',
    `registry.example/b=${app}`,
  ]);
  expect(messages).toEqual([]);
  expect(rules.filter((rule: string) => rule === 'daemonized')).toHaveLength(2);
});

describe('unusable, exit 2, and the manifests are still reviewed', () => {
  const large = (name: string) => (app: string) => truncateSync(join(app, name), 3 * 2 ** 20);
  test.each<[string, string, Record<string, string>, (app: string) => string[], (app: string) => void, string]>([
    ['no such folder', web, {}, (app) => ['--app', `${app}/gone`], () => undefined, '/app/gone: there is no such folder'],
    ['a file', web, whole, (app) => ['--app', `${app}/Dockerfile`], () => undefined, '/app/Dockerfile: it is no folder'],
    ['no Dockerfile', web, {}, (app) => ['--app', app], () => undefined, '/app: it has no Dockerfile'],
    [
      'several images and no name',
      two,
      whole,
      (app) => ['--app', app],
      () => undefined,
      'the manifests use 2 images: registry.example/a, registry.example/b; say whose folder it is: --app registry.example/a=/app',
    ],
    [
      'an image that no manifest uses',
      web,
      whole,
      (app) => ['--app', `registry.example/shopp=${app}`],
      () => undefined,
      'no manifest here uses the image registry.example/shopp; they use registry.example/shop',
    ],
    [
      'another tag',
      web,
      whole,
      (app) => ['--app', `registry.example/shop:2=${app}`],
      () => undefined,
      'no manifest here uses the image registry.example/shop:2',
    ],
    [
      'a huge Dockerfile',
      web,
      whole,
      (app) => ['--app', app],
      large('Dockerfile'),
      '/app/Dockerfile: it has 3 MiB, and a script or a configuration file at most 1',
    ],
    ['a huge start script', web, whole, (app) => ['--app', app], large('start.sh'), '/app/start.sh: it has 3 MiB'],
    [
      'a binary start script',
      web,
      { ...whole, 'start.sh': '\u007fELF\0' },
      (app) => ['--app', app],
      () => undefined,
      '/app/start.sh: it is a binary file',
    ],
    [
      'links in a circle',
      web,
      { Dockerfile: DOCKERFILE },
      (app) => ['--app', app],
      (app) => symlinkSync('start.sh', join(app, 'start.sh')),
      '/app/start.sh: its links lead in a circle',
    ],
    [
      'a link that leads out',
      web,
      { Dockerfile: DOCKERFILE },
      (app) => ['--app', app],
      (app) => symlinkSync('/etc/hostname', join(app, 'start.sh')),
      '/app/start.sh: its link leads out of /app',
    ],
  ])('%s', async (_, manifest, files, args, prepare, message) => {
    const { status, messages, rules } = await reviewed(manifest, files, args, prepare);
    expect(messages).toContainEqual(expect.stringContaining(message));
    expect(status).toBe(2);
    expect(rules).toContain('memory-unlimited');
  });
});

describe('usage', () => {
  test.each([[['--app', '']], [['--app', '=x']], [['--app', 'registry.example/shop=']]])('%j names no folder', async (args) => {
    expect(await reviewed(web, {}, () => args)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('name a folder, or an image and its folder'),
    });
  });
  test('one image with two folders is refused', async () => {
    expect(await reviewed(web, whole, (app) => ['--app', app, '--app', app])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('has a folder already'),
    });
  });
});
