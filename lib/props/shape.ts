import { Rejection } from './rejection';

/** What a value has to be. A compiler sees to it for most users; in JavaScript nobody does. */
export interface Shape {
  /** What it is, to follow 'it has to be'. */
  readonly name: string;
  /** One that would work, as code. */
  readonly example: string;
  readonly fits: (value: unknown) => boolean;
  /** Whether it must be given. */
  readonly required?: boolean;
  /** What its own props have to be. */
  readonly props?: Shapes;
}

export type Shapes = Readonly<Record<string, Shape>>;

/** @throws unless the value is of the shape, or optional and not given */
export function checkShape(what: string, value: unknown, { name, example, fits, required }: Shape): void {
  if ((required || value !== undefined) && !fits(value)) {
    throw new Rejection(
      `${what} ${shown(value)}`,
      `it has to be ${name}`,
      `${value === undefined ? 'give one' : 'use one'} such as ${example}`,
    );
  }
}

/** Where props stand, and whose they are. */
export interface ShapeOptions {
  /** Whether props that are not known here are somebody else's to judge: of a subclass, which passes on what it was given. */
  readonly othersAllowed?: boolean;
  /** The prop that these are props of. */
  readonly within?: string;
}

/** @throws for the first prop that is not of its shape, and for one that nobody would read */
export function checkShapes(what: string, props: unknown, shapes: Shapes, { othersAllowed = false, within }: ShapeOptions = {}): void {
  const names = Object.keys(shapes).filter((name) => shapes[name].required);
  checkShape(
    what,
    props,
    required(object(names.length ? `{ ${names.map((name) => `${name}: ${shapes[name].example}`).join(', ')} }` : '{}')),
  );
  for (const [name, shape] of Object.entries(shapes)) {
    const value = (props as Record<string, unknown>)[name];
    checkShape(within ? `${within}.${name}` : name, value, shape);
    if (shape.props && value !== undefined) {
      checkShapes(name, value, shape.props, { within: name });
    }
  }
  if (!othersAllowed) {
    checkKnown(what, props as Record<string, unknown>, shapes);
  }
}

/** A prop that nobody reads is a promise that nobody keeps. A compiler sees to it for most users; in JavaScript nobody does. */
function checkKnown(what: string, props: Record<string, unknown>, shapes: Shapes): void {
  for (const name of Object.keys(props)) {
    if (props[name] !== undefined && !has(shapes, name)) {
      throw new Rejection(
        `prop '${name}'${what === 'props' ? '' : ` of ${what}`}`,
        'there is no such prop, and it would change nothing',
        placeOf(name, shapes),
      );
    }
  }
}

function placeOf(name: string, shapes: Shapes): string {
  const group = Object.keys(shapes).find((one) => has(shapes[one].props ?? {}, name));
  return group ? `write { ${group}: { ${name}: … } }` : `use one of ${Object.keys(shapes).join(', ')}`;
}

/** Not every name that an object answers to is one of its own: 'constructor'. */
function has(shapes: Shapes, name: string): boolean {
  return Object.prototype.hasOwnProperty.call(shapes, name);
}

export function required(shape: Shape): Shape {
  return { ...shape, required: true };
}

export function text(example: string): Shape {
  return { name: 'a string', example: `'${example}'`, fits: (value) => typeof value === 'string' };
}

export function texts(...example: string[]): Shape {
  return {
    name: 'an array of strings',
    example: `[${example.map((one) => `'${one}'`).join(', ')}]`,
    fits: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
  };
}

export function number(example: number): Shape {
  return { name: 'a number', example: String(example), fits: (value) => typeof value === 'number' };
}

export function flag(example: boolean): Shape {
  return { name: 'true or false', example: String(example), fits: (value) => typeof value === 'boolean' };
}

/** @param props what its own props have to be, where it has a fixed set of them */
export function object(example: string, props?: Shapes): Shape {
  return { name: 'an object', example, fits: (value) => typeof value === 'object' && value !== null && !Array.isArray(value), props };
}

export function oneOf(values: Readonly<Record<string, string>>, of: string): Shape {
  const [first] = Object.keys(values);
  return {
    name: `one of ${Object.values(values).join(', ')}`,
    example: `${of}.${first}`,
    fits: (value) => Object.values(values).includes(value as string),
  };
}

/** @param type a class of ours; one of cdk8s may be loaded twice, and is known by what it can do */
export function instance(type: { readonly prototype: object; readonly name: string }, example: string): Shape {
  return {
    name: `a ${type.name}`,
    example,
    fits: (value) => typeof value === 'object' && value !== null && Object.prototype.isPrototypeOf.call(type.prototype, value),
  };
}

export function duration(example: number): Shape {
  return { name: 'a Duration', example: `Duration.seconds(${example})`, fits: able('toSeconds') };
}

export function size(example: number): Shape {
  return { name: 'a Size', example: `Size.mebibytes(${example})`, fits: able('toKibibytes') };
}

export function cpu(example: number): Shape {
  return {
    name: 'a Cpu',
    example: `Cpu.millis(${example})`,
    fits: (value) => typeof (value as { amount?: unknown } | null)?.amount === 'string',
  };
}

function able(method: string): (value: unknown) => boolean {
  return (value) => typeof (value as Record<string, unknown> | null)?.[method] === 'function';
}

/** A value as its author wrote it: strings in quotes, so that '8080' is told from 8080. */
export function shown(value: unknown): string {
  if (typeof value === 'string') {
    return `'${value}'`;
  }
  if (Array.isArray(value)) {
    return `[${value.map(shown).join(', ')}]`;
  }
  if (typeof value === 'function') {
    return `${value.name || 'function'}()`;
  }
  if (typeof value === 'object' && value !== null) {
    const kind = value.constructor?.name ?? 'Object';
    return kind === 'Object' ? `{ ${Object.keys(value).join(', ')} }` : `of type ${kind}`;
  }
  return String(value);
}
