import { posix } from 'node:path';
import type { Image } from './image/image';
import type { Process } from './process/process';

/** A file of an application, and where it lies in the image. */
export interface ApplicationFile {
  readonly path: string;
  readonly text: string;
}

/** Where applications usually make their engine, beside or below the package of the entry module. */
const DATABASE_MODULES = [
  'db',
  'database',
  'models',
  'extensions',
  'config',
  'db/engine',
  'db/session',
  'db/database',
  'core/db',
  'core/database',
];

/** The module that `shop.main:app` names, where the image was read. */
export function entryModule(image: Image | undefined, { words = [] }: Process): ApplicationFile | undefined {
  const module = moduleIn(words);
  return module === undefined ? undefined : firstOf(image, [module, `${module}/__init__`]);
}

/** The entry module, and those that by their name are about its database. */
export function databaseModules(image: Image | undefined, process: Process): readonly ApplicationFile[] {
  const module = moduleIn(process.words ?? []);
  if (module === undefined) {
    return [];
  }
  const folders = new Set([posix.dirname(module), module.split('/')[0]]);
  const names = [module, ...[...folders].flatMap((folder) => DATABASE_MODULES.map((name) => posix.join(folder, name)))];
  return [...new Set(names)].flatMap((name) => firstOf(image, [name]) ?? []);
}

/** The files in which a project writes down what it needs. */
export function dependencyFiles(image: Image | undefined): readonly ApplicationFile[] {
  return ['requirements.txt', 'requirements/base.txt', 'requirements/production.txt', 'pyproject.toml', 'package.json'].flatMap(
    (name) => fileOf(image, name) ?? [],
  );
}

function moduleIn(words: readonly string[]): string | undefined {
  const word = words.find((each, index) => index > 0 && /^[A-Za-z_][\w.]*:[A-Za-z_][\w.]*(\(.*\))?$/.test(each));
  return word?.split(':')[0].replace(/\./g, '/');
}

function firstOf(image: Image | undefined, modules: readonly string[]): ApplicationFile | undefined {
  return modules.map((name) => fileOf(image, `${name}.py`)).find((file) => file !== undefined);
}

function fileOf(image: Image | undefined, name: string): ApplicationFile | undefined {
  const text = image?.file(posix.resolve('/', image.workingDir, name));
  return text === undefined ? undefined : { path: name, text };
}
