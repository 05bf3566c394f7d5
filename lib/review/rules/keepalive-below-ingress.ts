import { objectInWords, type ApiObject } from '../../manifest/api-object';
import type { Bundle } from '../../manifest/bundle';
import { ownerOf, routesToWorkload } from '../../manifest/chain';
import { attachmentsOf } from '../../manifest/gateway';
import { objectOf, textMapOf, textOf } from '../../manifest/json';
import { isKnown } from '../../application/process/setting';
import { reuseOf, type ConnectionReuse } from '../../conventions/connection-reuse';
import type { Reading } from '../../reading/reading';
import { durationInWords } from '../../wording/duration';
import { pathOf, running, type Running } from '../pool';
import type { Rule } from '../rule';

/** What a server waits beyond the controller. Seconds. */
const MARGIN = 15;
/** No server is asked to wait longer for it: the controller can wait less. Seconds. */
const LONGEST = 900;

export const keepaliveBelowIngress: Rule = {
  id: 'keepalive-below-ingress',
  model: 'chain',
  severity: 'warning',
  summary: 'The server closes idle connections that the ingress controller still means to use',
  doc: {
    why:
      'When the server closes a connection at the moment the controller sends a request on it, the user gets a 502. It happens ' +
      'now and then, more often the less traffic there is.',
    fix:
      'Keep connections open for longer than the controller reuses them: 75 s behind nginx and an ALB, 105 s behind Traefik, 615 s ' +
      'behind ' +
      'Google Cloud. Behind Envoy shorten the idle timeout of its upstream connections instead.',
    judges:
      'Servers whose keep-alive is known (gunicorn of a class that keeps connections, uvicorn, hypercorn, waitress, puma, node …) behind ' +
      'an Ingress, or an HTTPRoute whose Gateway is in the bundle, of a class that is known: nginx 60 s (upstream-keepalive-timeout), ' +
      'alb ' +
      '60 s or what its annotation says, gce and gke-l7 600 s, Traefik 90 s, Envoy (Contour, Istio, Envoy Gateway) 1 h, HAProxy 5 s. ' +
      'An NLB in front of the Service hands connections through and reuses none of its own: 350 s, as information. ' +
      'At 0 the server says with each answer that it closes, and a container behind another one of its pod is left alone.',
    source:
      'lib/conventions/connection-reuse.ts; ' +
      'https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/#upstream-keepalive-timeout; ' +
      'https://cloud.google.com/load-balancing/docs/https#timeouts_and_retries; conbench issues 1156 and 1384',
  },
  *check(reading) {
    for (const each of running(reading)) {
      const { workload, container, process } = each;
      const keepAlive = process.settings?.role === 'web' && keepsConnections(each) ? process.settings.keepAlive : undefined;
      const reuser =
        keepAlive && isKnown(keepAlive) && keepAlive.value > 0 && isInFront(reading, each) ? reuserOf(reading, each) : undefined;
      if (!keepAlive || !isKnown(keepAlive) || !reuser || keepAlive.value >= reuser.seconds) {
        continue;
      }
      const { server } = process.settings!;
      const kind = process.gunicorn ? `gunicorn (${String(process.gunicorn.workerClass.value)})` : server;
      yield {
        object: workload.object,
        container: container.name,
        path: pathOf(each, keepAlive),
        severity: reuser.passesThrough ? 'info' : undefined,
        message:
          `${kind} closes idle connections after ${durationInWords(keepAlive.value)} (keepalive, ${keepAlive.origin}); ` +
          `${reuser.who} ${reuser.passesThrough ? 'keeps' : 'reuses'} them for ${durationInWords(reuser.seconds)}`,
        consequence: 'now and then a request is sent on a connection that was just closed: 502',
        fix: fixFor(server, reuser.seconds),
      };
    }
  },
};

/** Who reuses connections to a container. */
interface Reuser extends Pick<ConnectionReuse, 'seconds'> {
  readonly who: string;
  /** Whether it only hands on what its clients reuse. */
  readonly passesThrough?: boolean;
}

function reuserOf({ bundle }: Reading, { workload }: Running): Reuser | undefined {
  const routed = routesToWorkload(bundle, workload).flatMap(({ object }) => {
    const found = reuseOf(classOf(bundle, object));
    return found ? [{ who: `the controller of ${objectInWords(object)}`, seconds: stated(object) ?? found.seconds }] : [];
  });
  const balanced = bundle
    .servicesInFrontOf(workload)
    .filter(({ object, spec }) => spec.type === 'LoadBalancer' && isNlb(object))
    .map(({ object }) => ({ who: `the NLB of ${objectInWords(object)}`, seconds: 350, passesThrough: true }));
  return [...routed.sort((one, other) => other.seconds - one.seconds), ...balanced][0];
}

/** The name of the class of an Ingress, of a HTTPRoute the one of its Gateway; the empty text where it is not known. */
function classOf(bundle: Bundle, route: ApiObject): string {
  if (route.kind !== 'Ingress') {
    const gateways = attachmentsOf(bundle, route).flatMap(({ gateway }) => (gateway ? [gateway] : []));
    return textOf(objectOf(gateways[0]?.json.spec).gatewayClassName) ?? '';
  }
  const annotations = annotationsOf(route);
  const said = textOf(objectOf(route.json.spec).ingressClassName) ?? annotations.get('kubernetes.io/ingress.class');
  // These are read by no other controller than Google's, which serves an Ingress without a class.
  const google = ['kubernetes.io/ingress.global-static-ip-name', 'networking.gke.io/managed-certificates'];
  return said ?? (google.some((name) => annotations.has(name)) ? 'gce' : '');
}

/** `alb.ingress.kubernetes.io/load-balancer-attributes: idle_timeout.timeout_seconds=600`. */
function stated(route: ApiObject): number | undefined {
  const attributes = annotationsOf(route).get('alb.ingress.kubernetes.io/load-balancer-attributes') ?? '';
  const [, seconds] = /\bidle_timeout\.timeout_seconds=(\d+)/.exec(attributes) ?? [];
  return seconds === undefined ? undefined : Number(seconds);
}

function isNlb(service: ApiObject): boolean {
  return /nlb|external/.test(annotationsOf(service).get('service.beta.kubernetes.io/aws-load-balancer-type') ?? '');
}

function annotationsOf({ json }: ApiObject): ReadonlyMap<string, string> {
  return textMapOf(objectOf(json.metadata).annotations);
}

/** Whether requests come to this container first, and not to a proxy of its pod. */
function isInFront(reading: Reading, { workload, container }: Running): boolean {
  const owners = reading.of(workload).hops.map(({ number }) => (number === undefined ? undefined : ownerOf(workload, number)));
  return owners.some((owner) => owner === undefined || owner === container);
}

function keepsConnections({ process: { gunicorn } }: Running): boolean {
  const { workerClass } = gunicorn ?? {};
  return workerClass === undefined || (isKnown(workerClass) && workerClass.value !== 'sync' && !workerClass.value.endsWith('SyncWorker'));
}

/** How each server is told. */
const OPTIONS: ReadonlyMap<string, (seconds: number) => string> = new Map([
  ['gunicorn', (seconds) => `--keep-alive ${seconds}`],
  ['uvicorn', (seconds) => `--timeout-keep-alive ${seconds}`],
  ['hypercorn', (seconds) => `--keep-alive ${seconds}`],
  ['waitress', (seconds) => `--channel-timeout=${seconds}`],
  ['puma', (seconds) => `persistent_timeout ${seconds}`],
  ['uwsgi', (seconds) => `http-keepalive = ${seconds}`],
  ['node', (seconds) => `server.keepAliveTimeout = ${seconds * 1000}`],
]);

function fixFor(server: string, reused: number): string {
  const seconds = reused + MARGIN;
  return seconds > LONGEST
    ? 'shorten the idle timeout of upstream connections in the controller below that of the server'
    : `set ${OPTIONS.get(server)?.(seconds) ?? `its keep-alive to ${seconds} s`}`;
}
