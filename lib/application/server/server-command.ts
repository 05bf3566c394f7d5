import { posix } from 'node:path';
import { readCeleryBeat, readCeleryWorker, readFlower } from './celery';
import { readDaphne } from './daphne';
import { readFlaskRun, readRunserver } from './development';
import { readGranian } from './granian';
import { readHypercorn } from './hypercorn';
import { readNode, readPm2 } from './node';
import { readPuma } from './puma';
import type { ServerSettings } from './server-settings';
import type { ServerSources } from './source';
import { readUvicorn, readFastapi } from './uvicorn';
import { readUwsgi } from './uwsgi';
import { readWaitress } from './waitress';

/** The command line of a server that is known. */
export interface ServerCommand {
  readonly name: string;
  readonly read: (sources: ServerSources) => ServerSettings;
  /** How many words stand before its own arguments. */
  readonly words: number;
}

/** Programs that are a server by themselves. gunicorn is read on its own. */
const SERVERS: ReadonlyMap<string, (sources: ServerSources) => ServerSettings> = new Map([
  ['uvicorn', readUvicorn],
  ['hypercorn', readHypercorn],
  ['granian', readGranian],
  ['waitress-serve', readWaitress],
  ['daphne', readDaphne],
  ['uwsgi', readUwsgi],
  ['puma', (sources: ServerSources) => readPuma(sources)],
  ['pm2-runtime', readPm2],
  ['runserver', readRunserver],
  ['flask run', readFlaskRun],
  ['fastapi run', (sources: ServerSources) => readFastapi(sources, false)],
  ['fastapi dev', (sources: ServerSources) => readFastapi(sources, true)],
  ['celery worker', readCeleryWorker],
  ['celery beat', () => readCeleryBeat()],
  ['celery flower', readFlower],
  ['flower', readFlower],
  ['rails server', (sources: ServerSources) => readPuma(sources, true)],
  ['rails s', (sources: ServerSources) => readPuma(sources, true)],
]);
/** Programs whose subcommand is the server; it may stand behind options of the program: `flask --app shop run`. */
const WITH_SUBCOMMANDS: ReadonlySet<string> = new Set(
  [...SERVERS.keys()].flatMap((name) => (name.includes(' ') ? [name.split(' ')[0]] : [])),
);
/** How far behind its program a subcommand is looked for. */
const FARTHEST = 12;
/** What a script of Node that serves is called; any other may be a job. */
const NODE_SERVER = /(^|[-_./])(server|app|index|main|www)(\.[cm]?js)?$/;

/** Whether the words from a place on start a server that is known. */
export function startsServer(words: readonly string[], start = 0): boolean {
  return posix.basename(words[start] ?? '') === 'gunicorn'
    ? !words.includes('--check-config', start)
    : serverCommand(words, start) !== undefined;
}

/** Whether the words start a server that answers requests. */
export function answersRequests(words: readonly string[]): boolean {
  return startsServer(words) && !/^celery /.test(serverCommand(words)?.name ?? '');
}

/** The server that the words from a place on start; nothing when it is none that is known, or gunicorn. */
export function serverCommand(words: readonly string[], start = 0): ServerCommand | undefined {
  const program = posix.basename(words[start] ?? '');
  if (/^python[\d.]*$/.test(program)) {
    // `python manage.py runserver` has the interpreter in front of it.
    const script = words.findIndex((word, index) => index > start && index < start + FARTHEST && !word.startsWith('-'));
    return script < 0 ? undefined : within(serverCommand(words, script), script - start);
  }
  const read = SERVERS.get(program);
  if (read) {
    return { name: program, read, words: 1 };
  }
  if (/^manage\.py$|^django(-admin)?$/.test(program) && words[start + 1] === 'runserver') {
    return { name: 'runserver', read: readRunserver, words: 2 };
  }
  if (/^node(js)?$/.test(program)) {
    const script = words.slice(start + 1, start + FARTHEST).find((word) => !word.startsWith('-'));
    return script !== undefined && NODE_SERVER.test(script) ? { name: 'node', read: readNode, words: 1 } : undefined;
  }
  return WITH_SUBCOMMANDS.has(program) ? subcommand(program, words, start) : undefined;
}

function subcommand(program: string, words: readonly string[], start: number): ServerCommand | undefined {
  for (let index = start + 1; index < Math.min(words.length, start + FARTHEST); index++) {
    const name = `${program} ${words[index]}`;
    const read = SERVERS.get(name);
    if (read) {
      // `celery worker` keeps the options that stand before its subcommand.
      return { name: name === 'rails s' ? 'rails server' : name, read, words: program === 'celery' ? 1 : index - start + 1 };
    }
  }
  return undefined;
}

function within(command: ServerCommand | undefined, before: number): ServerCommand | undefined {
  return command && { ...command, words: command.words + before };
}
