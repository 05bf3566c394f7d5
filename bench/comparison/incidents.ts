import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Image } from '../../lib/application/image/image';
import { readApplication } from '../../lib/application/image/application';
import { readFiles } from '../../lib/manifest/input/files';
import { reviewDocuments, type Finding } from '../../lib/review';

export const FOLDER = resolve(__dirname, '../../examples/incidents');

/** Something that went wrong in a cluster, and the manifests that said so beforehand. */
export interface Incident {
  /** Says what went wrong. */
  readonly name: string;
  readonly story: string;
  /** The rules that must speak, and no other. */
  readonly rules: readonly string[];
  /** The file with the manifests. */
  readonly manifests: string;
  /** The folder of the application, where it is read as well. */
  readonly application?: string;
}

/** A file, or a folder with the application beside its manifests, for each incident. */
export function incidents(): Incident[] {
  return readdirSync(FOLDER)
    .filter((entry) => entry !== 'README.md')
    .sort()
    .map((entry) => {
      const folder = join(FOLDER, entry);
      const isFile = entry.endsWith('.yaml');
      const manifests = isFile ? folder : join(folder, 'manifests.yaml');
      const [, story, rules] = /^((?:# .*\n)+?)# review: (.*)\n/.exec(readFileSync(manifests, 'utf8')) ?? [];
      if (story === undefined) {
        throw new Error(`${manifests} begins with its story and '# review: RULE, …' or '# review: nothing'`);
      }
      return {
        name: entry.replace(/\.yaml$/, ''),
        story: story.replace(/^# /gm, '').trim().replace(/\n/g, ' '),
        rules: rules === 'nothing' ? [] : rules.split(', '),
        manifests,
        application: !isFile && existsSync(join(folder, 'Dockerfile')) ? folder : undefined,
      };
    });
}

/** What probewise finds in an incident. */
export function findingsIn({ manifests, application }: Incident): Finding[] {
  const { documents, problems } = readFiles([manifests]);
  const read = application === undefined ? undefined : readApplication({ context: application });
  const [problem] = [...problems, ...(read?.problems() ?? [])];
  if (problem) {
    throw new Error(`${problem.file}: ${problem.message}`);
  }
  return reviewDocuments(documents, { images: new Map<string, Image>(read?.image ? [['*', read.image]] : []) });
}
