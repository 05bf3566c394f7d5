#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { explain } from './commands/explain';
import { review } from './commands/review';
import { rules } from './commands/rules';
import { ExitStatus, usage, type Outcome } from './outcome';

const HELP = `probewise review FILES… [--format text|json] [--fail-on error|warning|info|never]
    Reviews manifests together: files, folders and what is below them, globs, - for standard input.
probewise rules
    Lists the rules.
probewise explain RULE
    Says why a rule is one, when it speaks and how to mend what it finds.
probewise --version

Exit status: 0 nothing at or above --fail-on (default error); 1 findings; 2 input or arguments that cannot be used.
`;

const COMMANDS: ReadonlyMap<string, (args: string[]) => Outcome> = new Map([['review', review], ['rules', rules], ['explain', explain]]);

function run([name, ...args]: string[]): Outcome {
  if (name === '--help' || name === '-h' || name === undefined) {
    return { status: name === undefined ? ExitStatus.UNUSABLE : ExitStatus.FINE, out: HELP, complaints: [] };
  }
  if (name === '--version') {
    const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8'));
    return { status: ExitStatus.FINE, out: `${version}\n`, complaints: [] };
  }
  const command = COMMANDS.get(name);
  if (!command) {
    return usage(`there is no command '${name}'; 'probewise --help' lists them`);
  }
  try {
    return command(args);
  } catch (error) {
    // What node:util says of an option it does not know.
    if (String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS')) {
      return usage(`${(error as Error).message.split('. ')[0]}; 'probewise --help' lists the options`);
    }
    throw error;
  }
}

const { status, out, complaints } = run(process.argv.slice(2));
process.stdout.write(out);
complaints.forEach((complaint) => process.stderr.write(`probewise: ${complaint}\n`));
process.exitCode = status;
