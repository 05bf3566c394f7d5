import { posix } from 'node:path';
import { readShellScript } from './shell/shell-script';
import { parseScript } from './shell/parser';
import { plainText, type Command, type Pipeline, type Step } from './shell/syntax';

/** Why a command says little of the process that it is to check. */
export interface Blindness {
  /** What shows it: `pgrep`, `ps | grep`, `curl`, `|| true`. */
  readonly sign: string;
  /** What it says no to: nothing at all, the end of the process, or silence but no bad answer. */
  readonly notices: 'nothing' | 'the end of the process' | 'silence';
}

/** Programs that look for a process and ask it nothing. */
const PROCESS_LOOKUPS: ReadonlySet<string> = new Set(['pgrep', 'pidof']);
/** What succeeds whatever was before it. */
const ALWAYS_SUCCEEDS = /^(true|:|echo|printf)$|^exit 0$/;
/** What ends a script early, so that its last command is reached only when all is well. */
const FAILS_EARLIER = /\bexit\s+("?\$|[1-9])|\bset\s+-\w*e|\bkill\b/;
/** Programs at the end of a pipeline that succeed whatever they read. */
const PASSES_ON: ReadonlySet<string> = new Set(['cat', 'head', 'tail', 'tee', 'tr', 'wc', 'cut', 'sort', 'sed']);

/** How little a command notices that is run as a probe; nothing where it is not seen to be blind. */
export function blindnessOf(command: readonly string[]): Blindness | undefined {
  const flag = command.findIndex((word, index) => index > 0 && /^-[a-z]*c$/.test(word));
  if (!/(^|\/)(ba|da|a|z|k)?sh$/.test(command[0] ?? '') || flag < 0) {
    const [program = ''] = command;
    return /(^|\/)(true|echo)$/.test(program) ? { sign: posix.basename(program), notices: 'nothing' } : ofProgram(command);
  }
  const script = command[flag + 1] ?? '';
  const { steps, brokenAt } = parseScript(script);
  const last = steps[steps.length - 1];
  return last === undefined || brokenAt !== undefined ? undefined : ofLastStep(last, script);
}

function ofLastStep({ first, rest }: Step, script: string): Blindness | undefined {
  const end = rest[rest.length - 1];
  const words = (pipeline: Pipeline) => wordsOf(pipeline.commands[0], script);
  const succeeds = (pipeline: Pipeline) => pipeline.commands.length === 1 && ALWAYS_SUCCEEDS.test(shortened(words(pipeline)));
  if (end?.operator === '||' && succeeds(end.pipeline)) {
    return { sign: `|| ${words(end.pipeline).join(' ')}`.trim(), notices: 'nothing' };
  }
  if (!end && succeeds(first) && !FAILS_EARLIER.test(script)) {
    return { sign: words(first).join(' '), notices: 'nothing' };
  }
  // What stands behind `||` runs when the question failed, and behind `&&` when it did not.
  return first.negated ? undefined : ofPipeline(first, script);
}

function ofPipeline({ commands }: Pipeline, script: string): Blindness | undefined {
  const [first, ...others] = commands.map((command) => wordsOf(command, script));
  const program = posix.basename(first?.[0] ?? '');
  const end = others[others.length - 1];
  if (end === undefined) {
    return ofProgram(first);
  }
  const last = posix.basename(end[0] ?? '');
  if (program === 'ps' && /^[ef]?grep$/.test(last)) {
    return { sign: 'ps | grep', notices: 'the end of the process' };
  }
  return /^(curl|wget)$/.test(program) && PASSES_ON.has(last) ? { sign: `${program} | ${last}`, notices: 'nothing' } : undefined;
}

function ofProgram([first = '', ...args]: readonly string[]): Blindness | undefined {
  const program = posix.basename(first);
  if (PROCESS_LOOKUPS.has(program)) {
    return { sign: program, notices: 'the end of the process' };
  }
  if (program === 'kill' && args[0] === '-0') {
    return { sign: 'kill -0', notices: 'the end of the process' };
  }
  return program === 'curl' && asksHttp(args) && !args.some(failsOnError) ? { sign: 'curl without --fail', notices: 'silence' } : undefined;
}

function asksHttp(args: readonly string[]): boolean {
  return !args.some((word) => /^(?!https?:)[a-z]+:\/\//.test(word));
}

/** `-f`, also among others as in `-fsS`, `--fail`, `--fail-with-body`. A letter that takes a value ends the others. */
function failsOnError(word: string): boolean {
  return /^--fail(-with-body)?$/.test(word) || /^-[a-zA-Z]*f/.test(word.replace(/^(-[a-zA-Z]*?)[oHXdmuAbcTxw].*$/, '$1'));
}

function shortened([program = '', argument = '']: readonly string[]): string {
  return program === 'exit' ? `exit ${argument}` : posix.basename(program);
}

/** The words of a simple command; none of any other. */
function wordsOf(command: Command | undefined, script: string): readonly string[] {
  if (command?.kind !== 'simple') {
    return [];
  }
  const plain = command.words.map(plainText);
  const whole = plain.findIndex((word) => word === undefined);
  if (whole < 0) {
    return plain as string[];
  }
  const seen = readShellScript(script, () => undefined).commands.find(({ words }) => words[0] === plain[0]);
  return seen?.words ?? plain.map((word) => word ?? '');
}
