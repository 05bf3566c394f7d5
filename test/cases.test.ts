import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { readApplication } from '../lib/application/image/application';
import { readInputs } from '../lib/platform/inputs';
import { reviewDocuments, type Finding } from '../lib/review';

const CASES = resolve(__dirname, '../examples/cases');

/** What was decided of a case before it was judged. */
interface Labels {
  readonly case: string;
  /** `RULE`, or `RULE KIND NAME`, of which the end may be left out. */
  readonly reports: readonly string[];
  readonly silent: readonly string[];
}

/** The files that are deployed; what the image is built from stands beside them. */
const NOT_DEPLOYED: ReadonlySet<string> = new Set(['app', 'labels.yaml', 'Dockerfile']);

function findingsOf(folder: string): readonly Finding[] {
  const deployed = readdirSync(folder).filter((name) => !NOT_DEPLOYED.has(name));
  const { documents } = readInputs(deployed.map((name) => join(folder, name)));
  const context = [join(folder, 'app'), folder].find((each) => existsSync(join(each, 'Dockerfile')));
  const image = context === undefined ? undefined : readApplication({ context }).image;
  return reviewDocuments(documents, { images: new Map(image ? [['*', image]] : []) });
}

const said = ({ rule, object }: Finding): string => `${rule} ${object.kind} ${object.name}`;

describe.each(readdirSync(CASES))('%s', (name) => {
  const folder = join(CASES, name);
  const labels = load(readFileSync(join(folder, 'labels.yaml'), 'utf8')) as Labels;
  const findings = findingsOf(folder).map(said);

  test(`${labels.case} It is said`, () => {
    expect(labels.reports.filter((label) => !findings.some((each) => each.startsWith(label)))).toEqual([]);
  });

  test('nothing is said that would mislead', () => {
    expect(findings.filter((each) => labels.silent.some((rule) => each.startsWith(`${rule} `)))).toEqual([]);
  });
});
