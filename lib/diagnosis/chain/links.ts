import { objectInWords, type ApiObject } from '../../manifest/api-object';
import { listenerInWords } from '../../application/process/listener';
import { isKnown } from '../../application/process/setting';
import { listOf, objectOf, textOf } from '../../manifest/json';
import type { Route } from '../../manifest/route';
import { servicePortInWords, type Service, type ServicePort } from '../../manifest/service';
import { plural } from '../../wording/plural';
import { listeningOf } from '../listening';
import { answered, answerInWords, askedOf, ingressRules, takesHost } from '../routing';
import type { ContainerState } from '../state/pod-state';
import type { Scene } from '../state/scene';
import type { State } from '../state/state';
import type { LinkReading } from './link';

/** The host, where somebody asked for it from outside. */
export function hostLink(state: State, ingress: ApiObject): LinkReading | undefined {
  const rules = ingressRules(state).filter((rule) => rule.ingress === ingress && rule.host !== '*');
  const asked = askedOf(state.visits).filter(({ host }) => rules.some((rule) => takesHost(rule, host)));
  const hosts = [...new Set(rules.map(({ host }) => host))];
  if (hosts.length === 0 && asked.length === 0) {
    return undefined;
  }
  return {
    link: 'host',
    text: `${hosts.join(', ')}: ${asked.length ? asked.map(({ path, visit }) => `${path} ${answerInWords(visit)}`).join(', ') : 'not asked (--url)'}`,
    works: asked.length === 0 ? undefined : asked.every(({ visit }) => answered(visit)),
    of: [ingress],
  };
}

/** The class of an Ingress and its controller. */
export function ingressClassLink(state: State, ingress: ApiObject): LinkReading {
  const named = textOf(objectOf(ingress.json.spec).ingressClassName);
  const found = named === undefined ? state.defaultIngressClass : state.bundle.find('networking.k8s.io', 'IngressClass', '', named);
  const controller = textOf(objectOf(found?.json.spec).controller);
  const name = named ?? found?.name ?? 'no class';
  return {
    link: 'class',
    text: `${name}${controller ? ` (${controller})` : ''}`,
    works: state.addressesOf(ingress).length > 0 ? true : named !== undefined && !found && state.listed('IngressClass') ? false : undefined,
    of: [ingress],
  };
}

/** A route. */
export function routeLink(state: State, { object, backends }: Route): LinkReading {
  const addresses = state.addressesOf(object);
  const missing = backends.some((backend) => !state.bundle.serviceBehind(backend));
  return {
    link: 'route',
    text: `${objectInWords(object)}${addresses.length ? ` at ${addresses.join(', ')}` : ', which has no address'}`,
    works: missing ? (state.listed('Service', object.namespace) ? false : undefined) : true,
    of: [object],
  };
}

/** A Service and the port that is asked. */
export function serviceLink(state: State, service: Service, port: ServicePort | undefined): LinkReading {
  const pods = state.podsBehind(service);
  const selecting = service.selector.length > 0;
  return {
    link: 'service',
    text: `${objectInWords(service.object)} ${port ? `${servicePortInWords(port)} → ${String(port.target ?? '?')}` : ''}${
      selecting ? `, selects ${plural(pods.length, 'pod')}` : ', without a selector'
    }`,
    works: !selecting ? undefined : pods.length > 0 || state.bundle.workloadsBehind(service).length > 0,
    of: [service.object],
  };
}

/** Where the Service sends requests. */
export function endpointsLink(state: State, service: Service, scenes: readonly Scene[]): LinkReading {
  const endpoints = state.endpointsOf(service);
  const ready = endpoints?.filter((endpoint) => endpoint.ready && !endpoint.terminating);
  const ports = [...new Set(ready?.flatMap((endpoint) => endpoint.ports))];
  return {
    link: 'endpoints',
    text:
      endpoints && ready
        ? `${ready.length} of ${plural(endpoints.length, 'endpoint')} ready${ports.length ? `, port ${ports.join(', ')}` : ''}`
        : 'not read',
    works: ready && ready.length > 0,
    of: [service.object, ...scenes.map(({ object }) => object)],
  };
}

/** The workload. */
export function workloadLink({ object, wanted, ready, workload, state }: Scene): LinkReading {
  const jobDone = workload.finite && textOf(objectOf(object.json.status).completionTime) !== undefined;
  return {
    link: 'workload',
    text: `${objectInWords(object)}: ${jobDone ? 'complete' : `${ready.length}${wanted === undefined ? '' : ` of ${wanted}`} ready`}`,
    works: workload.finite || wanted === undefined || !state.listed('Pod') ? undefined : ready.length >= wanted && wanted > 0,
    of: [object],
  };
}

/** The conditions of its pods. */
export function podLink({ object, current, pods, ready, workload, state }: Scene): LinkReading {
  const phases = new Map<string, number>();
  pods.forEach(({ phase, deletion }) => {
    const name = deletion === undefined ? phase : 'Terminating';
    phases.set(name, (phases.get(name) ?? 0) + 1);
  });
  return {
    link: 'pod',
    text: `${[...phases].map(([phase, count]) => `${count} ${phase}`).join(', ') || 'no pods'}${current.length ? `, ${ready.length} Ready` : ''}`,
    works: workload.finite || !state.listed('Pod') ? undefined : current.length > 0 && ready.length === current.length,
    of: [object],
  };
}

/** The states of their containers. */
export function containerLink({ object, containers, workload }: Scene): LinkReading {
  const states = new Map<string, number>();
  containers
    .filter(({ container }) => !container.init || !container.ready)
    .forEach(({ container }) => {
      const text = `${container.name} ${stateOf(container)}`;
      states.set(text, (states.get(text) ?? 0) + 1);
    });
  const restarts = containers.reduce((sum, { container }) => sum + container.restarts, 0);
  return {
    link: 'container',
    text: `${[...states].map(([text, count]) => `${count > 1 ? `${count} × ` : ''}${text}`).join(', ') || 'none'}, ${plural(restarts, 'restart')}`,
    works:
      workload.finite || containers.length === 0
        ? undefined
        : containers.every(({ container }) =>
            container.init ? container.ready || container.ended?.exitCode === 0 : container.runningSince !== undefined,
          ),
    of: [object],
  };
}

function stateOf({ runningSince, waiting, ended }: ContainerState): string {
  return runningSince !== undefined ? 'running' : waiting ? `waiting (${waiting.reason})` : ended ? `ended (${ended.reason})` : 'unknown';
}

/** The process that should answer. */
export function processLink(scene: Scene): LinkReading {
  const { object, reading, ready, workload } = scene;
  const [serving] = workload.containers.length ? [reading.serving] : [];
  const [pod] = scene.current;
  const container = pod?.containers.find(({ name }) => name === serving?.container.name);
  const listening = pod && container && listeningOf(scene, pod, container);
  const listeners = serving?.process.listeners;
  const where = listening
    ? `${listening.host}:${listening.port}`
    : listeners && isKnown(listeners)
      ? `${listOf(listeners.value).length ? listeners.value.map(listenerInWords).join(', ') : '?'} by its manifest`
      : 'a port that cannot be seen from here';
  return {
    link: 'process',
    text: `${serving?.process.server ?? 'the process'} on ${where}`,
    works: workload.finite ? undefined : ready.length > 0 && container?.spec?.readiness ? true : undefined,
    of: [object],
  };
}
