import type { Bundle } from '../manifest/bundle';
import { hopsTo, ownerOf, servicesForUsers } from '../manifest/chain';
import { probesOf, type Container } from '../manifest/container';
import { processOf } from '../application/process/process';
import type { Workload } from '../manifest/workload';

/**
 * The container that answers users: the one that the port of their Service belongs to. Where that is a proxy, whose process
 * no manifest shows to be an application, and one other container is an application, then that one: the proxy passes
 * on what it gets, and that it may itself be away is not modelled.
 */
export function servingContainer(bundle: Bundle, workload: Workload): Container {
  const services = new Set(servicesForUsers(bundle, workload));
  const [owner] = hopsTo(bundle, workload).flatMap(({ service, number }) => {
    const container = services.has(service) && number !== undefined ? ownerOf(workload, number) : undefined;
    return container ? [container] : [];
  });
  const applications = workload.containers.filter((container) => processOf(bundle, workload, container).server !== undefined);
  if (owner) {
    return applications.length === 1 && !applications.includes(owner) ? applications[0] : owner;
  }
  return (
    workload.containers.find((container) => container.ports.length > 0 && probesOf(container).length > 0) ??
    workload.containers.find((container) => container.ports.length > 0) ??
    workload.containers[0]
  );
}
