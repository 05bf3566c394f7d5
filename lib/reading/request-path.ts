import { objectInWords } from '../manifest/api-object';
import { ownerOf } from '../manifest/chain';
import { closedGateways } from '../manifest/gateway';
import { listOf, objectOf, textOf } from '../manifest/json';
import { listenerInWords, type Listener } from '../application/process/listener';
import type { Reading } from './reading';
import { isKnown, UNKNOWN } from '../application/process/setting';
import type { Backend, Route } from '../manifest/route';
import { portAsked, servicePortInWords, targetNumber, type Service, type ServicePort } from '../manifest/service';
import type { Workload } from '../manifest/workload';

/** One stage of a request's path. */
export interface Stage {
  readonly stage: 'route' | 'service' | 'workload' | 'port' | 'process';
  /** `Service shop/web port 80 (http)`. */
  readonly text: string;
  /** Whether the path goes on from here: false where the manifests show that it ends, or leads past the process. */
  readonly holds: boolean;
}

/** The path of a request, from where it comes in to the process, as far as the manifests tell. */
export interface RequestPath {
  /** What a client asks for: `obcms.example.gov/`, or the Service where no route leads to it. */
  readonly entrance: string;
  readonly stages: readonly Stage[];
}

/** Every path into the workloads of a reading.bundle: through its routes, and through Services that no route of it leads to. */
export function requestPaths(reading: Reading): readonly RequestPath[] {
  const routed = reading.bundle.routes.flatMap((route) => pathsThrough(reading, route));
  const direct = reading.bundle.workloads
    .filter((workload) => !reading.of(workload).routed)
    .flatMap((workload) =>
      reading.of(workload).servicesForUsers.flatMap((service) =>
        service.ports.map((port) => ({
          entrance: `${objectInWords(service.object)} ${servicePortInWords(port)}`,
          stages: [serviceStage(service, port), ...podStages(reading, port, workload)],
        })),
      ),
    );
  return [...routed, ...direct];
}

function pathsThrough(reading: Reading, route: Route): RequestPath[] {
  const text = objectInWords(route.object);
  const closed = closedGateways(reading.bundle, route.object);
  if (closed.length === 0) {
    return route.backends.flatMap((backend) => pathsTo(reading, backend, askedOf(route, backend), { stage: 'route', text, holds: true }));
  }
  const stages: Stage[] = [
    { stage: 'route', text: `${text}, which no listener of ${closed.map(objectInWords).join(' or ')} takes`, holds: false },
  ];
  return [...new Set(route.backends.map((backend) => askedOf(route, backend)))].map((entrance) => ({ entrance, stages }));
}

function pathsTo(reading: Reading, backend: Backend, entrance: string, start: Stage): RequestPath[] {
  const service = reading.bundle.serviceBehind(backend);
  if (!service) {
    return [{ entrance, stages: [start, { stage: 'service', text: `Service ${backend.service}, which is not here`, holds: false }] }];
  }
  const port = portAsked(service, backend.port);
  if (!port) {
    return [
      {
        entrance,
        stages: [
          start,
          { stage: 'service', text: `${objectInWords(service.object)} has no port ${backend.port ?? ''}`.trim(), holds: service.external },
        ],
      },
    ];
  }
  const workloads = reading.bundle.workloadsBehind(service);
  return workloads.length
    ? workloads.map((workload) => ({ entrance, stages: [start, serviceStage(service, port), ...podStages(reading, port, workload)] }))
    : [{ entrance, stages: [start, { ...serviceStage(service, port), holds: service.selector.length === 0 }] }];
}

function serviceStage(service: Service, port: ServicePort): Stage {
  return { stage: 'service', text: `${objectInWords(service.object)} ${servicePortInWords(port)}`, holds: true };
}

function podStages(reading: Reading, port: ServicePort, workload: Workload): Stage[] {
  const start: Stage = { stage: 'workload', text: objectInWords(workload.object), holds: true };
  const number = targetNumber(port, workload);
  if (number === undefined) {
    return [start, { stage: 'port', text: `no ${port.protocol} port ${port.target ?? ''}`.trim(), holds: false }];
  }
  const stage: Stage = { stage: 'port', text: `port ${number}${typeof port.target === 'string' ? ` (${port.target})` : ''}`, holds: true };
  const container = ownerOf(workload, number);
  if (!container) {
    return [start, stage];
  }
  const { server, listeners } = reading.container(workload, container).process;
  const who = `${server ?? 'the process'} in ${container.name}`;
  return [
    start,
    stage,
    isKnown(listeners)
      ? {
          stage: 'process',
          text: `${who} on ${listeners.value.map(listenerInWords).join(', ')}`,
          holds: listeners.value.some((listener) => mayListenOn(listener, number)),
        }
      : { stage: 'process', text: `${who}, listening where the manifests do not tell`, holds: true },
  ];
}

function mayListenOn(listener: Listener, number: number): boolean {
  return listener.kind === 'tcp' && (listener.port === number || listener.port === UNKNOWN);
}

/** Host and path of an Ingress rule; a HTTPRoute's hosts and the first path of the rule. */
function askedOf({ object }: Route, { path }: Backend): string {
  const spec = objectOf(object.json.spec);
  const rule = objectOf(listOf(spec.rules)[path[2] as number]);
  if (object.kind === 'Ingress') {
    const at = objectOf(listOf(objectOf(rule.http).paths)[path[5] as number]);
    return path[1] === 'rules' ? `${textOf(rule.host) ?? '*'}${textOf(at.path) ?? '/'}` : '* (default backend)';
  }
  const hosts =
    listOf(spec.hostnames)
      .map(textOf)
      .filter((host) => host !== undefined)
      .join(', ') || '*';
  return `${hosts}${textOf(objectOf(objectOf(listOf(rule.matches)[0]).path).value) ?? '/'}`;
}
