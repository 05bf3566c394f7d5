import { posix } from 'node:path';
import { valueIn } from '../../manifest/environment';
import { textOf } from '../../manifest/json';
import { hasHole, HOLE } from '../../manifest/partial-text';
import { GUNICORN_OPTIONS } from '../server/gunicorn-option';
import { readOptions } from '../process/option';
import type { ContainerContext } from '../container-context';
import type { Process } from '../process/process';
import { readDjangoSettings, type DjangoSettings } from './settings';
import { Sources } from './source';

/** The Django project of an image whose application was read. */
export interface DjangoProject {
  readonly settings: DjangoSettings;
  readonly sources: Sources;
}

/** Words of a command line among which its application is looked for. */
const MOST_WORDS = 40;
const SETTINGS_MODULE = 'DJANGO_SETTINGS_MODULE';

/** The Django project that a container runs; nothing where none was read, or which settings it takes is not known. */
export function djangoOf({ container, image }: ContainerContext, process: Process): DjangoProject | undefined {
  if (!image) {
    return undefined;
  }
  const directory = posix.resolve('/', textOf(container.json.workingDir) ?? image.workingDir);
  const roots = rootsOf(process, directory, image.copied);
  const variable = (name: string) => process.variables?.get(name) ?? valueIn(process.environment, name);
  // `.env` files are read by django-environ, decouple and python-dotenv alike: what no manifest sets may stand in one.
  const dotenv = [directory, ...roots].some((root) => image.file(posix.join(root, '.env')) !== undefined);
  const environment = (name: string) => variable(name) ?? (dotenv ? HOLE : undefined);
  for (const root of roots) {
    const sources = new Sources(root, (path) => image.file(path));
    const module =
      process.variables?.get(SETTINGS_MODULE) ??
      process.environment.variables.get(SETTINGS_MODULE)?.value ??
      (process.environment.complete ? defaultModule(process, sources) : undefined);
    const settings = module !== undefined && !hasHole(module) ? readDjangoSettings(sources, module, environment) : undefined;
    if (settings) {
      return { settings, sources };
    }
  }
  return undefined;
}

/**
 * Where Python modules may be imported from: where gunicorn goes, `PYTHONPATH`, the working directory, what was copied;
 * each also below `src`.
 */
function rootsOf({ server, words = [], variables, environment }: Process, directory: string, copied: readonly string[]): readonly string[] {
  const chdir = server === 'gunicorn' ? (readOptions(words.slice(1), GUNICORN_OPTIONS).values.get('chdir') ?? []) : [];
  const path = (variables?.get('PYTHONPATH') ?? environment.variables.get('PYTHONPATH')?.value ?? '').split(':').filter(Boolean);
  const directories = [...chdir.slice(-1), ...path, directory, ...copied]
    .filter((each) => !hasHole(each))
    .map((each) => posix.resolve(directory, each));
  return [...new Set(directories.flatMap((each) => [each, posix.join(each, 'src')]))];
}

/**
 * What `wsgi.py` or `manage.py` sets where the environment does not: `os.environ.setdefault('DJANGO_SETTINGS_MODULE',
 * 'shop.settings')`.
 */
function defaultModule({ words = [] }: Process, sources: Sources): string | undefined {
  const modules = [
    ...words
      .slice(1, MOST_WORDS)
      .filter((word) => /^[\w.]+(:[\w.]+)?$/.test(word))
      .map((word) => word.split(':')[0])
      .reverse(),
    'manage',
  ];
  for (const module of modules) {
    for (const { tokens } of sources.module(module)?.lines ?? []) {
      const at = tokens.findIndex(({ kind, text }) => kind === 'string' && text === SETTINGS_MODULE);
      const value = tokens[at + 2];
      if (
        at >= 0 &&
        tokens[at + 1]?.text === ',' &&
        tokens[at - 2]?.text === 'setdefault' &&
        value?.kind === 'string' &&
        tokens[at + 3]?.text === ')'
      ) {
        return value.text;
      }
    }
  }
  return undefined;
}
