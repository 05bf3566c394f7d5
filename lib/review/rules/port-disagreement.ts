import type { Reading } from '../../reading/reading';
import { objectInWords } from '../../manifest/api-object';
import { ownerOf } from '../../manifest/chain';
import type { ContainerReading } from '../../reading/container-reading';
import type { WorkloadReading } from '../../reading/workload-reading';
import { declaredTcpPorts, type Container } from '../../manifest/container';
import { probedPortPath } from '../../manifest/probe';
import { listenerInWords, type Listener } from '../../application/process/listener';
import { loopbackPortIn } from '../../application/loopback-url';
import { isKnown } from '../../application/process/setting';
import type { Workload } from '../../manifest/workload';
import { imageAddsNothing } from '../assumption';
import { portVariableFaults } from '../port-variable';
import type { Observation, Rule } from '../rule';

export const portDisagreement: Rule = {
  id: 'port-disagreement',
  model: 'chain',
  severity: 'error',
  anywhere: true,
  summary: 'Requests or probes go to a port on which the process does not listen',
  doc: {
    why:
      'A container port is documentation: it opens nothing. When the process binds another port than the one that the Service or ' +
      'a probe uses, every request is ' +
      'refused and the container may still be running, started and, to whatever asks the right port, healthy.',
    fix: 'Say the number once: set PORT from the same value that the container port, the probes and the Service use.',
    judges:
      "Where the process's own listeners can be read: the command line, GUNICORN_CMD_ARGS, PORT, a mounted gunicorn.conf.py. A " +
      'port belongs to the container that ' +
      'declares it, else to the only container of the pod; where a second container may own it nothing is said. A port that the ' +
      'container declares beside one on ' +
      'which it does listen is assumed to be a second listener (metrics), and so is an undeclared one behind a Service with another ' +
      "port that fits. A command that asks a port of its own machine counts as a probe of it. On other platforms: Fly.io's " +
      "internal_port, Knative's containerPort, the one published port of a Compose service; a server that does not read PORT where " +
      'Heroku or Railway choose it is a warning, and so is a health check that asks another port than PORT says.',
    source: 'https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#ports; gunicorn/config.py, Bind',
  },
  *check(reading) {
    for (const workload of reading.bundle.workloads) {
      yield* portVariableFaults(reading.of(workload));
      for (const container of workload.containers) {
        yield* disagreements(reading, workload, container);
      }
    }
  },
};

interface Use {
  readonly who: string;
  readonly number: number;
  readonly observed: Pick<Observation, 'object' | 'path'>;
  /** Whether it is no use that another listener could serve. */
  readonly excused: boolean;
}

function* disagreements(reading: Reading, workload: Workload, container: Container): Iterable<Observation> {
  const own = reading.container(workload, container);
  const { listeners, server } = own.process;
  const bound = isKnown(listeners) ? tcpPorts(listeners.value) : undefined;
  if (!isKnown(listeners) || bound === undefined || bound.length === 0) {
    return;
  }
  const declared = declaredTcpPorts(container).map(({ number }) => number);
  const fits = (number: number | undefined) => bound.includes(number!);
  const uses = [
    ...serviceUses(reading, workload, fits),
    ...platformUses(reading.of(workload)),
    ...probeUses(own),
    ...commandUses(own),
  ].filter(
    ({ number, excused }) =>
      !fits(number) && !excused && ownerOf(workload, number) === container && !(declared.includes(number) && declared.some(fits)),
  );
  const { words, severity } = imageAddsNothing(listeners.assumed);
  for (const number of new Set(uses.map((use) => use.number))) {
    const users = uses.filter((use) => use.number === number);
    const port = container.ports.findIndex((candidate) => candidate.number === number);
    yield {
      ...(port >= 0 ? { object: workload.object, path: [...container.path, 'ports', port, 'containerPort'] } : users[0].observed),
      container: container.name,
      severity,
      message:
        `${server ?? 'the process'} listens on ${listeners.value.map(listenerInWords).join(', ')} (${listeners.origin}${words}), ` +
        `but ${users.map(({ who }) => who).join(' and ')} ${users.length > 1 ? 'go' : 'goes'} to ${number}`,
      consequence: `connections to ${number} are refused in every pod of ${objectInWords(workload.object)}`,
      fix: `use one number in both places: ${bound.join(' or ')} or ${number}`,
    };
  }
}

/** The ports that the process listens on; nothing where one of them is not known. */
function tcpPorts(listeners: readonly Listener[]): number[] | undefined {
  const ports = listeners.flatMap((listener) => (listener.kind === 'tcp' ? [listener.port] : []));
  return ports.every((port) => typeof port === 'number') ? ports : undefined;
}

function serviceUses(reading: Reading, workload: Workload, fits: (number?: number) => boolean): Use[] {
  const hops = reading.of(workload).hops.filter(({ port }) => port.protocol === 'TCP');
  return hops.flatMap(({ service, port, number }) =>
    number === undefined || service.headless
      ? []
      : [
          {
            who: `Service ${service.object.name} port ${port.number ?? '?'}`,
            number,
            observed: { object: service.object, path: port.targetPath },
            excused: hops.some((other) => other.service === service && fits(other.number)),
          },
        ],
  );
}

/** A command that asks the container's own address. */
function commandUses({ workload: { object }, commandChecks }: ContainerReading): Use[] {
  return commandChecks.flatMap(({ who, command, path }) => {
    const number = loopbackPortIn(command);
    return number === undefined ? [] : [{ who, number, observed: { object, path }, excused: false }];
  });
}

/** The platform's own way in. */
function platformUses({ entrance, workload: { object } }: WorkloadReading): Use[] {
  return entrance?.port === undefined
    ? []
    : [{ who: entrance.by, number: entrance.port, observed: { object, path: entrance.path }, excused: false }];
}

function probeUses({ workload: { object }, probes }: ContainerReading): Use[] {
  return probes.flatMap(({ role, probe, port }) =>
    port === undefined
      ? []
      : [{ who: `the ${role} probe`, number: port, observed: { object, path: probedPortPath(probe) }, excused: false }],
  );
}
