/** Programs that are process 1 in the stead of what they start, and hand signals on. */
export const INITS: ReadonlySet<string> = new Set(['tini', 'tini-static', 'dumb-init', 'catatonit', 'docker-init']);

/** What a wrapper takes before the program that it starts. */
interface Wrapper {
  /** Its options that take the next word. */
  readonly valued?: string;
  /** How many operands of its own come first. */
  readonly operands?: number;
  /** It wraps only as this subcommand. */
  readonly subcommand?: string;
}

/** Programs that start another one. */
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
  ['bundle', { subcommand: 'exec' }],
  ['npx', {}],
  ['dockerize', { valued: '-wait -timeout -template -stdout -stderr -wait-retry-interval' }],
  ['doppler', { subcommand: 'run', valued: '-p -c --project --config' }],
  ['infisical', { subcommand: 'run', valued: '--env --path --projectId' }],
  ['chamber', { subcommand: 'exec', operands: 1 }],
]);

/** What a wrapper starts, and the variables that it sets for it. */
export interface Unwrapped {
  readonly variables: ReadonlyMap<string, string>;
  readonly inner: readonly string[];
}

/** Takes the wrapper off a command line; nothing where it is none. */
export function unwrapped(program: string, words: readonly string[]): Unwrapped | undefined {
  const wrapper = WRAPPERS.get(program);
  if (!wrapper || (wrapper.subcommand && words.find((word) => !word.startsWith('-')) !== wrapper.subcommand)) {
    return undefined;
  }
  const variables = new Map<string, string>();
  const takesValue = new Set((wrapper.valued ?? '').split(' '));
  let left = (wrapper.operands ?? 0) + (wrapper.subcommand ? 1 : 0);
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
