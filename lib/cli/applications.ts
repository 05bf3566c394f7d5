import { statSync } from 'node:fs';
import { Bundle } from '../manifest/bundle';
import { readApplication, type Application } from '../application/image/application';
import { imageName, type Image } from '../application/image/image';
import type { Document } from '../manifest/input/document';
import type { Problem } from '../manifest/input/problem';
import { UsageError } from './command';

/** What `--app` names, read. */
export interface Applications {
  readonly images: ReadonlyMap<string, Image>;
  /** What could not be used: complete when the review is over, because files are read when a rule asks for them. */
  problems(): readonly Problem[];
}

/** Reads what the values of `--app` name: `IMAGE=DIR`, or `DIR` where the manifests use one image. */
export function readApplications(values: readonly string[], documents: readonly Document[]): Applications {
  const used = values.length ? imagesOf(documents) : [];
  const images = new Map<string, Image>();
  const read: Application[] = [];
  const problems: Problem[] = [];
  for (const value of values) {
    const { name, folder } = parsed(value);
    const image = name ?? (new Set(used.map(imageName)).size === 1 ? imageName(used[0]) : undefined);
    const message = faultOf(image, used, folder);
    if (image === undefined || message !== undefined) {
      problems.push({ file: `--app ${value}`, message: message ?? '' });
    } else if (images.has(image)) {
      throw new UsageError(`--app ${value}: ${image} has a folder already; give one folder for an image`);
    } else {
      const application = readApplication(folder);
      read.push(application);
      if (application.image) {
        images.set(image, application.image);
      }
    }
  }
  return { images, problems: () => [...problems, ...read.flatMap((application) => application.problems)] };
}

/** A folder may have `=` in its name; an image cannot. */
function parsed(value: string): { readonly name?: string; readonly folder: string } {
  const [, name = '', folder = value] = value.includes('=') && !isFolder(value) ? /^([^=]*)=(.*)$/s.exec(value)! : [];
  if (folder === '' || (folder !== value && name === '')) {
    throw new UsageError(`--app ${value}: name a folder, or an image and its folder: --app registry.example/web=./web`);
  }
  return { name: folder === value ? undefined : name, folder };
}

function faultOf(image: string | undefined, used: readonly string[], folder: string): string | undefined {
  const names = [...new Set(used.map(imageName))];
  if (names.length === 0) {
    return 'no manifest here names an image';
  }
  if (image === undefined) {
    return `the manifests use ${names.length} images: ${inWords(names)}; say whose folder it is: --app ${names[0]}=${folder}`;
  }
  return used.includes(image) || names.includes(image) ? undefined : `no manifest here uses the image ${image}; they use ${inWords(names)}`;
}

function inWords(names: readonly string[]): string {
  return names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
}

function imagesOf(documents: readonly Document[]): readonly string[] {
  const { workloads } = new Bundle(documents.map(({ json }) => json));
  return [
    ...new Set(
      workloads.flatMap(({ containers, initContainers }) => [...containers, ...initContainers]).flatMap(({ image }) => image ?? []),
    ),
  ];
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
