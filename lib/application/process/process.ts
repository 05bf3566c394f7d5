import { posix } from 'node:path';
import type { Bundle } from '../../manifest/bundle';
import type { Container } from '../../manifest/container';
import { environmentOf, expandIn, overImage, valueIn, type Environment } from '../../manifest/environment';
import type { Image } from '../image/image';
import { textOf } from '../../manifest/json';
import { mountedFiles, type MountedFile } from '../../manifest/mounted-file';
import { hasHole, HOLE } from '../../manifest/partial-text';
import type { Path } from '../../manifest/path';
import type { Workload } from '../../manifest/workload';
import { readGunicorn, type GunicornSettings } from '../server/gunicorn';
import type { ConfigFile } from '../server/source';
import { launchOf, type Launch, type Shell } from './launch';
import type { Listener } from './listener';
import { otherServer, type ServerSettings } from './other-servers';
import { UNKNOWN, type Setting } from './setting';

/** What the process of a container is and where it listens, as far as the manifests say. */
export interface Process {
  /** `gunicorn`, `uvicorn`, `flask run` …; nothing where it is not known to be a server. */
  readonly server?: string;
  /** The program and its arguments, wrappers taken off; nothing where the image starts it. */
  readonly words?: readonly string[];
  readonly shell?: Shell;
  readonly listeners: Setting<readonly Listener[]>;
  readonly gunicorn?: GunicornSettings;
  readonly other?: ServerSettings;
  /** Where the command line is written. */
  readonly path?: Path;
  readonly environment: Environment;
  /** Variables that the start script or a wrapper sets, over those of the environment. */
  readonly variables?: ReadonlyMap<string, string>;
}

const UNKNOWN_LISTENERS: Setting<readonly Listener[]> = { value: UNKNOWN, origin: 'the image', assumed: true, isDefault: false };
const processes = new WeakMap<Container, Process>();

/** The process of a container. */
export function processOf(bundle: Bundle, workload: Workload, container: Container): Process {
  const known = processes.get(container);
  if (known) {
    return known;
  }
  const process = read(bundle, workload, container);
  processes.set(container, process);
  return process;
}

function read(bundle: Bundle, workload: Workload, container: Container): Process {
  const manifest = environmentOf(bundle, workload, container);
  const image = bundle.imageOf(container);
  const environment = image ? overImage(manifest, image, container) : manifest;
  const surroundings = { bundle, workload, container, environment, image };
  const words = commandLine(container, manifest, image);
  if (!words) {
    // `GUNICORN_CMD_ARGS` or a mounted gunicorn.conf.py says which server the image starts; `PORT` and `WEB_CONCURRENCY` are read by many.
    return environment.variables.has('GUNICORN_CMD_ARGS') || mountedFile(surroundings, 'gunicorn.conf.py')
      ? gunicornProcess(surroundings, undefined, undefined)
      : { listeners: portConvention(environment), environment };
  }
  const path = [...container.path, container.command ? 'command' : container.args ? 'args' : 'image'];
  const seen = launchOf(words, { isServer, variable: (name) => valueIn(environment, name), file: (name) => fileIn(surroundings, name) });
  const launch = seen && { ...seen, assumed: !image && (seen.assumed || container.command === undefined) };
  if (!launch) {
    return { listeners: UNKNOWN_LISTENERS, environment, path };
  }
  const [program, ...args] = launch.words;
  if (posix.basename(program) === 'gunicorn') {
    return gunicornProcess(surroundings, launch, path);
  }
  const server = serverOf(program, args);
  if (!server) {
    return { words: launch.words, shell: launch.shell, listeners: UNKNOWN_LISTENERS, environment, variables: launch.variables, path };
  }
  const other = server.read(server.args, (name) => launch.variables.get(name) ?? valueIn(environment, name));
  return {
    server: server.name,
    words: launch.words,
    shell: launch.shell,
    listeners: { value: other.listeners, origin: 'the command line', path, assumed: launch.assumed, isDefault: false },
    other,
    environment,
    variables: launch.variables,
    path,
  };
}

/** `command` replaces the image's ENTRYPOINT and, without `args`, its CMD as well; `args` alone replaces CMD. */
function commandLine(container: Container, environment: Environment, image: Image | undefined): readonly string[] | undefined {
  const entrypoint = container.command?.map((word) => expandIn(environment, word)) ?? image?.entrypoint;
  const rest = container.args?.map((word) => expandIn(environment, word)) ?? (container.command ? undefined : image?.cmd);
  return entrypoint || rest ? [...(entrypoint ?? []), ...(rest ?? [])] : undefined;
}

/** Where a process is found. */
interface Surroundings {
  readonly bundle: Bundle;
  readonly workload: Workload;
  readonly container: Container;
  readonly environment: Environment;
  readonly image?: Image;
}

/** Where the image's own entry point starts something that is not known, `PORT` in a pod still says where it is meant to listen. */
function portConvention({ variables }: Environment): Setting<readonly Listener[]> {
  const port = variables.get('PORT');
  return port && /^\d{1,5}$/.test(port.value)
    ? {
        value: [{ kind: 'tcp', host: UNKNOWN, port: Number(port.value) }],
        origin: 'PORT',
        path: port.path,
        assumed: true,
        isDefault: false,
      }
    : UNKNOWN_LISTENERS;
}

function gunicornProcess(surroundings: Surroundings, launch: Launch | undefined, path: Path | undefined): Process {
  const { environment, image } = surroundings;
  const gunicorn = readGunicorn({
    args: launch?.words.slice(1),
    argsPath: path,
    imageUnread: image === undefined,
    assumed: launch?.assumed ?? true,
    variable: (name) => {
      const local = launch?.variables.get(name);
      const variable = environment.variables.get(name);
      return local !== undefined ? { value: local, path } : (variable ?? (environment.complete ? undefined : { value: HOLE }));
    },
    configFile: (name, explicit) => configFile(surroundings, name, explicit),
  });
  return {
    server: 'gunicorn',
    words: launch?.words,
    shell: launch?.shell,
    listeners: gunicorn.bind,
    gunicorn,
    environment,
    variables: launch?.variables,
    path,
  };
}

/** What a volume puts there lies over what the image has there. */
function configFile(surroundings: Surroundings, name: string, explicit: boolean): ConfigFile | undefined {
  const mounted = mountedFile(surroundings, name);
  const text = surroundings.image?.file(absolute(surroundings, name));
  return mounted ?? (text !== undefined ? { origin: `${name} of the image`, text } : explicit ? { origin: name } : undefined);
}

function fileIn(surroundings: Surroundings, name: string): string | undefined {
  return hasHole(name) ? undefined : (mountedFile(surroundings, name)?.text ?? surroundings.image?.file(absolute(surroundings, name)));
}

function mountedFile(surroundings: Surroundings, name: string): MountedFile | undefined {
  const { bundle, workload, container, image } = surroundings;
  // A path that is not absolute stands under the working directory: where neither pod nor image says it, any may be it.
  const known = image !== undefined || container.json.workingDir !== undefined || posix.isAbsolute(name);
  const path = known ? absolute(surroundings, name) : `/${posix.normalize(name)}`;
  return mountedFiles(bundle, workload, container).find((file) => {
    const place = posix.normalize(file.path);
    return known ? place === path : place.endsWith(path);
  });
}

function absolute({ container, image }: Surroundings, name: string): string {
  return posix.resolve('/', textOf(container.json.workingDir) ?? image?.workingDir ?? '/', name);
}

function isServer([program, ...args]: readonly string[]): boolean {
  return posix.basename(program) === 'gunicorn' ? !args.includes('--check-config') : serverOf(program, args) !== undefined;
}

/** `python manage.py runserver` has the interpreter in front of it. */
function serverOf(program: string, args: readonly string[]) {
  const name = posix.basename(program);
  const script = args.findIndex((word) => !word.startsWith('-'));
  return /^python[\d.]*$/.test(name)
    ? script < 0
      ? undefined
      : otherServer(posix.basename(args[script]), args.slice(script + 1))
    : otherServer(name, args);
}
