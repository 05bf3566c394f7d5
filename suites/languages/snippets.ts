import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { python } from './python';
import { root, run } from './run';

/** An example of a page. */
export interface Snippet {
  readonly page: string;
  readonly number: number;
  readonly code: string;
}

/** What the wheel shows of itself, as its registry does: the README, translated. */
export function descriptionOfTheWheel(): string {
  const { out, err, status } = run(python('python'), [
    '-c',
    "from importlib.metadata import metadata; print(metadata('probewise')['description'])",
  ]);
  if (status !== 0) {
    throw new Error(err);
  }
  return out;
}

/** The examples in Python of the pages in docs. */
export function snippetsOfDocs(): readonly Snippet[] {
  const pages = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
  return pages.flatMap((page) => snippetsOf(page, readFileSync(join(root, 'docs', page), 'utf8')));
}

export function snippetsOf(page: string, text: string): readonly Snippet[] {
  return [...text.matchAll(/^```python\n(.*?)^```/gms)].map(([, code], index) => ({ page, number: index + 1, code }));
}
