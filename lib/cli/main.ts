#!/usr/bin/env node
import { UsageError, type Command, type Outcome } from './command';
import { explain } from './explain';
import { review } from './review';
import { rules } from './rules';
import { size } from './size';
import { version } from './version';

const COMMANDS: ReadonlyMap<string, Command> = new Map([['review', review], ['explain', explain], ['rules', rules], ['size', size]]);

const HELP = `probewise: a healthy container is not a ready application

  probewise review FILES…    review Kubernetes manifests
  probewise explain RULE     why a rule speaks, and how to mend what it finds
  probewise rules            every rule, a line each
  probewise size             the worker pool that fits a container, and the replicas for a peak
  probewise --version
  probewise COMMAND --help

Exit codes: 0 nothing at or above --fail-on; 1 findings; 2 unusable input or usage.
`;

function run([name, ...args]: readonly string[]): Outcome {
  if (name === '--version') {
    return { exitCode: 0, out: `${version()}\n` };
  }
  if (name === '--help' || name === '-h') {
    return { exitCode: 0, out: HELP };
  }
  const command = COMMANDS.get(name ?? '');
  if (!command) {
    return { exitCode: 2, out: '', err: name === undefined ? HELP : `probewise: there is no command ${JSON.stringify(name)}; there is ${[...COMMANDS.keys()].join(', ')}\n` };
  }
  const options = args.slice(0, args.includes('--') ? args.indexOf('--') : undefined);
  if (options.includes('--help') || options.includes('-h')) {
    return { exitCode: 0, out: command.help };
  }
  try {
    return command.run(args);
  } catch (error) {
    return { exitCode: 2, out: '', err: complaint(name, error) };
  }
}

function complaint(name: string, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return error instanceof UsageError || code?.startsWith('ERR_PARSE_ARGS')
    ? `probewise ${name}: ${message}\nSee probewise ${name} --help.\n`
    : `probewise ${name}: a fault of probewise itself: ${String(message ?? error)}\nPlease report it with the input that led to it.\n`;
}

// A reader that has seen enough, such as head, is no error.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? process.exitCode : 2));
const { exitCode, out, err } = run(process.argv.slice(2));
process.exitCode = exitCode;
process.stdout.write(out);
process.stderr.write(err ?? '');
