import { isList, isUnknown, Unknown, type Value } from '../value';
import type { Arguments } from './arguments';
import { TOO_MUCH, type Budget } from '../budget';
import { evaluate, type Scope } from './evaluation';
import type { Expression } from './expression';
import { parseExpression } from './expression-parser';
import { importFrom } from './import';
import type { PythonSettings, Surroundings } from './module';
import type { Names } from './names';
import { computed } from './operation';
import { Origins } from './origin';
import { bracketStep, type Token } from './token';

/** Whether a statement so far may have raised an error. */
export type Doubt = 'none' | 'perhaps' | 'certain';

/** Modules of Python itself that settings import, so that importing them raises nothing. */
const STANDARD: ReadonlySet<string> = new Set(
  'os sys multiprocessing pathlib logging json re math datetime time socket typing functools itertools collections subprocess'.split(' '),
);

/** What statements that open no block do to the names. */
export class Assignments {
  private readonly origins = new Origins();
  private doubt: Doubt = 'none';
  private attempts = 0;

  /**
   * @param root the names of the module
   * @param called the result of a function that the module defines
   */
  public constructor(
    private readonly surroundings: Surroundings,
    private readonly budget: Budget,
    private readonly root: Names,
    private readonly called: (name: string, args: Arguments) => Value | undefined,
  ) {}

  /** Runs what a `try` guards, and tells whether it may have raised an error. */
  public attempt(run: () => void): Doubt {
    const before = this.doubt;
    this.doubt = 'none';
    this.attempts += 1;
    run();
    this.attempts -= 1;
    const { doubt } = this;
    this.doubt = before;
    return doubt;
  }

  public scope(names: Names): Scope {
    const environment = (name: string) => this.surroundings.environment(name);
    return {
      value: (name) => names.value(name),
      environment,
      budget: this.budget,
      call: (callee, args) =>
        this.called(callee, args) ?? this.surroundings.call?.(this.origins.of(callee), this.origins.withScheme(callee, args), environment),
    };
  }

  public statement(tokens: readonly Token[], line: number, names: Names, scope: Scope): void {
    if (this.doubt === 'certain') {
      // An error went before it.
      return;
    }
    const [first, second, third] = tokens;
    if (first.kind === 'name' && (first.text === 'from' || first.text === 'import')) {
      this.import(tokens, line, names);
    } else if (seesAllNames(tokens)) {
      names.wipe(`line ${line} may assign any name`);
    } else if (first.kind === 'name' && (first.text === 'global' || first.text === 'del')) {
      tokens.slice(1).forEach(({ kind, text }) => kind === 'name' && this.forget(text, line, first.text === 'global' ? this.root : names));
    } else if (second?.kind === 'operator' && first.kind === 'name' && second.text === '.' && third && tokens[3]?.text === '(') {
      this.change(first.text, third.text, tokens, line, names, scope);
    } else if (second?.kind === 'operator' && first.kind === 'name' && /^([-+*/%|&^@]|\*\*|\/\/)=$/.test(second.text)) {
      const right = evaluate(parseExpression(tokens.slice(2)), scope);
      const left = names.value(first.text);
      const value =
        left === undefined ? new Unknown(`${first.text} is not known`) : computed(second.text.slice(0, -1), left, right, this.budget);
      this.assign(first.text, value, line, names);
    } else {
      this.assignment(tokens, line, names, scope);
    }
  }

  /** `name = …`, `name: type = …`, `name = other = …`, `a, b = …`. */
  private assignment(tokens: readonly Token[], line: number, names: Names, scope: Scope): void {
    const signs = equalsIn(tokens);
    if (signs.length === 0) {
      this.mayRaise();
      return;
    }
    const expression = parseExpression(tokens.slice(signs[signs.length - 1] + 1));
    const value = evaluate(expression, scope);
    signs.forEach((end, index) => {
      const target = tokens.slice(index === 0 ? 0 : signs[index - 1] + 1, end);
      const [name, colon] = target;
      if (name?.kind === 'name' && (target.length === 1 || (colon.kind === 'operator' && colon.text === ':'))) {
        this.assign(name.text, value, line, names);
        this.origins.remember(name.text, expression, (call) => argumentsOf(call, scope));
      } else {
        this.several(target, value, line, names);
      }
    });
  }

  /** `a, b = …`, and `a['key'] = …`, which changes what a is. */
  private several(target: readonly Token[], value: Value, line: number, names: Names): void {
    const targets = target.filter(({ kind }) => kind === 'name').map(({ text }) => text);
    const plain = target.every(({ kind, text }) => kind === 'name' || text === ',' || text === '(' || text === ')');
    const isItem = !plain && target[0]?.kind === 'name';
    (isItem ? targets.slice(0, target[1]?.text === '[' ? 1 : 0) : targets).forEach((name, index) => {
      const part =
        plain && isList(value) && value.length === targets.length ? value[index] : new Unknown(`line ${line} assigns a part of it`);
      this.assign(name, part, line, names);
    });
  }

  private assign(name: string, value: Value, line: number, names: Names, file = ''): void {
    if (isUnknown(value) && !(value instanceof Unknown && value.cpus)) {
      this.mayRaise();
    }
    names.assign(name, value, { file, line });
    this.origins.forget(name);
  }

  private mayRaise(): void {
    this.doubt = this.doubt === 'none' ? 'perhaps' : this.doubt;
  }

  private forget(name: string, line: number, names: Names): void {
    this.assign(name, new Unknown(`line ${line} takes it away`), line, names);
  }

  /** `HOSTS.append('a')`. */
  private change(name: string, how: string, tokens: readonly Token[], line: number, names: Names, scope: Scope): void {
    this.mayRaise();
    const before = names.value(name);
    if (before === undefined || !isList(before)) {
      return;
    }
    const argument = evaluate(parseExpression(tokens.slice(3)), scope);
    const grown: readonly Value[] | undefined = how === 'append' ? [argument] : how === 'extend' && isList(argument) ? argument : undefined;
    const fits = grown !== undefined && this.budget.make(before.length + grown.length);
    this.assign(name, fits ? [...before, ...grown] : new Unknown(grown ? TOO_MUCH : `line ${line} changes it`), line, names);
  }

  private import(tokens: readonly Token[], line: number, names: Names): void {
    const imported = importFrom(tokens);
    const module = imported?.module ?? tokens[1]?.text ?? '';
    const found = imported && this.surroundings.module?.(module);
    if (found === undefined && !STANDARD.has(module.split('.')[0])) {
      this.mayRaise();
    }
    if (!imported) {
      return;
    }
    if (found === 'absent' && this.attempts > 0) {
      this.doubt = 'certain';
      return;
    }
    if (imported.names[0]?.name === '*') {
      this.importAll(found, line, names);
      return;
    }
    for (const { name, alias } of imported.names) {
      const settings = typeof found === 'object' ? found : undefined;
      const place = settings?.places.get(name);
      const value = settings?.values.get(name);
      this.assign(
        alias,
        value === undefined ? new Unknown(`${module} is not followed here`) : value,
        place?.line ?? line,
        names,
        place?.file,
      );
      this.origins.import(alias, `${module}.${name}`);
    }
  }

  private importAll(found: PythonSettings | 'absent' | undefined, line: number, names: Names): void {
    if (typeof found !== 'object' || found.open || !this.budget.make(found.values.size)) {
      names.wipe(`line ${line} may import any name`);
    }
    for (const [name, value] of typeof found === 'object' ? found.values : []) {
      if (!name.startsWith('_')) {
        names.assign(name, value, found && typeof found === 'object' ? found.places.get(name) : undefined);
      }
    }
  }
}

/** Whether a statement hands on all names, so that any of them may be assigned. */
function seesAllNames(tokens: readonly Token[]): boolean {
  return tokens.some(
    ({ kind, text }, index) => kind === 'name' && /^(globals|locals|vars|exec|eval)$/.test(text) && tokens[index + 1]?.text === '(',
  );
}

function argumentsOf(call: Expression, scope: Scope): Arguments | undefined {
  return call.kind === 'call'
    ? {
        values: [],
        keywords: new Map(call.keywords.map(({ name, value, tokens }) => [name, { value: evaluate(value, scope), tokens }])),
      }
    : undefined;
}

/** Where the signs of an assignment stand, outside of brackets. */
function equalsIn(tokens: readonly Token[]): number[] {
  let depth = 0;
  return tokens.flatMap((token, index) => {
    depth += bracketStep(token);
    return depth === 0 && token.kind === 'operator' && token.text === '=' ? [index] : [];
  });
}
