import { posix } from 'node:path';
import { readShellScript, type ShellCommand } from '../shell/shell-script';
import { Unknown } from '../value';
import { AUXILIARY } from './auxiliary';
import { INITS, unwrapped } from './wrapper';

/** A shell that stands above the program. */
export interface Shell {
  /** `sh`, `bash`, `dash` … */
  readonly program: string;
  /** Whether its script is an argument (`-c`) and no file. */
  readonly inline: boolean;
  /** Whether the shell certainly becomes the program: `exec`. */
  readonly exec: boolean;
  /** Whether something of the script comes after the program, so that no shell can replace itself by it. */
  readonly continues: boolean;
  /** Whether an init program (tini, dumb-init) is process 1 in its stead, or the script handles signals. */
  readonly handlesSignals: boolean;
}

/** How a container's command line comes to start its program. */
export interface Launch {
  /** The program and its arguments, wrappers taken off. */
  readonly words: readonly string[];
  /** Why words have holes, in step with them from the last one backwards. */
  readonly whys: readonly (Unknown | undefined)[];
  /** The directory in which it runs; nothing where that is not known. */
  readonly directory?: string;
  /** Variables set on the way, over those of the container. */
  readonly variables: ReadonlyMap<string, string>;
  readonly shell?: Shell;
  /** The commands that its scripts run before it, wrappers taken off. */
  readonly earlier: readonly (readonly string[])[];
  /** The scripts that lead to it. */
  readonly scripts: readonly string[];
  /** Whether it rests on the image adding nothing: its entry point hands the words on, its variables are not set. */
  readonly assumed: boolean;
}

/** Whether the words from a place on start a server. */
export type IsServer = (words: readonly string[], start?: number) => boolean;

const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh', 'busybox']);
/** Wrappers in wrappers; more than this is no command line that anybody wrote. */
const DEEPEST = 12;

/** What a command line is seen through with. */
export interface Surroundings {
  /** Among several commands, finds the one of interest. */
  readonly isServer: IsServer;
  /** Whether that one answers requests. */
  answersRequests(words: readonly string[]): boolean;
  /** The value of a variable of the container; nothing where it is not set. */
  variable(name: string): string | undefined;
  /** Whether there is certainly no file of this absolute path. */
  lacks(path: string): boolean;
  /** Whether the image was read, so that a variable that nothing sets is not set. */
  readonly imageRead: boolean;
  /** The directory in which the command line runs. */
  readonly directory?: string;
  /** The text of a file of the image, seen from a directory; nothing where it is not known. */
  file(path: string, directory?: string): string | undefined;
}

/**
 * Sees through wrappers, interpreters, scripts and `sh -c` to the program that a command line starts.
 *
 * @returns why it is not known, where that is so
 */
export function launchOf(words: readonly string[], surroundings: Surroundings): Launch | Unknown {
  const launch = { words, whys: [], variables: new Map(), earlier: [], scripts: [], assumed: false, directory: surroundings.directory };
  return see(launch, false, surroundings, 0);
}

function see(launch: Launch, init: boolean, surroundings: Surroundings, depth: number): Launch | Unknown {
  const [first, ...rest] = launch.words;
  if (first === undefined || depth > DEEPEST) {
    return new Unknown('it starts no program that is known');
  }
  const program = posix.basename(first);
  const script = scriptOf(launch, surroundings);
  if (script) {
    return seeThroughShell(launch, script, init, surroundings, depth);
  }
  if (SHELLS.has(program)) {
    // What its script file runs is in the image.
    return launch;
  }
  const inside = unwrapped(program, rest);
  if (inside) {
    const shell = launch.shell && program === 'exec' ? { ...launch.shell, exec: true } : launch.shell;
    const variables = new Map([...launch.variables, ...inside.variables]);
    return see({ ...launch, shell, words: inside.inner, variables }, init || INITS.has(program), surroundings, depth + 1);
  }
  const module = /^python[\d.]*$/.test(program) ? rest.indexOf('-m') : -1;
  if (module >= 0 && rest.slice(0, module).every((word) => word.startsWith('-'))) {
    return see({ ...launch, words: rest.slice(module + 1) }, init, surroundings, depth + 1);
  }
  if (surroundings.isServer(launch.words)) {
    return launch;
  }
  // An entry point of the image that hands its arguments on: `/entrypoint.sh gunicorn …`, `wait-for-it db:5432 -- gunicorn …`.
  const handedOn = /^python/.test(program) ? -1 : rest.findIndex((_, index) => surroundings.isServer(rest, index));
  return handedOn >= 0 ? { ...launch, words: rest.slice(handedOn), assumed: true } : launch;
}

/** A shell and the text that it is given to run. */
interface Script {
  readonly program: string;
  readonly text: string;
  /** Whether it is an argument (`-c`) and no file. */
  readonly inline: boolean;
  /** Where it lies, if it is a file. */
  readonly path?: string;
  readonly positional: readonly string[];
}

/** The script that a command line runs: after `-c`, or in a file that is known. */
function scriptOf({ words, directory }: Launch, { file }: Surroundings): Script | undefined {
  const own = posix.basename(words[0]) === 'busybox' ? words.slice(1) : words;
  const program = posix.basename(own[0] ?? '');
  const absolute = (path: string) => (directory === undefined ? path : posix.resolve(directory, path));
  if (SHELLS.has(program)) {
    const operand = own.findIndex((word, index) => index > 0 && !word.startsWith('-'));
    const inline = own.findIndex((word, index) => index > 0 && /^-[a-z]*c[a-z]*$/.test(word));
    if (inline > 0 && inline < operand) {
      return { program, text: own[inline + 1], inline: true, positional: own.slice(inline + 3) };
    }
    const text = operand > 0 ? file(own[operand], directory) : undefined;
    return text === undefined
      ? undefined
      : { program, text, inline: false, path: absolute(own[operand]), positional: own.slice(operand + 1) };
  }
  const text = words[0].includes('/') || /\.(ba)?sh$/.test(words[0]) ? file(words[0], directory) : undefined;
  const interpreter = /^#!\s*(?:\S*\/env\s+(?:-S\s+)?)?(\S+)/.exec(text ?? '')?.[1];
  return text !== undefined && interpreter && SHELLS.has(posix.basename(interpreter))
    ? { program: posix.basename(interpreter), text, inline: false, path: absolute(words[0]), positional: words.slice(1) }
    : undefined;
}

function seeThroughShell(outer: Launch, script: Script, init: boolean, surroundings: Surroundings, depth: number): Launch | Unknown {
  const inside: Surroundings = { ...surroundings, variable: (name) => outer.variables.get(name) ?? surroundings.variable(name) };
  const { commands, assumed, broken } = readShellScript(script.text, inside.variable, {
    positional: script.positional,
    path: script.path,
    directory: outer.directory,
    decidesUnset: surroundings.imageRead,
    file: (path) => surroundings.file(path, outer.directory),
    lacks: (path) => posix.isAbsolute(path) && surroundings.lacks(path),
  });
  if (broken !== undefined) {
    return new Unknown(broken);
  }
  const launches = commands.map((command) => ({ command, launch: see(ofCommand(command, outer, assumed), init, inside, depth + 1) }));
  const started = launches.filter(({ launch }) => !(launch instanceof Unknown) && surroundings.isServer(launch.words));
  const answering = started.filter(({ launch }) => !(launch instanceof Unknown) && surroundings.answersRequests(launch.words));
  // Workers beside it are not what the container is asked for.
  const servers = answering.length === 1 ? answering : started;
  if (servers.length > 1) {
    return new Unknown('the script starts several servers, or one of several');
  }
  const last = launches[launches.length - 1];
  const main = servers[0] ?? (last && !AUXILIARY.has(posix.basename(last.command.words[0])) ? last : undefined);
  if (!main) {
    return new Unknown('the script starts no program that is known');
  }
  const { command, launch } = main;
  if (launch instanceof Unknown) {
    return launch;
  }
  const handlesSignals = init || commands.some(({ words: [name] }) => name === 'trap');
  const exec = command.words[0] === 'exec';
  const shell: Shell = {
    program: script.program,
    inline: script.inline,
    exec,
    continues: command.detached || command.conditional || main !== last,
    handlesSignals,
  };
  // Of shells within shells, the one that stays is the one that tells.
  const inner = launch.shell;
  const tells = inner && !inner.exec ? inner : shell;
  // Under a condition that is not decided the shell may become something else, or nothing.
  const before = launches.slice(0, launches.indexOf(main));
  return {
    ...launch,
    earlier: [...before.flatMap(startedBy), ...launch.earlier],
    scripts: [script.text, ...launch.scripts],
    shell: command.conditional && !exec && tells === shell ? { ...shell, continues: false, handlesSignals: true } : tells,
  };
}

/** What a command of a script runs, those of a script of its own included. */
function startedBy({ command, launch }: { readonly command: ShellCommand; readonly launch: Launch | Unknown }): (readonly string[])[] {
  return launch instanceof Unknown ? [command.words] : [...launch.earlier, launch.words];
}

function ofCommand({ words, whys, variables, directory }: ShellCommand, outer: Launch, assumed: boolean): Launch {
  return {
    words,
    whys: words.map((_, index) => whys.get(index)),
    variables: new Map([...outer.variables, ...variables]),
    earlier: [],
    scripts: [],
    assumed: outer.assumed || assumed,
    directory,
  };
}
