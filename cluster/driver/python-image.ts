import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { run } from './command';
import { type Blob, fileOf, kept, layerOf, saveImage, takeIn, temporary } from './images';

const RELEASE = 'bookworm';
const PACKAGES = 'python3,python-is-python3';
/** Of the base, which nobody reads in a container. */
const LEFT_OUT = ['/usr/share/doc/*', '/usr/share/man/*', '/usr/share/locale/*'];
/** Debian's Python is 3.11.2, and below 3.11.3 redis needs it; pip asks its own Python instead, which may be a newer one. */
const ASKED_BY_OLD = ['async-timeout'];
/** What the application's `.dockerignore` leaves out, and what its tests left behind. */
const NOT_COPIED = /(^|\/)(tests|pytest\.ini|requirements-dev\.txt|README\.md|staticfiles|__pycache__|\.pytest_cache)$/;

export interface PythonImageOptions {
  /** With `requirements.txt`; becomes `/app`. */
  readonly application: string;
  readonly entrypoint: readonly string[];
  readonly env?: readonly string[];
  readonly user?: string;
}

/** An image as the application's Dockerfile has it, on Debian's Python: packages by pip, and the application in `/app`. */
export async function savePythonImage(names: readonly string[], options: PythonImageOptions): Promise<void> {
  const { application, entrypoint, env = [], user } = options;
  const base = await kept('python', `${RELEASE} ${PACKAGES} ${LEFT_OUT}`, debian);
  const requirements = join(application, 'requirements.txt');
  const packages = await kept('packages', `${base.digest} ${readFileSync(requirements, 'utf8')}`, () => packagesOf(requirements, base));
  const copied = await kept('application', contentOf(application), () => copyOf(application));
  const settings = ['PYTHONUNBUFFERED=1', 'PYTHONDONTWRITEBYTECODE=1', ...env];
  names.forEach((name) => saveImage(name, { layers: [base, packages, copied], entrypoint, env: settings, workingDirectory: '/app', user }));
}

async function debian(): Promise<Blob> {
  const path = temporary();
  const options = LEFT_OUT.map((glob) => `--dpkgopt=path-exclude=${glob}`);
  await run(['mmdebstrap', '--quiet', '--variant=essential', `--include=${PACKAGES}`, ...options, '--format=tar', RELEASE, path], {
    withinSeconds: 600,
  });
  return takeIn(path);
}

async function packagesOf(requirements: string, base: Blob): Promise<Blob> {
  const listed = await run(['tar', '-tf', fileOf(base)]);
  const version = /usr\/lib\/python(3\.\d+)\/os\.py/.exec(listed)![1];
  const root = temporary();
  const target = join(root, `usr/local/lib/python${version}/dist-packages`);
  mkdirSync(target, { recursive: true });
  const pip = ['python3', '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-compile', '--target', target];
  const forImage = ['--python-version', version, '--only-binary=:all:'];
  await run([...pip, ...forImage, '--requirement', requirements, ...ASKED_BY_OLD], { withinSeconds: 300 });
  renameSync(join(target, 'bin'), join(root, 'usr/local/bin'));
  for (const script of readdirSync(join(root, 'usr/local/bin')).map((name) => join(root, 'usr/local/bin', name))) {
    writeFileSync(script, readFileSync(script, 'utf8').replace(/^#!.*python.*$/m, '#!/usr/bin/python3'));
  }
  return packed(root);
}

async function copyOf(application: string): Promise<Blob> {
  const root = temporary();
  cpSync(application, join(root, 'app'), { recursive: true, filter: (path) => !NOT_COPIED.test(relative(application, path)) });
  return packed(root);
}

async function packed(root: string): Promise<Blob> {
  const layer = await layerOf(root, ['--mode=a+rX']); // any user can read it, whoever made it here
  rmSync(root, { recursive: true });
  return layer;
}

function contentOf(folder: string): string {
  const hash = createHash('sha256');
  const visit = (path: string) => {
    for (const name of readdirSync(path).sort()) {
      const one = join(path, name);
      if (NOT_COPIED.test(relative(folder, one)) || !existsSync(one)) {
        continue;
      } else if (statSync(one).isDirectory()) {
        visit(one);
      } else {
        hash.update(`${relative(folder, one)} ${statSync(one).mode}\n`).update(readFileSync(one));
      }
    }
  };
  visit(folder);
  return hash.digest('hex');
}
