import { posix } from 'node:path';
import { pythonLines, type Line } from '../python/token';

/** A Python module of the project. */
export interface Source {
  /** `shop.settings.production`. */
  readonly module: string;
  /** From the directory that modules are imported from: `shop/settings/production.py`. */
  readonly file: string;
  readonly text: string;
  /** Its logical lines, split once. */
  readonly lines: readonly Line[];
}

/** The Python modules of an image that was read. */
export class Sources {
  private readonly found = new Map<string, Source | undefined>();

  public constructor(
    private readonly root: string,
    private readonly file: (path: string) => string | undefined,
  ) {}

  /** A module by its dotted name; nothing where the project has no such file. */
  public module(name: string): Source | undefined {
    if (!this.found.has(name)) {
      this.found.set(name, this.read(name));
    }
    return this.found.get(name);
  }

  /** The absolute name of what a module imports: `.base` in `shop.settings.production` is `shop.settings.base`. */
  public absolute({ module, file }: Source, name: string): string {
    const [dots] = /^\.*/.exec(name)!;
    if (dots === '') {
      return name;
    }
    const own = module.split('.');
    const up = dots.length - (posix.basename(file) === '__init__.py' ? 1 : 0);
    return [...own.slice(0, Math.max(own.length - up, 0)), ...name.slice(dots.length).split('.').filter(Boolean)].join('.');
  }

  private read(module: string): Source | undefined {
    if (!/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(module)) {
      return undefined;
    }
    const path = module.split('.').join('/');
    for (const file of [`${path}.py`, `${path}/__init__.py`]) {
      const text = this.file(posix.join(this.root, file));
      if (text !== undefined) {
        return sourceOf(module, file, text);
      }
    }
    return undefined;
  }
}

function sourceOf(module: string, file: string, text: string): Source {
  let lines: readonly Line[] | undefined;
  return {
    module,
    file,
    text,
    get lines() {
      lines ??= pythonLines(text);
      return lines;
    },
  };
}
