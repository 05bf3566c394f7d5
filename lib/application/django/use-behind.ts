import { dependencyUse, type DependencyUse } from './dependency-use';
import { djangoOf } from './project';
import { viewOf } from './view';
import type { Bundle } from '../../manifest/bundle';
import type { Container } from '../../manifest/container';
import type { Probe } from '../../manifest/probe';
import type { Workload } from '../../manifest/workload';

/** How the view that answers a probe uses something outside of the process, where its code was read; nothing where it does not. */
export function useBehind(bundle: Bundle, workload: Workload, container: Container, { handler }: Probe): DependencyUse | undefined {
  const project = handler?.kind === 'httpGet' && handler.host === undefined ? djangoOf(bundle, workload, container) : undefined;
  const view = project && handler?.kind === 'httpGet' ? viewOf(project, handler.path) : undefined;
  return project && view && dependencyUse(project.sources, view);
}
