import { posix } from 'node:path';
import { mountedFiles } from '../manifest/mounted-file';
import { probedPort, type Probe } from '../manifest/probe';
import { targetNumber } from '../manifest/service';
import { imageName } from '../application/image/image';
import type { ContainerReading } from '../reading/container-reading';

/**
 * Ports on which programs that are widely deployed answer for their health, and which their manifests seldom declare: Envoy and
 * Istio (`istio.io/docs/ops/deployment/application-requirements`), ingress-nginx (`--healthz-port`), the components of Kubernetes
 * (`kubernetes.io/docs/reference/networking/ports-and-protocols`), and operators made with kubebuilder (`--health-probe-bind-address`).
 */
const ADMIN_PORTS: ReadonlySet<number> = new Set([8081, 9901, 15000, 15020, 15021, 15090, 10248, 10249, 10254, 10256, 10257, 10259]);
/** The same of one image, by the last part of its name: `health` and `ready` of CoreDNS (`coredns.io/plugins`). */
const ADMIN_PORTS_OF: ReadonlyMap<string, readonly number[]> = new Map([['coredns', [8080, 8181]]]);

/**
 * Whether something besides the one who asks says that a container listens on a port that it does not declare: another probe,
 * its command line, its environment, a file that a ConfigMap puts into it, a Service, an annotation for a scraper, or what is
 * known of its image.
 *
 * @param asking the probe that asks; nothing where a Service does, whose own target is no second witness
 */
export function hasWitness(reading: ContainerReading, port: number, asking?: Probe): boolean {
  const { bundle, workload, container, probes, process } = reading;
  const services = asking ? bundle.servicesInFrontOf(workload) : [];
  const number = new RegExp(`(?<![\\d.])${port}(?![\\d.])`);
  return (
    ADMIN_PORTS.has(port) ||
    (ADMIN_PORTS_OF.get(posix.basename(imageName(container.image ?? ''))) ?? []).includes(port) ||
    probes.some(({ probe }) => probe !== asking && probedPort(probe) === port) ||
    services.some((service) => service.ports.some((each) => targetNumber(each, workload) === port)) ||
    [
      ...(container.command ?? []),
      ...(container.args ?? []),
      ...[...process.environment.variables.values()].map(({ value }) => value),
      ...workload.annotations.values(),
      ...mountedFiles(bundle, workload, container).map(({ text }) => text),
    ].some((text) => number.test(text))
  );
}
