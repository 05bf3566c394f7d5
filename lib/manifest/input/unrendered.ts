import { basename, dirname, join, normalize } from 'node:path';
import { plural } from '../../wording/plural';
import { isFolder, isKustomization, kustomizationIn, kustomizationOf, type Kustomization } from './kustomization';

/** What of a folder are manifests, and what would make some. */
export interface Unrendered {
  /** Files that hold objects as a cluster gets them. */
  readonly files: readonly string[];
  /** Folders of charts, without those inside of others. */
  readonly charts: readonly string[];
  /** Kustomizations that change what they name, without those that another one names. */
  readonly overlays: readonly Kustomization[];
  /** What makes objects that stand in no file, in a few words each. */
  readonly unread: readonly string[];
}

/** Sorts the files of a folder: charts, patches and bases hold no objects yet. */
export function unrenderedIn(files: readonly string[]): Unrendered {
  const charts = outermost(files.filter((file) => basename(file) === 'Chart.yaml').map(dirname));
  const outside = files.filter((file) => !charts.some((chart) => isBelow(file, chart)));
  const kustomizations = outside.filter(isKustomization).flatMap((file) => kustomizationOf(file) ?? []);
  const named = new Set(kustomizations.flatMap(({ resources }) => resources.map(normalize)));
  const roots = kustomizations.filter(({ folder, component }) => !component && !named.has(normalize(folder)));
  const overlays = roots.filter((root) => reached(root).some(({ changes }) => changes));
  const parts = new Set<string>(kustomizations.flatMap((each) => [each.file, ...each.parts.map(normalize)]));
  for (const each of [...overlays.flatMap(reached), ...kustomizations.filter(({ component }) => component)]) {
    each.resources.forEach((resource) => parts.add(normalize(resource)));
  }
  return {
    files: outside.filter((file) => !parts.has(normalize(file)) && !parts.has(file)),
    charts,
    overlays,
    unread: roots.filter((root) => reached(root).some(({ generates, remote }) => generates || remote.length > 0)).map(({ file }) => file),
  };
}

/** The overlay that there is nothing to choose from; without one, what to choose. */
export function onlyOverlay({ overlays }: Unrendered): Kustomization | undefined {
  return overlays.length === 1 ? overlays[0] : undefined;
}

/** What to run, in one line; nothing where all is rendered. */
export function adviceOn(path: string, { charts, overlays }: Unrendered): string | undefined {
  const kinds = [
    ...(charts.length ? [plural(charts.length, 'chart')] : []),
    ...(overlays.length ? [`${plural(overlays.length, 'kustomization')} with patches`] : []),
  ];
  const target = charts.length === 0 && overlays.length > 0 ? overlays[overlays.length - 1].folder : path;
  return kinds.length === 0
    ? undefined
    : `${kinds.join(' and ')} here ${charts.length + overlays.length === 1 ? 'is' : 'are'} not rendered, and what they hold is no object ` +
        `yet; run probewise review --render ${target}`;
}

/** A kustomization, and those that it names, at any depth. */
export function reached(root: Kustomization): readonly Kustomization[] {
  const found = new Map<string, Kustomization>();
  const pending = [root];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (!found.has(next.file)) {
      found.set(next.file, next);
      pending.push(...next.resources.filter(isFolder).flatMap((folder) => kustomizationIn(folder) ?? []));
    }
  }
  return [...found.values()];
}

function outermost(folders: readonly string[]): readonly string[] {
  return folders.filter((folder) => !folders.some((other) => other !== folder && isBelow(folder, other)));
}

function isBelow(path: string, folder: string): boolean {
  return folder === '.' || path.startsWith(join(folder, '/'));
}
