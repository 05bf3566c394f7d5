import { posix } from 'node:path';
import type { Container } from '../../manifest/container';
import { environmentOf, expandIn, valueIn, type Environment } from '../../manifest/environment';
import { listOf, textOf } from '../../manifest/json';
import { mountedFiles, type MountedFile } from '../../manifest/mounted-file';
import { hasHole, HOLE } from '../../manifest/partial-text';
import type { Path } from '../../manifest/path';
import type { ContainerContext } from '../container-context';
import { overImage } from '../image/environment';
import type { Image } from '../image/image';
import { readGunicorn, type GunicornSettings } from '../server/gunicorn';
import { gunicornServer } from '../server/gunicorn-server';
import { answersRequests, serverCommand, startsServer } from '../server/server-command';
import type { ServerSettings } from '../server/server-settings';
import type { ConfigFile, ServerSources } from '../server/source';
import { Unknown } from '../value';
import { launchOf, type Launch, type Shell } from './launch';
import type { Listener } from './listener';
import { nothingKnown, UNKNOWN, type Setting } from './setting';

/** What the process of a container is and where it listens, as far as the manifests say. */
export interface Process {
  /** `gunicorn`, `uvicorn`, `flask run` …; nothing where it is not known to answer requests. */
  readonly server?: string;
  /** The program and its arguments, wrappers taken off; nothing where the image starts it. */
  readonly words?: readonly string[];
  readonly shell?: Shell;
  readonly listeners: Setting<readonly Listener[]>;
  /** What is known of its server, whichever it is. */
  readonly settings?: ServerSettings;
  /** What gunicorn has beside that. */
  readonly gunicorn?: GunicornSettings;
  /** Why it is not known what it starts; nothing where that is known. */
  readonly because?: string;
  /** Where the command line is written. */
  readonly path?: Path;
  readonly environment: Environment;
  /** The commands that run before it in the scripts that start it, wrappers taken off. */
  readonly earlier?: readonly (readonly string[])[];
  /** The scripts that start it, as far as they were read. */
  readonly scripts?: readonly string[];
  /** Variables that the start script or a wrapper sets, over those of the environment. */
  readonly variables?: ReadonlyMap<string, string>;
}

/** Reads the process of a container. */
export function readProcess({ bundle, workload, container, image }: ContainerContext): Process {
  const manifest = environmentOf(bundle, workload, container);
  const environment = image ? overImage(manifest, image, container) : manifest;
  const surroundings = { bundle, workload, container, environment, image };
  const words = commandLine(container, manifest, image);
  if (!words) {
    // `GUNICORN_CMD_ARGS` or a mounted gunicorn.conf.py says which server the image starts; `PORT` and `WEB_CONCURRENCY` are read by many.
    return environment.variables.has('GUNICORN_CMD_ARGS') || mountedFile(surroundings, 'gunicorn.conf.py')
      ? gunicornProcess(surroundings, undefined, undefined)
      : { listeners: portConvention(environment), because: 'the image starts it, and was not read', environment };
  }
  const path = [...container.path, container.command ? 'command' : container.args ? 'args' : 'image'];
  const seen = launchOf(words, {
    isServer: startsServer,
    answersRequests,
    imageRead: image !== undefined,
    directory: directoryOf(surroundings),
    variable: (name) => valueIn(environment, name),
    file: (name, directory) => fileIn(surroundings, name, directory),
    lacks: (name) => image?.lacks(name) === true && !hasVolumes(container),
  });
  if (seen instanceof Unknown) {
    return { listeners: nothingKnown('the image', seen.because, true), because: seen.because, environment, path };
  }
  const launch = { ...seen, assumed: !image && (seen.assumed || container.command === undefined) };
  if (posix.basename(launch.words[0]) === 'gunicorn') {
    return gunicornProcess(surroundings, launch, path);
  }
  const base = { ...startOf(launch), environment, path };
  const command = serverCommand(launch.words);
  if (!command) {
    const because = `${visibleProgram(launch)} is no server that is known`;
    return { ...base, listeners: nothingKnown('the image', because, true), because };
  }
  const settings = command.read(sourcesOf(surroundings, launch, path, command.words));
  const server = answersRequests(launch.words) ? command.name : undefined;
  return { ...base, ...(server !== undefined && { server }), listeners: settings.listeners, settings };
}

/** What a volume holds lies over the files of the image. */
function hasVolumes({ json }: Container): boolean {
  return listOf(json.volumeMounts).length > 0;
}

function visibleProgram({ words: [program = ''] }: Launch): string {
  return hasHole(program) ? 'what it starts' : posix.basename(program);
}

/** `command` replaces the image's ENTRYPOINT and, without `args`, its CMD as well; `args` alone replaces CMD. */
function commandLine(container: Container, environment: Environment, image: Image | undefined): readonly string[] | undefined {
  const entrypoint = container.command?.map((word) => expandIn(environment, word)) ?? image?.entrypoint;
  const rest = container.args?.map((word) => expandIn(environment, word)) ?? (container.command ? undefined : image?.cmd);
  return entrypoint || rest ? [...(entrypoint ?? []), ...(rest ?? [])] : undefined;
}

/** Where a process is found. */
interface Surroundings extends ContainerContext {
  readonly environment: Environment;
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
    : nothingKnown('the image', 'the image was not read', true);
}

function gunicornProcess(surroundings: Surroundings, launch: Launch | undefined, path: Path | undefined): Process {
  const gunicorn = readGunicorn(sourcesOf(surroundings, launch, path, 1));
  return {
    server: 'gunicorn',
    ...(launch && startOf(launch)),
    listeners: gunicorn.bind,
    settings: gunicornServer(gunicorn),
    gunicorn,
    environment: surroundings.environment,
    path,
  };
}

/** What is told of how it comes to be started. */
function startOf({ words, shell, variables, earlier, scripts }: Launch): Partial<Process> {
  return { words, shell, variables, earlier, scripts };
}

/** Where a server takes its settings from; its arguments begin behind so many words. */
function sourcesOf(surroundings: Surroundings, launch: Launch | undefined, path: Path | undefined, words: number): ServerSources {
  const { environment, image } = surroundings;
  return {
    args: launch && argumentsOf(launch, words),
    argsPath: path,
    why: (fromLast) => launch?.whys[launch.whys.length - 1 - fromLast],
    imageUnread: image === undefined,
    assumed: launch?.assumed ?? true,
    variable: (name) => {
      const local = launch?.variables.get(name);
      const variable = environment.variables.get(name);
      return local !== undefined ? { value: local, path } : (variable ?? (environment.complete ? undefined : { value: HOLE }));
    },
    configFile: (name, explicit) => configFile(surroundings, name, explicit, launch ? launch.directory : directoryOf(surroundings)),
  };
}

/** What follows the server's name; options that stand before a subcommand are the program's own. */
function argumentsOf({ words }: Launch, before: number): readonly string[] {
  return words.slice(before);
}

/** What a volume puts there lies over what the image has there. */
function configFile(surroundings: Surroundings, name: string, explicit: boolean, directory: string | undefined): ConfigFile | undefined {
  const mounted = mountedFile(surroundings, name, directory);
  const text = fileOfImage(surroundings, name, directory);
  return mounted ?? (text !== undefined ? { origin: `${name} of the image`, text } : explicit ? { origin: name } : undefined);
}

function fileIn(surroundings: Surroundings, name: string, directory: string | undefined): string | undefined {
  return hasHole(name) ? undefined : (mountedFile(surroundings, name, directory)?.text ?? fileOfImage(surroundings, name, directory));
}

/** A path that is not absolute means nothing where the directory is not known. */
function fileOfImage({ image }: Surroundings, name: string, directory: string | undefined): string | undefined {
  return directory === undefined && !posix.isAbsolute(name) ? undefined : image?.file(posix.resolve('/', directory ?? '/', name));
}

function mountedFile(surroundings: Surroundings, name: string, directory = directoryOf(surroundings)): MountedFile | undefined {
  const { bundle, workload, container, image } = surroundings;
  // A path that is not absolute stands under the working directory: where neither pod nor image says it, any may be it.
  const known = image !== undefined || container.json.workingDir !== undefined || posix.isAbsolute(name);
  const path = known ? posix.resolve('/', directory ?? '/', name) : `/${posix.normalize(name)}`;
  return mountedFiles(bundle, workload, container).find((file) => {
    const place = posix.normalize(file.path);
    return known ? place === path : place.endsWith(path);
  });
}

/** The working directory; nothing where neither pod nor image says it. */
function directoryOf({ container, image }: Surroundings): string | undefined {
  return textOf(container.json.workingDir) ?? image?.workingDir;
}
