import { posix } from 'node:path';
import { HOLE } from '../../manifest/partial-text';
import type { Image } from './image';

/** One instruction, continuation lines joined. */
interface Instruction {
  readonly name: string;
  readonly rest: string;
}

/** What COPY and ADD take from the build context, and where it comes to lie. */
interface Copied {
  readonly source: string;
  readonly target: string;
}

/**
 * Reads a Dockerfile: its last stage, and the stages that it is built from.
 *
 * @param origin how to call it in a message
 * @param context the text of a file of the build context, by its path there
 */
export function readDockerfile(origin: string, text: string, context: (path: string) => string | undefined): Image {
  const stages = new Map<string, Stage>();
  let stage = new Stage('');
  for (const { name, rest } of instructionsOf(text)) {
    if (name === 'FROM') {
      const [, base = '', alias] = /^(?:--\S+\s+)*(\S+)(?:\s+as\s+(\S+))?/i.exec(rest) ?? [];
      stage = new Stage(base, stages.get(base.toLowerCase()));
      stages.set((alias ?? `${stages.size}`).toLowerCase(), stage);
    } else {
      stage.apply(name, rest);
    }
  }
  const { base, entrypoint, cmd, environment, workingDir, exposed, healthcheck, copied } = stage;
  return {
    origin,
    base,
    entrypoint,
    cmd,
    environment,
    workingDir,
    exposed,
    healthcheck,
    copied: copied.map(({ target }) => target),
    file: (path) => fileOf(copied, posix.resolve(workingDir, path), context),
    sources: (path) => sourcesOf(copied, posix.resolve(workingDir, path)),
  };
}

class Stage {
  public readonly base: string;
  public entrypoint?: readonly string[];
  public cmd?: readonly string[];
  public environment: Map<string, string>;
  public workingDir: string;
  public exposed: number[];
  public healthcheck: boolean;
  public copied: Copied[];
  private readonly args = new Map<string, string>();

  public constructor(image: string, base?: Stage) {
    this.base = base?.base ?? image;
    this.entrypoint = base?.entrypoint;
    this.cmd = base?.cmd;
    this.environment = new Map(base?.environment);
    this.workingDir = base?.workingDir ?? '/';
    this.exposed = [...(base?.exposed ?? [])];
    this.healthcheck = base?.healthcheck ?? false;
    this.copied = [...(base?.copied ?? [])];
  }

  public apply(name: string, rest: string): void {
    switch (name) {
      case 'ENTRYPOINT':
        this.entrypoint = commandOf(rest);
        // An entry point drops the command of the base image.
        this.cmd = undefined;
        break;
      case 'CMD':
        this.cmd = commandOf(rest);
        break;
      case 'ENV':
        this.set(this.environment, rest);
        break;
      // A build argument may be given another value when the image is built.
      case 'ARG':
        this.args.set(rest.split('=')[0].trim(), HOLE);
        break;
      case 'WORKDIR':
        this.workingDir = posix.resolve(this.workingDir, this.expand(rest));
        break;
      case 'EXPOSE':
        this.exposed.push(
          ...this.expand(rest)
            .split(/\s+/)
            .filter((port) => /^\d+(\/tcp)?$/i.test(port))
            .map((port) => parseInt(port, 10)),
        );
        break;
      case 'HEALTHCHECK':
        this.healthcheck = !/^none\b/i.test(rest);
        break;
      case 'COPY':
      case 'ADD':
        this.copy(rest);
        break;
    }
  }

  private copy(rest: string): void {
    const words = rest.startsWith('[') ? commandOf(rest) : rest.split(/\s+/).filter((word) => !word.startsWith('--'));
    const target = words.length > 1 && !/--from=/.test(rest) ? this.expand(words[words.length - 1]) : undefined;
    if (target !== undefined) {
      const absolute = posix.resolve(this.workingDir, target);
      const isFolder = target.endsWith('/') || target === '.' || words.length > 2;
      this.copied.push(
        ...words.slice(0, -1).map((source) => ({
          source: posix.normalize(source).replace(/\/$/, ''),
          target:
            isFolder && posix.basename(source).includes('.') && posix.basename(source) !== '.'
              ? posix.join(absolute, posix.basename(source))
              : absolute,
        })),
      );
    }
  }

  /** `A=1 B="2 3"`, or the old form `A 1`. */
  private set(variables: Map<string, string>, rest: string): void {
    if (!/^\w+=/.test(rest)) {
      const [, name, value = ''] = /^(\w+)\s+([\s\S]*)$/.exec(rest) ?? [];
      if (name) {
        variables.set(name, this.expand(value));
      }
      return;
    }
    for (const [, name, double, single, plain = ''] of rest.matchAll(/(\w+)=(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|((?:[^\s\\]|\\.)*))/g)) {
      variables.set(name, single ?? this.expand((double ?? plain).replace(/\\(.)/g, '$1')));
    }
  }

  private expand(text: string): string {
    return text.replace(
      /\$(?:(\w+)|\{(\w+)(?::?-([^}]*))?[^}]*\})/g,
      (_, plain?: string, braced?: string, fallback?: string) =>
        this.environment.get(plain ?? braced!) ?? this.args.get(plain ?? braced!) ?? fallback ?? '',
    );
  }
}

function instructionsOf(text: string): Instruction[] {
  const lines = text
    .replace(/^\s*#.*$\n?/gm, '')
    .replace(/\\[ \t]*\r?\n/g, ' ')
    .split(/\r?\n/);
  return lines.flatMap((line) => {
    const [, name, rest] = /^\s*([A-Za-z]+)\s+(.*\S)\s*$/.exec(line) ?? [];
    return name ? [{ name: name.toUpperCase(), rest }] : [];
  });
}

/** The exec form is a JSON list; anything else goes through a shell. */
function commandOf(rest: string): readonly string[] {
  try {
    const words: unknown = JSON.parse(rest);
    if (Array.isArray(words) && words.every((word) => typeof word === 'string')) {
      return words;
    }
  } catch {
    // The shell form.
  }
  return ['/bin/sh', '-c', rest];
}

function fileOf(copied: readonly Copied[], path: string, context: (path: string) => string | undefined): string | undefined {
  for (const source of sourcesOf(copied, path)) {
    const text = context(source);
    if (text !== undefined) {
      return text;
    }
  }
  return undefined;
}

/** The last copy that covers a path wins. */
function sourcesOf(copied: readonly Copied[], path: string): string[] {
  return [...copied]
    .reverse()
    .filter(({ target }) => path === target || path.startsWith(target === '/' ? '/' : `${target}/`))
    .map(({ source, target }) => posix.join(source, path.slice(target.length)).replace(/^\.?\//, ''));
}
