import { posix } from 'node:path';
import { HOLE } from '../../manifest/partial-text';
import { filledIn } from '../../manifest/variable-expansion';
import { commandOf, listIn, type Instruction } from './instruction';
import { knownBase } from './known-base';

/** What COPY and ADD take from the build context, and where it comes to lie. */
export interface Copied {
  readonly source: string;
  readonly target: string;
}

/** What a stage copies; more is not followed. */
const MOST = 2000;
/** Characters of RUN instructions that are looked through. */
const LONGEST_RUNS = 2 ** 16;

/** One stage of a Dockerfile: what it adds to the image, or the stage, that it is built from. */
export class Stage {
  public readonly base: string;
  public entrypoint?: readonly string[];
  public cmd?: readonly string[];
  public environment: Map<string, string>;
  public workingDir: string;
  public exposed: number[];
  public healthcheck?: readonly string[];
  public copied: Copied[];
  /** Files that the Dockerfile or a known base image holds itself. */
  public readonly files: Map<string, string>;
  /** What is run while the image is built, and may make files. */
  public runs: string;
  /** The folders whose content is known, as nothing else than the build context is said to fill them. */
  private readonly whole: Set<string>;
  private shell: readonly string[] = ['/bin/sh', '-c'];
  private readonly args = new Map<string, string>();

  /**
   * @param image the name of its base image
   * @param base the stage that it is built from, where it is one
   * @param stages those before it, by name
   */
  public constructor(
    image: string,
    base: Stage | undefined,
    private readonly stages: ReadonlyMap<string, Stage>,
  ) {
    const known = base ? undefined : knownBase(image);
    this.base = base?.base ?? image;
    this.entrypoint = base?.entrypoint;
    this.cmd = base?.cmd ?? known?.cmd;
    this.environment = new Map(base?.environment ?? known?.environment);
    this.workingDir = base?.workingDir ?? known?.workingDir ?? '/';
    this.exposed = [...(base?.exposed ?? [])];
    this.healthcheck = base?.healthcheck;
    this.copied = [...(base?.copied ?? [])];
    this.files = new Map(base?.files ?? known?.files);
    this.runs = base?.runs ?? '';
    this.whole = new Set(base?.whole ?? (known ? [known.workingDir] : []));
  }

  public apply({ name, rest, documents }: Instruction): void {
    switch (name) {
      case 'ENTRYPOINT':
        this.entrypoint = commandOf(rest, this.shell);
        // An entry point drops the command of the base image.
        this.cmd = undefined;
        break;
      case 'CMD':
        this.cmd = commandOf(rest, this.shell);
        break;
      case 'SHELL':
        this.shell = listIn(rest) ?? this.shell;
        break;
      case 'RUN':
        this.runs = `${this.runs}\n${rest}\n${documents.join('\n')}`.slice(-LONGEST_RUNS);
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
        this.healthcheck = healthcheckOf(rest, this.shell);
        break;
      case 'COPY':
      case 'ADD':
        this.copy(rest, documents);
        break;
    }
  }

  private copy(rest: string, documents: readonly string[]): void {
    const options = /^(?:--\S+\s+)*/.exec(rest)![0];
    const operands = rest.slice(options.length);
    const words = listIn(operands) ?? operands.split(/\s+/).filter(Boolean);
    const [, from] = /--from=(\S+)/.exec(options) ?? [];
    if (words.length < 2 || this.copied.length > MOST) {
      return;
    }
    const given = this.expand(words[words.length - 1]);
    const target = posix.resolve(this.workingDir, given);
    const isFolder = given.endsWith('/') || given === '.' || words.length > 2;
    if (documents.length > 0) {
      this.files.set(target, documents[0]);
      return;
    }
    for (const word of words.slice(0, -1)) {
      const source = posix.normalize(word).replace(/\/$/, '');
      const isFile = posix.basename(source).includes('.') && posix.basename(source) !== '.';
      const place = isFolder && isFile ? posix.join(target, posix.basename(source)) : target;
      if (from === undefined && !isFile) {
        this.whole.add(target);
      }
      this.copied.push(...(from === undefined ? [{ source, target: place }] : this.fromStage(from, posix.resolve('/', word), place)));
    }
  }

  /** What another stage took from the build context, where it comes to lie here; what it made is not known. */
  private fromStage(name: string, path: string, target: string): readonly Copied[] {
    const stage = this.stages.get(name.toLowerCase());
    return (stage?.copied ?? []).flatMap((copied): Copied[] => {
      if (isBelow(copied.target, path)) {
        return [{ source: copied.source, target: posix.join(target, copied.target.slice(path === '/' ? 0 : path.length)) }];
      }
      return isBelow(path, copied.target) ? [{ source: posix.join(copied.source, path.slice(copied.target.length)), target }] : [];
    });
  }

  /** Whether a path lies in a folder of which all files are known to come from the build context. */
  public isWhole(path: string): boolean {
    return [...this.whole].some((folder) => isBelow(path, folder)) && !this.runs.includes(posix.basename(path));
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
    for (const [, name, double, single, plain = ''] of rest.matchAll(
      /(?<!\w)(\w+)=(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|((?:[^\s\\]|\\.)*))/g,
    )) {
      variables.set(name, single ?? this.expand((double ?? plain).replace(/\\(.)/g, '$1')));
    }
  }

  private expand(text: string): string {
    return filledIn(
      text,
      /\$(?:(\w+)|\{(\w{1,200})(?::?-([^}]{0,200})|[^}]{0,200})\})/g,
      (_, plain, braced, fallback) => this.environment.get(plain ?? braced!) ?? this.args.get(plain ?? braced!) ?? fallback ?? '',
    );
  }
}

/** Whether a path is a folder's, or one in it. */
export function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);
}

/** The command of a HEALTHCHECK; nothing for NONE. */
function healthcheckOf(rest: string, shell: readonly string[]): readonly string[] | undefined {
  const [, command] = /^(?:--\S+\s+)*CMD\s+([\s\S]+)$/i.exec(rest) ?? [];
  return command === undefined ? undefined : commandOf(command, shell);
}
