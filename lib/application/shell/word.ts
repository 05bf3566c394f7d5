import type { Part, ParameterPart, Word } from './syntax';

/** Expansions in expansions; deeper ones are not followed. */
const DEEPEST = 12;
/** What ends a word outside of quotes. */
const END = /[\s;&|()<>]/;
const PLAIN = /[^\s;&|()<>'"\\$`]+/y;
const NAME = /[A-Za-z_]\w*/y;
/** `NAME`, an index, and what follows up to the closing bracket, inside of `${…}`. */
const PARAMETER = /^([A-Za-z_]\w*|\d+|[@*#?$!-])(?:\[([^\]]*)\])?(?:(:?[-=?+])([\s\S]*)|(:)(\d+)(?::\d+)?|([#%^,/@][\s\S]*))?$/;

/** Where a word ends, and what it is made of. */
export interface ReadWord {
  readonly word: Word;
  readonly end: number;
}

/** Reads the word that begins at a place of a script. */
export function wordAt(script: string, start: number): ReadWord {
  const reader = new WordReader(script, start, script.length, 0);
  const word = reader.unquoted((character) => END.test(character));
  return { word, end: Math.min(reader.position, script.length) };
}

/** Where what opens at a place closes, brackets and quotes within it passed over; the end of the text where nothing closes it. */
export function closingAt(text: string, start: number, open: string, close: string): number {
  let depth = 0;
  for (let index = start; index < text.length; index++) {
    const character = text[index];
    if (character === '\\') {
      index++;
    } else if (character === "'" && close === ')') {
      const end = text.indexOf("'", index + 1);
      index = end < 0 ? text.length : end;
    } else if (character === open) {
      depth++;
    } else if (character === close && --depth === 0) {
      return index;
    }
  }
  return text.length;
}

class WordReader {
  public constructor(
    private readonly script: string,
    public position: number,
    private readonly end: number,
    private readonly depth: number,
  ) {}

  public unquoted(ends: (character: string) => boolean): Part[] {
    const parts: Part[] = [];
    while (this.position < this.end && !ends(this.script[this.position])) {
      const character = this.script[this.position];
      if (character === "'") {
        parts.push(this.singleQuoted());
      } else if (character === '"') {
        this.position++;
        parts.push(...this.quoted());
        this.position++;
      } else if (character === '\\') {
        parts.push(...this.escaped());
      } else if (character === '$' || character === '`') {
        parts.push(...this.expansion(false));
      } else {
        parts.push({ kind: 'literal', text: this.plain(), quoted: false });
      }
    }
    return parts;
  }

  /** Up to the closing quote, or to the end. */
  public quoted(): Part[] {
    const parts: Part[] = [{ kind: 'literal', text: '', quoted: true }];
    let start = this.position;
    const take = () => {
      if (this.position > start) {
        parts.push({ kind: 'literal', text: this.script.slice(start, this.position), quoted: true });
      }
    };
    while (this.position < this.end && this.script[this.position] !== '"') {
      const character = this.script[this.position];
      if (character === '\\' && /["\\$`\n]/.test(this.script[this.position + 1] ?? '')) {
        take();
        parts.push(...this.escaped());
        start = this.position;
      } else if (character === '$' || character === '`') {
        take();
        parts.push(...this.expansion(true));
        start = this.position;
      } else {
        this.position++;
      }
    }
    take();
    return parts;
  }

  private plain(): string {
    PLAIN.lastIndex = this.position;
    const text = PLAIN.exec(this.script)?.[0].slice(0, this.end - this.position) || this.script[this.position];
    this.position += text.length;
    return text;
  }

  private singleQuoted(): Part {
    const close = this.script.indexOf("'", this.position + 1);
    const text = this.script.slice(this.position + 1, close < 0 ? this.end : close);
    this.position = close < 0 ? this.end : close + 1;
    return { kind: 'literal', text, quoted: true };
  }

  /** A backslash at the end of a line joins it with the next one. */
  private escaped(): Part[] {
    const character = this.script[this.position + 1] ?? '';
    this.position += 2;
    return character === '\n' ? [] : [{ kind: 'literal', text: character, quoted: true }];
  }

  private expansion(quoted: boolean): Part[] {
    const { script, position } = this;
    if (script[position] === '`') {
      const close = script.indexOf('`', position + 1);
      this.position = close < 0 ? this.end : close + 1;
      return [{ kind: 'command', text: script.slice(position + 1, close < 0 ? this.end : close), quoted }];
    }
    if (script.startsWith('$((', position)) {
      const close = closingAt(script, position + 1, '(', ')');
      this.position = Math.min(close + 1, this.end);
      return [{ kind: 'arithmetic', text: script.slice(position + 3, close - 1), quoted }];
    }
    if (script[position + 1] === '(') {
      const close = closingAt(script, position + 1, '(', ')');
      this.position = Math.min(close + 1, this.end);
      return [{ kind: 'command', text: script.slice(position + 2, close), quoted }];
    }
    if (script[position + 1] === '{') {
      const close = closingAt(script, position + 1, '{', '}');
      this.position = Math.min(close + 1, this.end);
      return [this.parameter(script.slice(position + 2, close), quoted)];
    }
    return this.simpleParameter(quoted);
  }

  private simpleParameter(quoted: boolean): Part[] {
    const next = this.script[this.position + 1] ?? '';
    NAME.lastIndex = this.position + 1;
    const name = NAME.exec(this.script)?.[0] ?? (/[\d@*#?$!-]/.test(next) ? next : undefined);
    this.position += 1 + (name?.length ?? 0);
    if (name !== undefined) {
      return [{ kind: 'parameter', name, quoted }];
    }
    // `$'…'` and `$"…"` are quotes; any other dollar is one.
    return next === "'" || next === '"' ? [] : [{ kind: 'literal', text: '$', quoted }];
  }

  private parameter(text: string, quoted: boolean): Part {
    const length = /^#([A-Za-z_]\w*)(?:\[([@*])\])?$/.exec(text);
    if (length) {
      return { kind: 'parameter', name: length[1], index: length[2], operator: '#', quoted };
    }
    const [, name, index, operator, argument, part, from, other] = PARAMETER.exec(text) ?? [];
    if (name === undefined || other !== undefined || this.depth >= DEEPEST) {
      return { kind: 'unreadable', quoted };
    }
    const given: ParameterPart = { kind: 'parameter', name, index, operator: operator ?? part, quoted };
    if (part !== undefined) {
      return { ...given, argument: [{ kind: 'literal', text: from, quoted }] };
    }
    return argument === undefined ? given : { ...given, argument: this.argumentOf(argument, quoted) };
  }

  /** Inside of quotes an argument's own quotes are none that split words. */
  private argumentOf(text: string, quoted: boolean): Word {
    const reader = new WordReader(text, 0, text.length, this.depth + 1);
    return quoted && !text.includes('"') ? reader.quoted() : reader.unquoted(() => false);
  }
}
