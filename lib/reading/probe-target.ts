import { ownerOf } from '../manifest/chain';
import { probePortNumber, type Container } from '../manifest/container';
import { probedPort, type Probe } from '../manifest/probe';
import type { Workload } from '../manifest/workload';

/** What a probe asks. The kubelet asks the address of the pod unless the probe names another host. */
export type ProbeTarget =
  /** A command inside the container. */
  | { readonly kind: 'command' }
  /** A host that the probe names: whatever answers there, it is not known to be this pod. */
  | { readonly kind: 'other host'; readonly host: string }
  | { readonly kind: 'pod'; readonly number: number; readonly owner?: Container }
  | { readonly kind: 'unknown'; readonly because: string };

/** What a probe of a container asks. */
export function probeTarget(workload: Workload, container: Container, probe: Probe): ProbeTarget {
  const { handler } = probe;
  if (!handler) {
    return { kind: 'unknown', because: 'the probe names no handler' };
  }
  if (handler.kind === 'exec') {
    return { kind: 'command' };
  }
  // An empty host is the pod's own, as for the kubelet (`pkg/kubelet/prober/prober.go`, `runProbe`).
  if ('host' in handler && handler.host) {
    return { kind: 'other host', host: handler.host };
  }
  const port = probedPort(probe);
  const number = probePortNumber(container, port);
  return number === undefined
    ? { kind: 'unknown', because: port === undefined ? 'the probe names no port' : `the container has no port ${port}` }
    : { kind: 'pod', number, owner: ownerOf(workload, number) };
}
