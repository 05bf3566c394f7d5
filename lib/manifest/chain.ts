import type { Bundle } from './bundle';
import { declaredTcpPorts, type Container } from './container';
import type { Route } from './route';
import { targetNumber, type Service, type ServicePort } from './service';
import type { Workload } from './workload';

/** One step of a request's way: a Service port and the workload behind it. */
export interface Hop {
  readonly service: Service;
  readonly port: ServicePort;
  readonly workload: Workload;
  /** The port on the pod; nothing where the Service's target means none there. */
  readonly number?: number;
}

/** Ports that serve a scraper, not users: their Service alone does not make a workload one that serves. */
const METRICS_PORT = /(^|-)(metrics|prometheus|monitoring|telemetry)(-|$)/;

/** Every step that leads to a workload's pods. */
export function hopsTo(bundle: Bundle, workload: Workload): readonly Hop[] {
  return bundle
    .servicesInFrontOf(workload)
    .flatMap((service) => service.ports.map((port) => ({ service, port, workload, number: targetNumber(port, workload) })));
}

/**
 * The Services that send users' requests to a workload. A headless one hands out addresses and counts only where a
 * route leads to it; one with nothing but metrics ports serves a scraper.
 */
export function servicesForUsers(bundle: Bundle, workload: Workload): readonly Service[] {
  return bundle
    .servicesInFrontOf(workload)
    .filter((service) => bundle.routesTo(service).length > 0 || (!service.headless && !service.ports.every(isMetricsPort)));
}

function isMetricsPort({ name }: ServicePort): boolean {
  return name !== undefined && METRICS_PORT.test(name);
}

/** The routes of the bundle through which requests from outside reach a workload. */
export function routesToWorkload(bundle: Bundle, workload: Workload): readonly Route[] {
  return [...new Set(bundle.servicesInFrontOf(workload).flatMap((service) => bundle.routesTo(service).map(({ route }) => route)))];
}

/** Whether requests from outside reach a workload: through a route of the bundle, or a Service that is open to the outside itself. */
export function isRouted(bundle: Bundle, workload: Workload): boolean {
  return bundle.servicesInFrontOf(workload).some((service) => service.spec.type === 'LoadBalancer' || bundle.routesTo(service).length > 0);
}

/**
 * The container that a TCP port of the pod belongs to: the one that declares it, else the only one there is. Nothing
 * where several containers could have it: a declaration is not needed to listen.
 */
export function ownerOf(workload: Workload, number: number): Container | undefined {
  const declaring = workload.containers.filter((container) => declaredTcpPorts(container).some((port) => port.number === number));
  const owners = declaring.length ? declaring : workload.containers;
  return owners.length === 1 ? owners[0] : undefined;
}
