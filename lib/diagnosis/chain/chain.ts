import { objectInWords, type ApiObject } from '../../manifest/api-object';
import { listOf, objectOf, textOf } from '../../manifest/json';
import { portAsked, servicePortInWords, type Service } from '../../manifest/service';
import type { Backend, Route } from '../../manifest/route';
import type { FoundCause } from '../found-cause';
import type { Scene } from '../state/scene';
import type { State } from '../state/state';
import { depthOf, type Link, type LinkReading } from './link';
import {
  containerLink,
  endpointsLink,
  hostLink,
  ingressClassLink,
  podLink,
  processLink,
  routeLink,
  serviceLink,
  workloadLink,
} from './links';

/** Whether a link does its part: `follows` where it does not because one further in does not. */
export type LinkState = 'holds' | 'broken' | 'follows' | 'unknown';

/** A link of a chain. */
export interface ChainLink extends LinkReading {
  readonly state: LinkState;
  /** The ids of the causes that were seen here. */
  readonly causes: readonly string[];
}

/** The way of a request, with the state of each link. */
export interface Chain {
  /** `obcms.example.gov/`, `Service shop/web port 80`. */
  readonly entrance: string;
  readonly links: readonly ChainLink[];
  /** The first link from outside that is broken of itself. */
  readonly broken?: Link;
}

/** The ways into the workloads in question: through routes, through Services that no route leads to, and those that nothing leads to. */
export function chainsOf(state: State, found: readonly FoundCause[], scenes: readonly Scene[] = state.scenes): readonly Chain[] {
  const reached = new Set<Scene>();
  const chains: Chain[] = [];
  const add = (entrance: string, links: readonly LinkReading[]) => chains.push(judged(entrance, links, found));
  for (const route of state.bundle.routes) {
    for (const backend of route.backends) {
      const service = state.bundle.serviceBehind(backend);
      const behind = service ? scenesBehind(state, service, scenes) : [];
      if (behind.length > 0 || scenes === state.scenes || namesOf(found, scenes, route.object)) {
        behind.forEach((scene) => reached.add(scene));
        add(entranceOf(route, backend), [...routeLinks(state, route), ...serviceLinks(state, backend, service, behind)]);
      }
    }
  }
  for (const service of state.bundle.services.filter((each) => state.bundle.routesTo(each).length === 0)) {
    const behind = scenesBehind(state, service, scenes).filter(({ workload }) => !workload.finite);
    const broken = scenes === state.scenes && found.some(({ sighting }) => sighting.subject === service.object);
    if (broken || behind.length > 0) {
      behind.forEach((scene) => reached.add(scene));
      const [port] = service.ports;
      add(`${objectInWords(service.object)}${port ? ` ${servicePortInWords(port)}` : ''}`, serviceLinks(state, undefined, service, behind));
    }
  }
  for (const scene of scenes.filter((each) => !reached.has(each))) {
    add(objectInWords(scene.object), podLinks(scene));
  }
  return chains;
}

function namesOf(found: readonly FoundCause[], scenes: readonly Scene[], object: ApiObject): boolean {
  return scenes.length > 0 && found.some(({ sighting }) => sighting.subject === object && scenes[0].object.namespace === object.namespace);
}

function scenesBehind(state: State, service: Service, scenes: readonly Scene[]): readonly Scene[] {
  const running = state.scenesBehind(service);
  const workloads = state.bundle.workloadsBehind(service);
  return scenes.filter((scene) => workloads.includes(scene.workload) || running.has(scene));
}

function routeLinks(state: State, route: Route): LinkReading[] {
  const host = hostLink(state, route.object);
  return [
    ...(host ? [host] : []),
    ...(route.object.kind === 'Ingress' ? [ingressClassLink(state, route.object)] : []),
    routeLink(state, route),
  ];
}

function serviceLinks(state: State, backend: Backend | undefined, service: Service | undefined, scenes: readonly Scene[]): LinkReading[] {
  if (!service) {
    return [
      {
        link: 'service',
        text: `Service ${backend?.service ?? '?'}, which is not there`,
        works: state.listed('Service', backend?.namespace) ? false : undefined,
        of: [],
      },
    ];
  }
  const port = backend ? portAsked(service, backend.port) : service.ports[0];
  return [serviceLink(state, service, port), endpointsLink(state, service, scenes), ...scenes.flatMap(podLinks)];
}

function podLinks(scene: Scene): LinkReading[] {
  return [workloadLink(scene), podLink(scene), containerLink(scene), processLink(scene)];
}

function judged(entrance: string, readings: readonly LinkReading[], found: readonly FoundCause[]): Chain {
  const causesAt = ({ link, of }: LinkReading) =>
    found.filter(({ cause, sighting }) => cause.link === link && of.includes(sighting.subject));
  const own = new Set(readings.flatMap(causesAt));
  const links = readings.map((reading): ChainLink => {
    const causes = causesAt(reading);
    const deeper = [...own].some(
      ({ cause, severity, follows }) => severity === 'error' && follows === undefined && depthOf(cause.link) > depthOf(reading.link),
    );
    return { ...reading, causes: causes.map(({ cause }) => cause.id), state: stateOf(reading, causes, deeper) };
  });
  const broken = links.find(({ state }) => state === 'broken');
  return { entrance, links, ...(broken && { broken: broken.link }) };
}

function stateOf({ works }: LinkReading, causes: readonly FoundCause[], deeper: boolean): LinkState {
  const errors = causes.filter(({ severity }) => severity === 'error');
  if (errors.some(({ cause, follows }) => follows === undefined && !(cause.follows && deeper))) {
    return 'broken';
  }
  return errors.length > 0 || (works === false && deeper) ? 'follows' : works === undefined ? 'unknown' : works ? 'holds' : 'broken';
}

/** Host and path of the rule that a backend belongs to. */
function entranceOf({ object }: Route, { path }: Backend): string {
  const rule = objectOf(listOf(objectOf(object.json.spec).rules)[path[2] as number]);
  const at = objectOf(listOf(objectOf(rule.http).paths)[path[5] as number]);
  const hosts = listOf(objectOf(object.json.spec).hostnames).filter((host) => typeof host === 'string');
  return path[1] === 'rules' && object.kind === 'Ingress'
    ? `${textOf(rule.host) ?? '*'}${textOf(at.path) ?? '/'}`
    : object.kind === 'Ingress'
      ? '* (default backend)'
      : `${hosts.join(', ') || '*'}/`;
}
