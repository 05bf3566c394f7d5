import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { afterAll } from '@jest/globals';
import { answers } from './http';
import { environmentOf, portOf } from './manifests';
import type { Json } from './manifests';
import { Running } from './processes';
import { VENV } from './python-environment';

export const PROJECT = resolve(__dirname, 'project');
export const PATH = [join(VENV, 'bin'), '/usr/bin', '/bin'].join(delimiter);

const directories: string[] = [];
afterAll(() => directories.splice(0).forEach((path) => rmSync(path, { recursive: true, force: true })));

/** A directory of this test file's own, gone after it. */
export function temporary(): string {
  const path = mkdtempSync(join(tmpdir(), 'probewise-e2e-'));
  directories.push(path);
  return path;
}

export interface ServerOptions {
  /** What the image's ENTRYPOINT says after `gunicorn --chdir …`. */
  readonly args?: readonly string[];
  readonly application?: string;
  /** Variables of the image itself, which those of the manifest override. */
  readonly image?: Readonly<Record<string, string>>;
  /** Variables that differ from the manifest's because this machine is no pod; each use says why. */
  readonly instead?: Readonly<Record<string, string>>;
}

/** The image's ENTRYPOINT, in the environment of the manifest. */
export function gunicorn(container: Json, options: ServerOptions = {}): Running {
  const home = temporary();
  return new Running({
    argv: ['gunicorn', '--chdir', PROJECT, ...(options.args ?? []), options.application ?? 'portal.wsgi:application'],
    cwd: home,
    env: {
      PATH,
      ...options.image,
      ...environmentOf(container, { DATABASE_URL: 'sqlite:' }),
      // The manifest's HOME is the pod's own /tmp. This machine's /tmp is everybody's, and two gunicorns with one HOME
      // take each other's control socket. suites/e2e/read-only-root.test.ts uses the manifest's own.
      HOME: home,
      ...options.instead,
    },
  });
}

/** The same, once it answers on the port that the manifest declares. */
export async function serving(container: Json, options: ServerOptions = {}): Promise<Running> {
  const server = gunicorn(container, options);
  await answers(server, { port: portOf(container), path: container.livenessProbe.httpGet.path });
  return server;
}
