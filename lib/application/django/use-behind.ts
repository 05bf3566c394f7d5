import { dependencyUse, type DependencyUse } from './dependency-use';
import { libraryCheck } from './library-check';
import type { DjangoProject } from './project';
import { routeOf, viewOf } from './view';

/** How the view that answers a path uses something outside of the process, where its code was read; nothing where it does not. */
export function useBehind(project: DjangoProject | undefined, path: string): DependencyUse | undefined {
  const routed = project && routeOf(project, path);
  const view = project && routed && viewOf(project, routed);
  return view ? dependencyUse(project.sources, view) : project && routed && libraryCheck(project, routed);
}
