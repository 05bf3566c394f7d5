import { proxyOf } from '../../application/proxy';
import { running } from '../pool';
import type { Rule } from '../rule';
import type { WorkloadReading } from '../../reading/workload-reading';

export const sidecarEndsFirst: Rule = {
  id: 'sidecar-ends-first',
  model: 'clock',
  severity: 'warning',
  summary: 'A proxy of the pod ends before the server that needs it',
  doc: {
    why:
      'All containers of a pod get SIGTERM together, after the hook of each. The proxy ends at once; the server, which waits in its hook ' +
      'or finishes its requests, has no database for the rest of its time: errors in every rollout, from pods that looked well.',
    fix:
      'Make the proxy a native sidecar: an init container with restartPolicy: Always (Kubernetes 1.29 and newer) ends after the ' +
      'containers. Before that: a preStop sleep of its own, or --max-sigterm-delay (-term_timeout of version 1).',
    judges:
      'cloud-sql-proxy, alloydb-auth-proxy, pgbouncer, ProxySQL, envoy and istio-proxy as a plain container without a preStop hook and ' +
      'without a delay of its own, beside a container that waits in a preStop hook, is known to run a server or a worker, or gets users. ' +
      'A pod of nothing else, and Jobs, are left alone.',
    source:
      'https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/; pkg/kubelet/kuberuntime/kuberuntime_container.go, ' +
      'killContainersWithSyncResult; cloud-sql-proxy issue 128',
  },
  *check(reading) {
    for (const { workload, container, reading: read } of running(reading)) {
      const proxy = container.sidecar ? undefined : proxyOf(container);
      if (!proxy || proxy.waits || read.preStop) {
        continue;
      }
      const served = servedBeside(reading.of(workload));
      if (served !== undefined) {
        yield {
          object: workload.object,
          container: container.name,
          path: container.path,
          message: `${proxy.name} (container ${container.name}) ends at SIGTERM, while container ${served} still works on what it has`,
          consequence: 'what is under way loses its connections in every rollout and drain',
          fix: 'move it to initContainers with restartPolicy: Always, which ends last',
        };
      }
    }
  },
};

/** The container that goes on for a while after the pod is told to end. */
function servedBeside(workload: WorkloadReading): string | undefined {
  const others = workload.containers.filter(({ container }) => !container.sidecar && !proxyOf(container));
  const working =
    others.find(({ preStop }) => (preStop?.seconds ?? 0) > 0) ??
    others.find(({ process }) => process.settings !== undefined) ??
    (workload.servicesForUsers.length > 0 ? others.find(({ container }) => container.ports.length > 0) : undefined);
  return working?.container.name;
}
