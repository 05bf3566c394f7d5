import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { incidents } from '../bench/comparison/incidents';
import { readApplication } from '../lib/application/image/application';
import type { Images } from '../lib/application/image/images';
import { readInputs } from '../lib/platform/inputs';
import type { Document } from '../lib/manifest/input/document';

const CASES = resolve(__dirname, '../examples/cases');

/** The files that are deployed; what the image is built from stands beside them. */
const NOT_DEPLOYED: ReadonlySet<string> = new Set(['app', 'labels.yaml', 'Dockerfile']);

/** A labelled case: what is deployed, and the image where it is there. */
export interface Case {
  readonly name: string;
  readonly folder: string;
  readonly documents: readonly Document[];
  readonly images: Images;
}

/** All of examples/cases. */
export function cases(): readonly Case[] {
  return readdirSync(CASES).map((name) => {
    const folder = join(CASES, name);
    const deployed = readdirSync(folder).filter((file) => !NOT_DEPLOYED.has(file));
    const { documents } = readInputs(deployed.map((file) => join(folder, file)));
    const context = [join(folder, 'app'), folder].find((each) => existsSync(join(each, 'Dockerfile')));
    const image = context === undefined ? undefined : readApplication({ context }).image;
    return { name, folder, documents, images: new Map(image ? [['*', image]] : []) };
  });
}

/** Everything that was written down as a case or as an incident. */
export function corpus(): readonly Omit<Case, 'folder'>[] {
  return [
    ...cases(),
    ...incidents().map(({ name, manifests, application }) => {
      const image = application === undefined ? undefined : readApplication({ context: application }).image;
      return { name, documents: readInputs([manifests]).documents, images: new Map(image ? [['*', image]] : []) };
    }),
  ];
}
