import { migrationIn } from '../../application/migration';
import { OWN_POD, proxyOf } from '../../application/proxy';
import { listOf, objectOf, textOf } from '../../manifest/json';
import type { Workload } from '../../manifest/workload';
import type { ContainerReading } from '../../reading/container-reading';
import type { WorkloadReading } from '../../reading/workload-reading';
import type { Observation, Rule } from '../rule';

/** Commands that wait until something answers. */
const WAITS = /^(nc|pg_isready|mysqladmin|sleep|until|wait-for[\w.-]*|dockerize|curl|wget)$/;

export const sidecarNotThereYet: Rule = {
  id: 'sidecar-not-there-yet',
  model: 'clock',
  severity: 'warning',
  summary: 'Something in the pod needs a proxy that starts later',
  doc: {
    why:
      'Init containers run to their end before any plain container starts: one that goes through a proxy of its pod waits for ever. ' +
      'Plain containers start in their order and wait for nobody, so that a migration at the start meets a proxy that does not listen yet.',
    fix:
      'Make the proxy a native sidecar with a startup probe: an init container with restartPolicy: Always that stands before what needs ' +
      'it. With Istio: native sidecars, or the annotation proxy.istio.io/config: holdApplicationUntilProxyStarts: true.',
    judges:
      'A proxy that is known (cloud-sql-proxy, pgbouncer, envoy …) as a plain container: beside an init container that names localhost ' +
      'or 127.0.0.1 in its variables or arguments, or that migrates through such a one; and beside a container whose start script ' +
      'migrates, and neither waits nor retries. As information: Istio injected by a label of the pod, without ' +
      'holdApplicationUntilProxyStarts, where a container migrates at its start. A native sidecar that stands later than the init ' +
      'container that names its address is reported too.',
    source:
      'https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/; ' +
      'https://istio.io/latest/docs/ops/common-problems/injection/',
  },
  *check(reading) {
    for (const each of reading.workloads) {
      yield* initContainers(each);
      if (!each.workload.finite) {
        yield* starts(each);
      }
    }
  },
};

function* initContainers(each: WorkloadReading): Iterable<Observation> {
  const { workload } = each;
  const proxies = workload.containers.flatMap((container) => {
    const proxy = proxyOf(container);
    return proxy ? [{ container, proxy }] : [];
  });
  const isDatabase = proxies.some(({ proxy, container }) => !container.sidecar && proxy.name.endsWith('Proxy'));
  for (const init of workload.initContainers) {
    const later = proxies.find(({ container }) => !container.sidecar || indexOf(container.path) > indexOf(init.path));
    const process = each.container(init).process;
    const migrates = isDatabase && [process.words ?? [], ...(process.earlier ?? [])].some((words) => migrationIn(words) !== undefined);
    if (later && (namesOwnPod(each.container(init)) || migrates)) {
      yield {
        object: workload.object,
        container: init.name,
        path: init.path,
        message: `init container ${init.name} goes through ${later.proxy.name} (container ${later.container.name}), which starts after it`,
        consequence: 'it fails or waits for ever, and the pod never starts',
        fix: `move ${later.container.name} before it, to initContainers with restartPolicy: Always`,
      };
    }
  }
}

function* starts(each: WorkloadReading): Iterable<Observation> {
  const proxy = each.containers.find(({ container }) => !container.sidecar && proxyOf(container));
  const istio = !proxy && isInjected(each.workload);
  for (const { container, process } of proxy || istio ? each.containers : []) {
    const earlier = process.earlier ?? [];
    const migration = earlier.map(migrationIn).find((found) => found !== undefined);
    if (migration !== undefined && !earlier.some(([program = '']) => WAITS.test(program.split('/').at(-1) ?? ''))) {
      yield {
        object: each.workload.object,
        container: container.name,
        path: process.path ?? container.path,
        severity: istio ? 'info' : undefined,
        message:
          `container ${container.name} runs ${migration} at its start, and ` +
          `${proxy ? `${proxyOf(proxy.container)!.name} (container ${proxy.container.name})` : 'the proxy of Istio'} may not listen yet`,
        consequence: 'the first start fails now and then, and the container is restarted',
        fix: proxy
          ? `move ${proxy.container.name} to initContainers with restartPolicy: Always and a startup probe`
          : 'set holdApplicationUntilProxyStarts: true in the annotation proxy.istio.io/config',
      };
    }
  }
}

function indexOf(path: readonly (string | number)[]): number {
  return Number(path[path.length - 1]);
}

function namesOwnPod({ container, process: { environment } }: ContainerReading): boolean {
  const own = new Set(
    listOf(container.json.env)
      .map(objectOf)
      .map(({ name }) => textOf(name)),
  );
  const values = [...environment.variables.values()].filter(({ name }) => own.has(name)).map(({ value }) => value);
  return [...values, ...(container.command ?? []), ...(container.args ?? [])].some((text) => OWN_POD.test(text));
}

function isInjected({ labels, annotations }: Workload): boolean {
  const settings = annotations.get('proxy.istio.io/config') ?? '';
  const said = labels.get('sidecar.istio.io/inject') ?? annotations.get('sidecar.istio.io/inject');
  return said === 'true' && !/holdApplicationUntilProxyStarts["']?\s*:\s*["']?true/.test(settings);
}
