import type { Container } from '../manifest/container';
import { commandDependency } from './command-dependency';
import type { Probe } from '../manifest/probe';

/** Words of a path that name something outside of the process. */
const DEPENDENCY_PATH =
  /(^|[/_.-])(db|database|databases|postgres|postgresql|mysql|redis|cache|celery|rabbitmq|kafka|elasticsearch|dependenc\w*|deep|full|all)([/_.-]|$)/i;
/** Where health checks that ask databases and caches are mounted by the documentation of django-watchman and django-health-check. */
const LIBRARY_PATH = /^\/(watchman|ht)(?:\/(?:bare|dashboard))?\/?$/;
/** Words of a path that ask for readiness. */
const READINESS_PATH = /(^|[/_.-])(ready|readyz|readiness)([/_.-]|$)/i;
/**
 * The sign that a probe asks for something outside of the process: a word of its path, what its command asks; nothing when
 * there is none.
 */
export function dependencySign(container: Container, { handler }: Probe): string | undefined {
  if (handler?.kind === 'httpGet') {
    const [path] = handler.path.split('?');
    return DEPENDENCY_PATH.exec(path)?.[2] ?? LIBRARY_PATH.exec(path)?.[1];
  }
  return handler?.kind === 'exec' ? commandDependency(handler.command, container.image)?.sign : undefined;
}

/** Whether a probe asks a path that by its name is for readiness. */
export function asksForReadiness({ handler }: Probe): boolean {
  return handler?.kind === 'httpGet' && READINESS_PATH.test(handler.path.split('?')[0]);
}
