import { posix } from 'node:path';

/** Until endpoints are removed everywhere, as a rule. Seconds. */
const PROPAGATION = 5;

/** The command of a preStop hook that ends the listener before new requests have stopped to come; nothing where none does. */
export function closingCommand(commands: readonly (readonly string[])[]): string | undefined {
  let slept = 0;
  for (const [first = '', ...args] of commands) {
    const program = posix.basename(first);
    if (program === 'sleep') {
      slept += Number.parseFloat(args[0] ?? '0') || 0;
    } else if (slept < PROPAGATION && closes(program, args)) {
      return [program, ...args].join(' ');
    }
  }
  return undefined;
}

/** Signals with which servers stop to listen: TERM, QUIT, INT and WINCH, which Apache knows. */
const ENDS = /^-(?:s\s*)?(?:SIG)?(?:TERM|QUIT|INT|WINCH|15|3|2)$/;

function closes(program: string, args: readonly string[]): boolean {
  switch (program) {
    case 'nginx':
    case 'openresty':
      return args[args.indexOf('-s') + 1] === 'quit' || args.includes('stop');
    case 'kill':
    case 'pkill':
    case 'killall': {
      const signals = args.filter((word) => word.startsWith('-') && word !== '-s' && word !== '--');
      const named = args.includes('-s') ? [`-${args[args.indexOf('-s') + 1]}`] : signals;
      return named.length === 0 || named.some((word) => ENDS.test(word));
    }
    case 'apachectl':
    case 'apache2ctl':
    case 'httpd':
      return args.some((word) => /^(graceful-)?stop$/.test(word));
    case 'pumactl':
    case 'supervisorctl':
    case 'pm2':
      return args.includes('stop') || args.includes('shutdown') || args.includes('kill');
    case 'uwsgi':
      return args.includes('--stop');
    default:
      return false;
  }
}
