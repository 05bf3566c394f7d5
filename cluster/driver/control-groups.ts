import { existsSync, mkdirSync, readdirSync, rmdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Control groups belong to the whole machine and outlive their processes: they are made and taken away by name. */

const ROOT = '/sys/fs/cgroup';
const NEEDED = ['cpu', 'memory', 'pids'];

/** Why pods cannot be given control groups here; `undefined` when they can. */
export function whyNoControlGroups(): string | undefined {
  const there = existsSync(join(ROOT, 'cgroup.controllers'));
  const missing = there ? [] : NEEDED.filter((controller) => !existsSync(join(ROOT, controller, 'cgroup.procs')));
  return missing.length ? `the control groups have no ${missing.join(', ')} below ${ROOT}` : undefined;
}

/** The kubelet wants the group below which it makes those of the pods to be there. */
export function makeControlGroup(path: string): void {
  hierarchies().forEach((root) => mkdirSync(join(root, path), { recursive: true }));
}

/** @returns whether it is gone, which it can only be when the processes in it are */
export function removeControlGroup(path: string): boolean {
  return hierarchies()
    .map((root) => join(root, path))
    .filter((group) => existsSync(group))
    .map(removeTree)
    .every(Boolean);
}

function removeTree(group: string): boolean {
  const emptied = readdirSync(group, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => removeTree(join(group, name)))
    .every(Boolean);
  try {
    rmdirSync(group); // its files are the kernel's and go with it
    return emptied;
  } catch {
    return !existsSync(group);
  }
}

/** One of cgroup v2, or one for each controller of v1, of which some go by two names, and beside them often one of v2. */
function hierarchies(): string[] {
  if (existsSync(join(ROOT, 'cgroup.controllers'))) {
    return [ROOT];
  }
  const found = readdirSync(ROOT)
    .map((name) => join(ROOT, name))
    .filter((path) => existsSync(join(path, 'cgroup.procs')));
  return [...new Map(found.map((path) => [statSync(path).dev, path])).values()];
}
