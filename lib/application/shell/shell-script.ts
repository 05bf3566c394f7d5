import { CPUS_HOLE, HOLE, WORDS_HOLE } from '../../manifest/partial-text';

/** A simple command of a script: what stands between the operators. */
export interface ShellCommand {
  readonly words: readonly string[];
  /** The variables set for it and before it. */
  readonly variables: ReadonlyMap<string, string>;
  /** Started with `&`, or a part of a pipeline: the shell does not become it. */
  readonly detached: boolean;
  /** Inside `if`, `for`, `while` or `case`. */
  readonly conditional: boolean;
}

/** A script, as far as reading can tell what it runs. */
export interface ShellScript {
  readonly commands: readonly ShellCommand[];
  /** Whether a value rests on a variable not being set that the image may set. */
  readonly assumed: boolean;
}

const OPENS: ReadonlySet<string> = new Set(['if', 'while', 'until', 'for', 'case', 'select']);
const CLOSES: ReadonlySet<string> = new Set(['fi', 'done', 'esac']);
const KEYWORDS: ReadonlySet<string> = new Set(['if', 'then', 'elif', 'else', 'while', 'until', 'do', '!', '{', '}', 'time', ...CLOSES]);
/** What a command substitution must consist of to follow the node's CPUs. */
const CPU_COUNT = /\b(?:nproc|cpu_count|getconf _NPROCESSORS_(?:ONLN|CONF))\b|\/proc\/cpuinfo/;
/** What stands between words: space, comments, operators, redirections. */
const OPERATOR = /\s*#[^\n]*|[ \t\r]+|\\\n|;;|&&|\|\||&>{1,2}|[0-9]*(?:<<<|<<-?|>>|<>|[<>]\|?)&?|[\n;&|()]/y;
const ASSIGNMENT = /^([A-Za-z_]\w*)=([\s\S]*)$/;

/**
 * Reads a script: quotes, expansions, operators and reserved words. What runs through a substitution stays a hole.
 *
 * @param lookup the value of a variable from outside; nothing where it is not set
 * @param positional what `"$@"` stands for, where that is known
 */
export function readShellScript(script: string, lookup: (name: string) => string | undefined, positional?: readonly string[]): ShellScript {
  return new Reader(script, lookup, positional).read();
}

class Reader {
  private position = 0;
  private readonly commands: ShellCommand[] = [];
  private readonly variables = new Map<string, string>();
  private words: string[] = [];
  private depth = 0;
  private piped = false;
  private assumed = false;

  public constructor(
    private readonly script: string,
    private readonly lookup: (name: string) => string | undefined,
    private readonly positional: readonly string[] | undefined,
  ) {}

  public read(): ShellScript {
    while (this.position < this.script.length) {
      OPERATOR.lastIndex = this.position;
      const operator = OPERATOR.exec(this.script)?.[0];
      if (operator === undefined || (/^\s*#/.test(operator) && this.insideWord())) {
        this.words.push(...this.word());
      } else {
        this.position += operator.length;
        this.operator(operator.trim() === '' && operator.includes('\n') && !operator.startsWith('\\') ? '\n' : operator.trim());
      }
    }
    this.end(false);
    return { commands: this.commands, assumed: this.assumed };
  }

  private rest(length: number): string {
    return this.script.slice(this.position, this.position + length);
  }

  private insideWord(): boolean {
    return this.position > 0 && /\S/.test(this.script[this.position - 1]) && this.script[this.position] === '#';
  }

  private operator(operator: string): void {
    if (operator === '' || operator === '\\' || operator.startsWith('#')) {
      return;
    }
    if (/[<>]/.test(operator)) {
      this.redirect(operator);
      return;
    }
    this.end(operator === '&' || operator === '|' || this.piped);
    this.piped = operator === '|';
  }

  /** The target of a redirection is no argument; the text of a here-document is no script. */
  private redirect(operator: string): void {
    this.position += /^[ \t]*/.exec(this.rest(100))![0].length;
    const [target = ''] = this.word();
    if (/<<-?$/.test(operator)) {
      const end = new RegExp(`\\n[ \\t]*${target.replace(/[^\w]/g, '\\$&')}[ \\t]*(?=\\n|$)`).exec(this.script.slice(this.position));
      this.position = end ? this.position + end.index + end[0].length : this.script.length;
    }
  }

  private end(detached: boolean): void {
    let words = this.words;
    this.words = [];
    while (words.length && (KEYWORDS.has(words[0]) || OPENS.has(words[0]))) {
      this.depth += OPENS.has(words[0]) ? 1 : CLOSES.has(words[0]) ? -1 : 0;
      // The words after `for` and `case` are data.
      words = words[0] === 'for' || words[0] === 'case' || words[0] === 'select' ? [] : words.slice(1);
    }
    const exported = words[0] === 'export' ? words.slice(1) : words;
    const own = new Map<string, string>();
    let first = 0;
    for (; first < exported.length; first++) {
      const assignment = ASSIGNMENT.exec(exported[first]);
      if (!assignment) {
        break;
      }
      own.set(assignment[1], this.depth > 0 ? HOLE : assignment[2]);
    }
    const command = exported.slice(first);
    if (command.length && words[0] !== 'export') {
      this.commands.push({ words: command, variables: new Map([...this.variables, ...own]), detached, conditional: this.depth > 0 });
    } else {
      own.forEach((value, name) => this.variables.set(name, value));
    }
  }

  /** One word of the script, which an expansion outside of quotes may split into several, or into none. */
  private word(): string[] {
    if (this.positional && this.rest(4) === '"$@"') {
      this.position += 4;
      return [...this.positional];
    }
    const start = this.position;
    const words: string[] = [];
    let text = '';
    let quoted = false;
    while (this.position < this.script.length && !/[\s;&|()<>]/.test(this.script[this.position])) {
      const character = this.script[this.position];
      if (character === "'") {
        const close = this.script.indexOf("'", this.position + 1);
        text += this.script.slice(this.position + 1, close < 0 ? undefined : close);
        this.position = close < 0 ? this.script.length : close + 1;
        quoted = true;
      } else if (character === '"') {
        text += this.doubleQuoted();
        quoted = true;
      } else if (character === '\\') {
        text += this.script[this.position + 1] === '\n' ? '' : (this.script[this.position + 1] ?? '');
        this.position += 2;
      } else if (character === '$' || character === '`') {
        const value = this.expansion();
        const pieces = value.split(/[ \t\n]+/);
        words.push(...[text + pieces[0], ...pieces.slice(1, -1)].slice(0, pieces.length - 1));
        text = pieces.length > 1 ? pieces[pieces.length - 1] : text + value;
      } else {
        text += character;
        this.position++;
      }
    }
    if (this.position === start) {
      this.position++;
    }
    const bare = !quoted && text === HOLE ? WORDS_HOLE : text;
    return [...words, ...(bare !== '' || quoted ? [bare] : [])].filter((word) => word !== '' || quoted);
  }

  private doubleQuoted(): string {
    let text = '';
    this.position++;
    while (this.position < this.script.length && this.script[this.position] !== '"') {
      const character = this.script[this.position];
      if (character === '\\' && /["\\$`\n]/.test(this.script[this.position + 1] ?? '')) {
        text += this.script[this.position + 1] === '\n' ? '' : this.script[this.position + 1];
        this.position += 2;
      } else if (character === '$' || character === '`') {
        const all = this.rest(2) === '$@' || this.rest(4) === '${@}';
        const value = this.expansion();
        text += all ? WORDS_HOLE : value;
      } else {
        text += character;
        this.position++;
      }
    }
    this.position++;
    return text;
  }

  /** `$NAME`, `${NAME}`, `${NAME:-default}`; a hole for anything that only running it could tell. */
  private expansion(): string {
    const rest = this.script.slice(this.position);
    const plain = /^\$([A-Za-z_]\w*)|^\$\{([A-Za-z_]\w*)\}/.exec(rest);
    if (plain) {
      this.position += plain[0].length;
      return this.variable(plain[1] ?? plain[2]) ?? HOLE;
    }
    const fallback = /^\$\{([A-Za-z_]\w*)(:?)[-=]([^{}$`"']*)\}/.exec(rest);
    if (fallback) {
      this.position += fallback[0].length;
      const value = this.variable(fallback[1]);
      this.assumed ||= value === undefined;
      return value === undefined || (value === '' && fallback[2]) ? fallback[3] : value;
    }
    const length = substitutionLength(rest);
    this.position += length;
    const substitution = rest.slice(0, length);
    return length === 1 ? '$' : CPU_COUNT.test(substitution) ? CPUS_HOLE : HOLE;
  }

  private variable(name: string): string | undefined {
    return this.variables.get(name) ?? this.lookup(name);
  }
}

/** How far `$(…)`, `${…}`, `` `…` `` or `$1` reaches: to its own closing bracket. */
function substitutionLength(text: string): number {
  if (text[0] === '`') {
    const close = text.indexOf('`', 1);
    return close < 0 ? text.length : close + 1;
  }
  const [open, close] = text[1] === '(' ? '()' : text[1] === '{' ? '{}' : '';
  if (open === undefined) {
    return /^\$[\w@*#?!$-]/.test(text) ? 2 : 1;
  }
  let depth = 0;
  for (let index = 1; index < text.length; index++) {
    depth += text[index] === open ? 1 : text[index] === close ? -1 : 0;
    if (depth === 0) {
      return index + 1;
    }
  }
  return text.length;
}
