import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isObject, listOf, objectOf, textOf, type JsonObject } from '../json';
import { readText } from './text';

/** What a `kustomization.yaml` names, with every path as it is from here. */
export interface Kustomization {
  readonly file: string;
  readonly folder: string;
  /** Files of objects, and folders with a kustomization of their own, components among them. */
  readonly resources: readonly string[];
  /** Files that are no objects: patches, values, what ConfigMaps are made of. */
  readonly parts: readonly string[];
  /** Whether it changes what stands in its resources, so that they are not what a cluster gets. */
  readonly changes: boolean;
  /** Whether it makes objects that stand in no file. */
  readonly generates: boolean;
  /** Whether it is only a part of others. */
  readonly component: boolean;
  /** Resources that somebody else's server has. */
  readonly remote: readonly string[];
}

const NAME = /^kustomization\.ya?ml$/;
const PATCHES = ['patches', 'patchesStrategicMerge', 'patchesJson6902', 'replacements', 'transformers', 'components', 'vars', 'replicas'];
const GENERATORS = ['configMapGenerator', 'secretGenerator', 'generators', 'helmCharts', 'helmChartInflationGenerator'];
const RENAMING = ['namePrefix', 'nameSuffix'];
const PARTS = [...PATCHES.filter((field) => field !== 'components'), ...GENERATORS, 'configurations', 'crds', 'openapi'];
const REMOTE = /^[\w+.-]+:\/\/|^[\w.-]+@|[?&]ref=|^(?:github|gitlab|bitbucket)\.\w+\//;

export function isKustomization(path: string): boolean {
  return NAME.test(path.slice(path.lastIndexOf('/') + 1));
}

/** The kustomization of a folder, if it has one that can be read. */
export function kustomizationIn(folder: string): Kustomization | undefined {
  try {
    const name = readdirSync(folder).find((entry) => NAME.test(entry));
    return name === undefined ? undefined : kustomizationOf(join(folder, name));
  } catch {
    return undefined;
  }
}

/** Reads a kustomization; nothing where it is no map of fields. */
export function kustomizationOf(file: string): Kustomization | undefined {
  const [document] = readText(file, readFileSync(file, 'utf8')).documents;
  if (!isObject(document?.json)) {
    return undefined;
  }
  const json = document.json;
  const folder = dirname(file);
  const named = [...listOf(json.resources), ...listOf(json.bases), ...listOf(json.components)].flatMap((entry) => textOf(entry) ?? []);
  return {
    file,
    folder,
    resources: named.filter((name) => !REMOTE.test(name)).map((name) => join(folder, name)),
    parts: PARTS.flatMap((field) => filesIn(json[field])).map((name) => join(folder, name)),
    changes: has(json, PATCHES),
    generates: has(json, [...GENERATORS, ...RENAMING]),
    component: json.kind === 'Component',
    remote: named.filter((name) => REMOTE.test(name)),
  };
}

function has(json: JsonObject, fields: readonly string[]): boolean {
  return fields.some((field) => (Array.isArray(json[field]) ? (json[field] as unknown[]).length > 0 : Boolean(json[field])));
}

/** Names of files at the places that kustomize has for them: an entry, its `path`, its `files` and `envs` (`key=file`). */
function filesIn(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((entry) => {
    const { path, files, envs, env, valuesFile } = objectOf(entry);
    return [entry, path, valuesFile, env, ...listOf(files), ...listOf(envs)].flatMap((name) => {
      const text = textOf(name);
      // A patch that is written in place has more than one line.
      return text === undefined || text.includes('\n') ? [] : [text.slice(text.indexOf('=') + 1)];
    });
  });
}

export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
