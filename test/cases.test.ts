import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { reviewDocuments, type Finding } from '../lib/review';
import { cases } from './case';

/** What was decided of a case before it was judged. */
interface Labels {
  readonly case: string;
  /** `RULE`, or `RULE KIND NAME`, of which the end may be left out. */
  readonly reports: readonly string[];
  readonly silent: readonly string[];
}

const said = ({ rule, object }: Finding): string => `${rule} ${object.kind} ${object.name}`;

describe.each(cases().map((each) => [each.name, each] as const))('%s', (_, { folder, documents, images }) => {
  const labels = load(readFileSync(join(folder, 'labels.yaml'), 'utf8')) as Labels;
  const findings = reviewDocuments(documents, { images }).map(said);

  test(`${labels.case} It is said`, () => {
    expect(labels.reports.filter((label) => !findings.some((each) => each.startsWith(label)))).toEqual([]);
  });

  test('nothing is said that would mislead', () => {
    expect(findings.filter((each) => labels.silent.some((rule) => each.startsWith(`${rule} `)))).toEqual([]);
  });
});
