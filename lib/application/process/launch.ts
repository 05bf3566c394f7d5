import { posix } from 'node:path';
import { readShellScript, type ShellCommand } from '../shell/shell-script';

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
  /** Variables set on the way, over those of the container. */
  readonly variables: ReadonlyMap<string, string>;
  readonly shell?: Shell;
  /** Whether it rests on the image adding nothing: its entry point hands the words on, its variables are not set. */
  readonly assumed: boolean;
}

/** Whether a command, given as its words, starts a server that answers requests. */
export type IsServer = (words: readonly string[]) => boolean;

const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh', 'busybox']);
const INITS: ReadonlySet<string> = new Set(['tini', 'tini-static', 'dumb-init', 'catatonit', 'docker-init']);
/** What a wrapper takes before the program that it starts. */
interface Wrapper {
  /** Its options that take the next word. */
  readonly valued?: string;
  /** How many operands of its own come first. */
  readonly operands?: number;
  /** It wraps only as this subcommand. */
  readonly subcommand?: string;
}

const WRAPPERS: ReadonlyMap<string, Wrapper> = new Map<string, Wrapper>([
  ['exec', { valued: '-a' }],
  ['command', {}],
  ['nohup', {}],
  ['time', {}],
  ['setsid', {}],
  ['stdbuf', { valued: '-i -o -e' }],
  ['nice', { valued: '-n' }],
  ['ionice', { valued: '-c -n' }],
  ['timeout', { valued: '-k -s', operands: 1 }],
  ['env', { valued: '-u -C' }],
  ['sudo', { valued: '-u -g' }],
  ['gosu', { operands: 1 }],
  ['su-exec', { operands: 1 }],
  ['setpriv', { valued: '--reuid --regid' }],
  ['chpst', { valued: '-u -U -e' }],
  ['tini', { valued: '-p -e' }],
  ['tini-static', { valued: '-p -e' }],
  ['dumb-init', { valued: '-r --rewrite' }],
  ['catatonit', {}],
  ['docker-init', {}],
  ['uv', { subcommand: 'run', valued: '--with --extra --group --project --directory --python -p --env-file' }],
  ['poetry', { subcommand: 'run' }],
  ['pipenv', { subcommand: 'run' }],
  ['pdm', { subcommand: 'run' }],
  ['hatch', { subcommand: 'run' }],
  ['rye', { subcommand: 'run' }],
  ['ddtrace-run', {}],
  ['opentelemetry-instrument', { valued: '--traces_exporter --metrics_exporter --logs_exporter --service_name' }],
  ['newrelic-admin', { subcommand: 'run-program' }],
  ['splunk-py-trace', {}],
  ['doppler', { subcommand: 'run', valued: '-p -c --project --config' }],
  ['infisical', { subcommand: 'run', valued: '--env --path --projectId' }],
  ['chamber', { subcommand: 'exec', operands: 1 }],
]);
/** What a shell does by itself, or what only passes the time: not the program that the container is for. */
const AUXILIARY: ReadonlySet<string> = new Set([
  ':',
  '[',
  '[[',
  'alias',
  'cd',
  'echo',
  'eval',
  'exit',
  'false',
  'printf',
  'pwd',
  'read',
  'return',
  'set',
  'shift',
  'shopt',
  'sleep',
  'source',
  '.',
  'tail',
  'test',
  'trap',
  'true',
  'ulimit',
  'umask',
  'unset',
  'wait',
  'kill',
  'local',
  'cat',
  'mkdir',
  'cp',
  'mv',
  'rm',
  'ls',
  'chmod',
  'chown',
]);
/** Wrappers in wrappers; more than this is no command line that anybody wrote. */
const DEEPEST = 12;

/** What a command line is seen through with. */
export interface Surroundings {
  /** Among several commands, finds the one of interest. */
  readonly isServer: IsServer;
  /** The value of a variable of the container; nothing where it is not set. */
  variable(name: string): string | undefined;
  /** The text of a file of the image; nothing where it is not known. */
  file(path: string): string | undefined;
}

/** Sees through wrappers, interpreters, scripts and `sh -c` to the program that a command line starts. */
export function launchOf(words: readonly string[], surroundings: Surroundings): Launch | undefined {
  return see({ words, variables: new Map(), assumed: false }, false, surroundings, 0);
}

function see(launch: Launch, init: boolean, surroundings: Surroundings, depth: number): Launch | undefined {
  const [first, ...rest] = launch.words;
  if (first === undefined || depth > DEEPEST) {
    return undefined;
  }
  const program = posix.basename(first);
  const script = scriptOf(launch.words, surroundings);
  if (script) {
    return seeThroughShell(launch, script, init, surroundings, depth);
  }
  if (SHELLS.has(program)) {
    // What its script file runs is in the image.
    return launch;
  }
  const wrapper = WRAPPERS.get(program);
  if (wrapper && (!wrapper.subcommand || rest.find((word) => !word.startsWith('-')) === wrapper.subcommand)) {
    const { variables, inner } = unwrapped(rest, wrapper);
    const shell = launch.shell && program === 'exec' ? { ...launch.shell, exec: true } : launch.shell;
    const inside = { ...launch, shell, words: inner, variables: new Map([...launch.variables, ...variables]) };
    return see(inside, init || INITS.has(program), surroundings, depth + 1);
  }
  const module = /^python[\d.]*$/.test(program) ? rest.indexOf('-m') : -1;
  if (module >= 0 && rest.slice(0, module).every((word) => word.startsWith('-'))) {
    return see({ ...launch, words: rest.slice(module + 1) }, init, surroundings, depth + 1);
  }
  if (surroundings.isServer(launch.words)) {
    return launch;
  }
  // An entry point of the image that hands its arguments on: `/entrypoint.sh gunicorn …`, `wait-for-it db:5432 -- gunicorn …`.
  const handedOn = rest.findIndex((_, index) => surroundings.isServer(rest.slice(index)));
  return handedOn >= 0 && !/^python/.test(program) ? { ...launch, words: rest.slice(handedOn), assumed: true } : launch;
}

/** A shell and the text that it is given to run. */
interface Script {
  readonly program: string;
  readonly text: string;
  /** `"$@"`, where it is known. */
  readonly positional?: readonly string[];
}

/** The script that a command line runs: after `-c`, or in a file that is known. */
function scriptOf(words: readonly string[], { file }: Surroundings): Script | undefined {
  const own = posix.basename(words[0]) === 'busybox' ? words.slice(1) : words;
  const program = posix.basename(own[0] ?? '');
  if (SHELLS.has(program)) {
    const operand = own.findIndex((word, index) => index > 0 && !word.startsWith('-'));
    const inline = own.findIndex((word, index) => index > 0 && /^-[a-z]*c[a-z]*$/.test(word));
    if (inline > 0 && inline < operand) {
      return { program, text: own[inline + 1] };
    }
    const text = operand > 0 ? file(own[operand]) : undefined;
    return text === undefined ? undefined : { program, text, positional: own.slice(operand + 1) };
  }
  const text = file(words[0]);
  const interpreter = /^#!\s*(?:\S*\/env\s+)?(\S+)/.exec(text ?? '')?.[1];
  return text !== undefined && interpreter && SHELLS.has(posix.basename(interpreter))
    ? { program: posix.basename(interpreter), text, positional: words.slice(1) }
    : undefined;
}

function unwrapped(words: readonly string[], { valued = '', operands = 0, subcommand }: Wrapper) {
  const variables = new Map<string, string>();
  const takesValue = new Set(valued.split(' '));
  let left = operands + (subcommand ? 1 : 0);
  let index = 0;
  for (; index < words.length; index++) {
    const assignment = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(words[index]);
    if (words[index] === '--') {
      index += 1;
      break;
    } else if (assignment) {
      variables.set(assignment[1], assignment[2]);
    } else if (words[index].startsWith('-')) {
      index += takesValue.has(words[index]) ? 1 : 0;
    } else if (left > 0) {
      left -= 1;
    } else {
      break;
    }
  }
  return { variables, inner: words.slice(index) };
}

function seeThroughShell(outer: Launch, script: Script, init: boolean, surroundings: Surroundings, depth: number): Launch | undefined {
  const inside: Surroundings = { ...surroundings, variable: (name) => outer.variables.get(name) ?? surroundings.variable(name) };
  const { commands, assumed } = readShellScript(script.text, inside.variable, script.positional);
  const launches = commands.map((command) => ({ command, launch: see(ofCommand(command, outer, assumed), init, inside, depth + 1) }));
  const servers = launches.filter(({ launch }) => launch && surroundings.isServer(launch.words));
  const last = launches[launches.length - 1];
  const main = servers.length ? only(servers) : last && !AUXILIARY.has(posix.basename(last.command.words[0])) ? last : undefined;
  if (!main?.launch) {
    return undefined;
  }
  const { command } = main;
  const shell: Shell = {
    program: script.program,
    inline: script.positional === undefined,
    exec: command.words[0] === 'exec',
    continues: command.detached || command.conditional || main !== last,
    handlesSignals: init || commands.some(({ words: [name] }) => name === 'trap'),
  };
  // Of shells within shells, the one that stays is the one that tells.
  const inner = main.launch.shell;
  return { ...main.launch, shell: inner && !inner.exec ? inner : shell };
}

function ofCommand({ words, variables }: ShellCommand, outer: Launch, assumed: boolean): Launch {
  return { words, variables: new Map([...outer.variables, ...variables]), assumed: outer.assumed || assumed };
}

function only<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined;
}
