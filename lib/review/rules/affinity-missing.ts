import { stickinessOf, type Stickiness } from '../../application/stickiness';
import { isKnown } from '../../application/process/setting';
import { objectInWords } from '../../manifest/api-object';
import { autoscaledWorkloads } from '../../manifest/autoscaler';
import { listOf, objectOf, textOf } from '../../manifest/json';
import type { Reading } from '../../reading/reading';
import { pathOf, running, type Running } from '../pool';
import type { Rule } from '../rule';

/** Annotations, and settings of other objects, by which clients are led back to one pod. */
const AFFINITY = /affinity|sticky|stickiness|cookie-persistence|hash-by|backend-config|consistentHash/i;

export const affinityMissing: Rule = {
  id: 'affinity-missing',
  model: 'chain',
  severity: 'warning',
  summary: 'Clients have to come back to one process, and nothing leads them there',
  doc: {
    why:
      'Socket.IO begins with requests that belong together, and answers 400 to one that comes to another process. Sessions in memory or ' +
      'in files are where they were made. With two pods every second request meets the other one.',
    fix:
      'sessionAffinity: ClientIP, or a cookie at the Ingress (nginx.ingress.kubernetes.io/affinity: cookie); one process a pod for ' +
      'Socket.IO; sessions in Redis or the database, and a secret key from a Secret.',
    judges:
      'A container behind a Service for users that is known for it: a Socket.IO script, worker class, or route path /socket.io; with ' +
      '`--app` Socket.IO among its dependencies, or an entry module that makes its secret key at random; SESSION_DRIVER, SESSION_TYPE or ' +
      'SESSION_ENGINE that keep sessions in files or memory. Reported with more than one replica, or an autoscaler above it, where ' +
      'neither ' +
      'a Service nor a route says anything of affinity, or hashing; and for Socket.IO with more than one process in a pod, where no ' +
      'affinity of the cluster helps.',
    source: 'https://socket.io/docs/v4/using-multiple-nodes/; frappe/helm issue 229; flask-socketio, Deployment: gunicorn',
  },
  *check(reading) {
    const scaled = autoscaledWorkloads(reading.bundle);
    for (const each of running(reading)) {
      const { workload, container, process } = each;
      const sticky = reading.of(workload).servicesForUsers.length > 0 ? stickinessBehind(reading, each) : undefined;
      const { processes, role } = process.settings ?? {};
      const workers = role === 'web' && processes && isKnown(processes) ? processes.value : 1;
      const pods = scaled.get(workload.object)?.most ?? workload.replicas ?? 1;
      const isWithin = workers > 1 && sticky?.fix === undefined;
      if (!sticky || !(isWithin || (pods > 1 && !leadsBack(reading, each)))) {
        continue;
      }
      yield {
        object: workload.object,
        container: container.name,
        path: isWithin ? pathOf(each, processes) : container.path,
        message: `container ${container.name} needs its clients to come back to one process (${sticky.because}), and ${
          isWithin
            ? `${workers} processes share its port`
            : `${objectInWords(workload.object)} may run ${pods} pods without session affinity`
        }`,
        consequence: `a client that comes to another one is lost: ${sticky.otherwise}`,
        fix:
          sticky.fix ??
          (isWithin
            ? 'run 1 process a pod, and more pods with session affinity'
            : 'set sessionAffinity: ClientIP, or affinity by cookie at the route'),
      };
    }
  },
};

function stickinessBehind(reading: Reading, { workload, container, process, reading: read }: Running): Stickiness | undefined {
  const known = stickinessOf(process, read.image);
  if (known || reading.of(workload).serving.container !== container) {
    return known;
  }
  const path = reading.bundle
    .servicesInFrontOf(workload)
    .flatMap((service) => reading.bundle.routesTo(service))
    .map(({ route, backend }) => pathAt(route.object.json, backend.path))
    .find((each) => each !== undefined && /^\/socket\.io(\/|$)/.test(each));
  return path === undefined
    ? undefined
    : { because: `a route leads ${path} to it`, otherwise: 'its polling requests come to a process that does not know its session: 400' };
}

/** The path of an Ingress rule that this backend belongs to. */
function pathAt(route: unknown, backend: readonly (string | number)[]): string | undefined {
  const rule = backend
    .slice(0, -1)
    .reduce<unknown>((json, step) => (Array.isArray(json) ? json[Number(step)] : objectOf(json)[step]), route);
  return textOf(objectOf(rule).path);
}

function leadsBack({ bundle }: Reading, { workload }: Running): boolean {
  const services = bundle.servicesInFrontOf(workload);
  const routes = services.flatMap((service) => bundle.routesTo(service).map(({ route }) => route.object));
  const rules = bundle.ofKind('networking.istio.io', 'DestinationRule');
  return (
    services.some(({ spec }) => spec.sessionAffinity === 'ClientIP') ||
    [...services.map(({ object }) => object), ...routes].some(({ json }) =>
      Object.entries(objectOf(objectOf(json.metadata).annotations)).some(([name, value]) => AFFINITY.test(`${name} ${String(value)}`)),
    ) ||
    routes.some(({ json }) => listOf(objectOf(json.spec).rules).some((rule) => objectOf(rule).sessionPersistence !== undefined)) ||
    rules.some(({ json }) => AFFINITY.test(JSON.stringify(json.spec ?? '')))
  );
}
