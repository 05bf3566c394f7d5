import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { Bundle } from '../../../lib/manifest/bundle';
import { environmentOf } from '../../../lib/manifest/environment';
import { readApplication } from '../../../lib/application/image/application';
import { commandOf, here } from '../../../lib/rehearsal/contained/command';

const folder = mkdtempSync(join(tmpdir(), 'probewise-command-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function imageOf(dockerfile: string) {
  const application = mkdtempSync(join(folder, 'app-'));
  mkdirSync(join(application, 'bin'));
  writeFileSync(join(application, 'bin', 'start.sh'), '#!/bin/sh\n');
  writeFileSync(join(application, 'Dockerfile'), dockerfile);
  return { application, image: readApplication({ context: application }).image! };
}

function commandIn(container: object, dockerfile?: string) {
  const bundle = new Bundle([
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [{ name: 'web', ...container }] } },
  ]);
  const [workload] = bundle.workloads;
  const [web] = workload.containers;
  const found = commandOf(web, environmentOf(bundle, workload, web), dockerfile === undefined ? undefined : imageOf(dockerfile).image);
  return 'words' in found ? found.words.join(' ') : found.because;
}

const BOTH = 'FROM python\nENTRYPOINT ["start", "--now"]\nCMD ["serve"]\n';

describe('the command of a container, as the runtime puts it together', () => {
  test.each([
    ['nothing in the manifest: ENTRYPOINT and CMD', {}, BOTH, 'start --now serve'],
    ['args: in the place of CMD', { args: ['work'] }, BOTH, 'start --now work'],
    ['a command: in the place of both', { command: ['other'] }, BOTH, 'other'],
    ['a command and args', { command: ['other'], args: ['-x'] }, BOTH, 'other -x'],
    ['CMD alone', {}, 'FROM python\nCMD python app.py\n', '/bin/sh -c python app.py'],
    ['a variable of the manifest', { command: ['other', '$(PORT)'], env: [{ name: 'PORT', value: '80' }] }, undefined, 'other 80'],
  ])('%s', (_, container, dockerfile, expected) => {
    expect(commandIn(container, dockerfile)).toBe(expected);
  });

  test.each([
    [
      'no image and no command',
      {},
      undefined,
      /^its image starts it, and there is no image here; name its application with --app, or give the command after --/,
    ],
    ['no image and args', { args: ['a'] }, undefined, /^its image starts it \(with the args of the manifest\)/],
    ['a Dockerfile that starts nothing', {}, 'FROM python\n', /^Dockerfile of .* has no ENTRYPOINT and no CMD; give the command after --/],
    ['args without an entry point', { args: ['a'] }, 'FROM python\nCMD ["b"]\n', /^Dockerfile of .* has no ENTRYPOINT; give/],
    ['what only a build knows', {}, 'FROM python\nARG X\nENV Y=$X\nENTRYPOINT ["start"]\n', /^start$/],
  ])('given %s, it says so', (_, container, dockerfile, expected) => {
    expect(commandIn(container, dockerfile)).toMatch(expected);
  });
});

describe('what the image has, here', () => {
  test('a file and a folder are where the Dockerfile takes them from; what is not there stays what it is', () => {
    const { application, image } = imageOf('FROM python\nWORKDIR /srv\nCOPY . /srv\nENTRYPOINT ["/srv/bin/start.sh"]\n');
    expect(here(image, '/srv/bin/start.sh')).toBe(join(application, 'bin/start.sh'));
    expect(here(image, '/srv')).toBe(application);
    expect(here(image, '/srv/nowhere.sh')).toBe('/srv/nowhere.sh');
    expect(here(image, '/bin/sh')).toBe('/bin/sh');
    expect(here(image, 'start.sh')).toBe('start.sh');
    expect(here(undefined, '/srv')).toBe('/srv');
  });

  test('the last COPY of a path wins', () => {
    const { application, image } = imageOf('FROM python\nCOPY . /srv\nCOPY bin /srv/tools\n');
    expect(here(image, '/srv/tools/start.sh')).toBe(join(application, 'bin/start.sh'));
  });
});
