import { isKnown } from '../application/process/setting';
import { loopbackPortIn } from '../application/loopback-url';
import { isOnPlatform } from '../manifest/entrance';
import { valueIn } from '../manifest/environment';
import type { ContainerReading } from '../reading/container-reading';
import type { WorkloadReading } from '../reading/workload-reading';
import type { Observation } from './rule';

/** What is wrong with PORT where a platform sets it, or is told it: a server that does not read it, a check that asks another one. */
export function* portVariableFaults(workload: WorkloadReading): Iterable<Observation> {
  const [container, ...others] = workload.containers;
  if (container && others.length === 0 && workload.entrance && isOnPlatform(workload.workload.object)) {
    yield* ignored(workload, container);
    yield* checkLeftBehind(workload, container);
  }
}

/** The platform chooses the port and says it in PORT, and the server listens on a number of its own. */
function* ignored({ entrance, workload }: WorkloadReading, { container, process }: ContainerReading): Iterable<Observation> {
  const { listeners, server } = process;
  if (entrance!.port !== undefined || !isKnown(listeners) || listeners.isDefault || listeners.assumed) {
    return;
  }
  const tcp = listeners.value.filter((listener) => listener.kind === 'tcp');
  const ports = tcp.flatMap(({ port }) => (typeof port === 'number' ? [port] : []));
  if (ports.length > 0 && ports.length === listeners.value.length) {
    yield {
      object: workload.object,
      container: container.name,
      path: listeners.path ?? process.path ?? container.path,
      severity: 'warning',
      message:
        `${server ?? 'the process'} listens on ${ports.join(', ')} (${listeners.origin}), whatever PORT says; ` +
        `${entrance!.by} sends requests and its health check to the port that it says there`,
      consequence: `no request arrives, and no release passes its check, unless PORT is set to ${ports[0]} by hand`,
      fix: `let the server listen on PORT: sh -c 'exec … --port "\${PORT:-${ports[0]}}"'`,
    };
  }
}

/** PORT is set to where users go, and the health check asks another port. What runs there is not known. */
function* checkLeftBehind({ entrance, workload }: WorkloadReading, reading: ContainerReading): Iterable<Observation> {
  const { container, process, commandChecks } = reading;
  const port = entrance!.port;
  if (port === undefined || isKnown(process.listeners) || valueIn(process.environment, 'PORT') !== String(port)) {
    return;
  }
  for (const { who, command, path } of commandChecks) {
    const asked = loopbackPortIn(command);
    if (asked !== undefined && asked !== port) {
      yield {
        object: workload.object,
        container: container.name,
        path,
        severity: 'warning',
        message: `PORT is ${port}, where ${entrance!.by} leads, but ${who} asks ${asked}`,
        consequence: 'a server that listens on PORT is never healthy, so that a platform that goes by the check sends it no requests',
        fix: `ask the same port: http://localhost:\${PORT:-${asked}}`,
      };
    }
  }
}
