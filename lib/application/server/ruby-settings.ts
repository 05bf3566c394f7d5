import { readPythonSettings, type PythonSettings } from '../python/module';

/** Blocks that close with `end`. */
const OPENS = /^(?:if|unless|while|until|for|case|begin|def|class|module)\b|\bdo(?:\s*\|[^|]*\|)?\s*$/;
/** Blocks in blocks; what is deeper is no configuration, and may set anything. */
const DEEPEST = 100;
/** Calls that count CPUs. */
const CPU_COUNTS = /\b(?:Etc\.nprocessors|Concurrent\.(?:physical_processor_count|processor_count|available_processor_count))\b/g;
/** What a line may begin with, and is no call of the DSL. */
const STATEMENTS =
  /^(?:if|elif|else|elsif|unless|while|until|for|case|when|begin|rescue|ensure|def|class|module|end|return|require|require_relative|raise|puts|p|print)\b/;

/**
 * What a configuration in Ruby says, as one that is made of calls with plain arguments: `threads 1, 5` is the setting
 * `set_threads`, a list. Assignments, conditions and `ENV` are followed; a block that is run later is passed over. It is
 * read by the rules of Python's settings, into which each line that means the same is written.
 */
export function readRubySettings(source: string, environment: (name: string) => string | undefined): PythonSettings {
  return readPythonSettings(asPython(source), { environment });
}

function asPython(source: string): string {
  const lines = ['set_bind = []'];
  const blocks: ('condition' | 'later')[] = [];
  const write = (text: string, outdent = 0) => lines.push(`${' '.repeat(Math.max(blocks.length - outdent, 0) * 2)}${text}`);
  for (const raw of source.split(/\r?\n/)) {
    const line = withoutComment(raw).trim();
    const [, condition] = /^(?:els)?if\s+(.*?)(?:\s+then)?$/.exec(line) ?? [];
    if (line === '') {
      continue;
    }
    if (blocks.length > DEEPEST) {
      return 'from elsewhere import *';
    }
    if (line === 'end' || line === '}') {
      write('pass');
      blocks.pop();
    } else if (line === 'else') {
      write('pass');
      write('else:', 1);
    } else if (/^elsif\b/.test(line)) {
      write('pass');
      write(`elif ${expression(condition)}:`, 1);
    } else if (/^if\b/.test(line)) {
      write(`if ${expression(condition)}:`);
      blocks.push('condition');
    } else if (/^unless\b/.test(line)) {
      write(`if not (${expression(line.replace(/^unless\s+/, ''))}):`);
      blocks.push('condition');
    } else if (OPENS.test(line)) {
      write('def later():');
      blocks.push('later');
    } else {
      write(statement(line));
    }
  }
  return lines.join('\n');
}

/** `workers 2 if production`, `port ENV.fetch("PORT", 3000)`, `x = 1`. */
function statement(line: string): string {
  const [, body, word, condition] = /^(.+?)\s+(if|unless)\s+(.+)$/.exec(line) ?? [];
  if (body !== undefined && !STATEMENTS.test(line) && balanced(body)) {
    return `if ${word === 'if' ? expression(condition) : `not (${expression(condition)})`}: ${statement(body)}`;
  }
  const [, name, value] = /^(\w+)\s*=\s*([^=].*)$/.exec(line) ?? [];
  if (name !== undefined) {
    return `${name} = ${expression(value)}`;
  }
  const [, call, args] = /^([a-z]\w*)(?:\s+|\()(.*)$/.exec(line) ?? [];
  if (call === undefined || STATEMENTS.test(line)) {
    return 'pass';
  }
  const list = line.startsWith(`${call}(`) ? args.replace(/\)$/, '') : args;
  return call === 'bind' ? `set_bind += [${expression(list)}]` : `set_${call} = [${expression(list)}]`;
}

function balanced(text: string): boolean {
  return (text.match(/["']/g) ?? []).length % 2 === 0 && (text.match(/[([{]/g) ?? []).length === (text.match(/[)\]}]/g) ?? []).length;
}

/** An expression of Ruby, where Python has one of the same meaning. */
function expression(text: string): string {
  const plain = text
    .replace(/"([^"]*#\{[^"]*)"/g, (_, inner: string) => `f"${inner.replace(/#\{/g, '{')}"`)
    .replace(/ENV\[(["'][^"']*["'])\]/g, 'os.environ.get($1)')
    .replace(/ENV\.fetch\(([^(){}]*)\)\s*(?:\{\s*([^{}]*?)\s*\}|do\s+(.*?)\s+end)/g, 'os.environ.get($1, $2$3)')
    .replace(/ENV\.fetch\(/g, 'os.environ.get(')
    .replace(CPU_COUNTS, 'cpu_count()')
    .replace(/\.(?:to_i|to_s|to_f|freeze|strip)\b/g, '')
    .replace(/\bInteger\(/g, 'int(')
    .replace(/\bnil\b/g, 'None')
    .replace(/\btrue\b/g, 'True')
    .replace(/\bfalse\b/g, 'False')
    .replace(/\|\|/g, ' or ')
    .replace(/&&/g, ' and ')
    .replace(/(^|[\s(])!(?=[\w(])/g, '$1not ');
  const [, condition, value, otherwise] = /^([^?]+?)\s*\?\s+([^:]+?)\s+:\s+(.+)$/.exec(plain) ?? [];
  return condition === undefined ? plain : `(${value}) if (${condition}) else (${otherwise})`;
}

/** A `#` outside of quotes, and not before a brace, begins a comment. */
function withoutComment(line: string): string {
  let quote = '';
  for (let index = 0; index < line.length; index++) {
    const character = line[index];
    if (quote) {
      quote = character === quote ? '' : quote;
    } else if (character === '"' || character === "'") {
      quote = character;
    } else if (character === '#' && line[index + 1] !== '{') {
      return line.slice(0, index);
    }
  }
  return line;
}
