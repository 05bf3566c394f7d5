import { dependencyUse, type DependencyUse } from './dependency-use';
import type { DjangoProject } from './project';
import { viewOf } from './view';

/** How the view that answers a path uses something outside of the process, where its code was read; nothing where it does not. */
export function useBehind(project: DjangoProject | undefined, path: string): DependencyUse | undefined {
  const view = project && viewOf(project, path);
  return project && view && dependencyUse(project.sources, view);
}
