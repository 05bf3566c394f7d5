import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { apiObjectOf } from '../api-object';
import type { Document } from './document';
import type { Kustomization } from './kustomization';
import type { Problem } from './problem';
import { readBytes } from './bytes';
import { readText } from './text';
import type { TextContents } from './text-contents';
import { reached } from './unrendered';

/** How charts are rendered. */
export interface RenderOptions {
  /** Files of values for charts, later ones over earlier ones. */
  readonly values: readonly string[];
}

/** Milliseconds. */
const LONGEST = 60_000;
/** Bytes. */
const LARGEST = 64 * 2 ** 20;
/** `# Source: web/templates/deployment.yaml`: helm names the chart, and the file from its folder. */
const SOURCE = /^# Source: [^/\n]+\/(\S.*)$/m;

interface Rendered {
  readonly text?: string;
  readonly problem?: string;
}

/** What helm makes of a chart; each document is of the template that it comes from. */
export function renderChart(folder: string, { values }: RenderOptions): TextContents {
  const files = values.flatMap((file) => ['--values', resolve(file)]);
  const rendered = firstOf([['helm', ['template', nameOf(folder), resolve(folder), ...files]]], 'helm is not on the path');
  return contentsOf(folder, rendered, ({ text }) => {
    const [, template] = SOURCE.exec(text) ?? [];
    return template === undefined ? folder : join(folder, template);
  });
}

/** What kustomize makes of an overlay; each document is of the base that bears its name. */
export function renderOverlay(overlay: Kustomization): TextContents {
  const parts = reached(overlay);
  const remote = parts.flatMap((part) => part.remote);
  if (remote.length > 0) {
    return refusal(overlay.file, `it names ${remote[0]}, which is on another machine; get it first: nothing is downloaded here`);
  }
  const rendered = firstOf(
    [
      ['kustomize', ['build', resolve(overlay.folder)]],
      ['kubectl', ['kustomize', resolve(overlay.folder)]],
    ],
    'neither kustomize nor kubectl is on the path',
  );
  const bases = parts.flatMap(({ resources }) => resources).flatMap((file) => identitiesIn(file));
  return contentsOf(overlay.file, rendered, ({ json }) => {
    const object = apiObjectOf(json);
    const fitting = bases.filter(({ kind, name }) => kind === object?.kind && object.name.includes(name));
    const [longest] = fitting.sort((one, other) => other.name.length - one.name.length);
    return longest?.file ?? overlay.file;
  });
}

function contentsOf(file: string, { text, problem }: Rendered, origin: (document: Document) => string): TextContents {
  if (text === undefined) {
    return refusal(file, problem ?? '');
  }
  const { documents, problems } = readText('rendered.yaml', text);
  return {
    documents: documents.map((document) => document.renderedFrom(origin(document))),
    problems: problems.map(({ message }): Problem => ({ file, message: `what was rendered cannot be used: ${message}` })),
  };
}

function refusal(file: string, message: string): TextContents {
  return { documents: [], problems: [{ file, message: `it cannot be rendered: ${message}` }] };
}

/** Runs the first program that is there, without a shell. */
function firstOf(commands: readonly (readonly [string, readonly string[]])[], none: string): Rendered {
  // Loaded for the few that render: every other start would pay for it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { spawnSync } = require('node:child_process') as typeof import('node:child_process');
  for (const [program, args] of commands) {
    const { status, stdout, stderr, error } = spawnSync(program, args, {
      encoding: 'utf8',
      env: process.env,
      timeout: LONGEST,
      maxBuffer: LARGEST,
    });
    if ((error as NodeJS.ErrnoException | undefined)?.code !== 'ENOENT') {
      const said = stderr?.trim().split('\n').pop();
      return status === 0 ? { text: stdout } : { problem: `${program}: ${said || error?.message || `exit status ${status}`}` };
    }
  }
  return { problem: none };
}

interface Identity {
  readonly file: string;
  readonly kind: string;
  readonly name: string;
}

function identitiesIn(file: string): readonly Identity[] {
  try {
    return readBytes(file, readFileSync(file)).documents.flatMap(({ json }) => {
      const object = apiObjectOf(json);
      return object ? [{ file, kind: object.kind, name: object.name }] : [];
    });
  } catch {
    // A folder: its own kustomization names its files.
    return [];
  }
}

/** A release has the name of its folder, as far as a release may have it. */
function nameOf(folder: string): string {
  return (
    basename(resolve(folder))
      .toLowerCase()
      .replace(/[^a-z0-9-]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 40) || 'release'
  );
}
