import { HOLE } from '../manifest/partial-text';
import { integerOf, isObject, listOf, objectOf, shown, textOf, type JsonObject } from '../manifest/json';
import type { Path } from '../manifest/path';
import { bytesOf, secondsOf } from './amount';
import { COMPOSE } from './platform';
import type { Entrance, HealthCheck, Service, Written } from './service';
import { fieldOf, interpolated, variablesOf } from './variables';
import { wordsOf } from './words';

/** What Docker takes where a health check does not say it (`docker run --health-interval` and its kin). Seconds. */
const DEFAULT_INTERVAL = 30;
const DEFAULT_TIMEOUT = 30;
const DEFAULT_RETRIES = 3;
/** `stop_grace_period`. Seconds. */
const DEFAULT_GRACE = 10;

/** Whether this is a Compose file: `services` by name, and no Kubernetes object. */
export function isCompose(json: JsonObject): boolean {
  return isObject(json.services) && json.kind === undefined && Object.values(json.services).some(isObject);
}

/** The services of a Compose file that are made or run by it. */
export function composeServices(json: JsonObject): readonly Service[] {
  return Object.entries(objectOf(json.services)).flatMap(([name, service]) => (isObject(service) ? [serviceOf(name, service)] : []));
}

function serviceOf(name: string, json: JsonObject): Service {
  const path: Path = ['services', name];
  const { deploy } = { deploy: objectOf(json.deploy) };
  const limits = objectOf(objectOf(deploy.resources).limits);
  const limitsPath = [...path, 'deploy', 'resources', 'limits'];
  const image = textOf(json.image);
  return {
    platform: COMPOSE,
    name,
    path,
    image: image === undefined ? name : interpolated(image),
    build: buildOf(json.build),
    entrypoint: fieldOf(json, 'entrypoint', path, commandOf),
    command: fieldOf(json, 'command', path, commandOf),
    environment: variablesOf(json.environment, [...path, 'environment'], interpolated),
    open: json.env_file !== undefined || json.extends !== undefined,
    entrance: entranceOf(json, path),
    health: healthOf(json.healthcheck, [...path, 'healthcheck']),
    memory: fieldOf(limits, 'memory', limitsPath, bytesOf) ?? fieldOf(json, 'mem_limit', path, bytesOf),
    cpu: fieldOf(limits, 'cpus', limitsPath, numberOf) ?? fieldOf(json, 'cpus', path, numberOf),
    replicas: fieldOf(deploy, 'replicas', [...path, 'deploy'], integerOf) ?? fieldOf(json, 'scale', path, integerOf),
    grace: fieldOf(json, 'stop_grace_period', path, secondsOf) ?? { value: DEFAULT_GRACE, path },
    stopSignal: fieldOf(json, 'stop_signal', path, textOf),
    finite: json.restart === 'no' && json.ports === undefined ? true : undefined,
  };
}

function buildOf(json: unknown): Service['build'] {
  const context = typeof json === 'string' ? json : isObject(json) ? (textOf(json.context) ?? '.') : undefined;
  return context === undefined || interpolated(context).includes(HOLE)
    ? undefined
    : { context, dockerfile: textOf(objectOf(json).dockerfile) };
}

/** A list is taken as it is; a text is split into words. */
function commandOf(value: unknown): readonly string[] | undefined {
  const words = typeof value === 'string' ? wordsOf(interpolated(value)) : listOf(value).map((word) => interpolated(shown(word)));
  return words?.length ? words : undefined;
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' ? Number(interpolated(value)) : value;
  return typeof number === 'number' && number > 0 ? number : undefined;
}

/** The port of the container that a published port leads to; nothing where several are published, or it is not known. */
function entranceOf(json: JsonObject, path: Path): Entrance | undefined {
  const ports = listOf(json.ports).map((port, index): Written<number> | undefined => {
    const target = isObject(port) ? integerOf(port.target) : Number(/(?:^|:)(\d+)(?:\/tcp)?$/.exec(interpolated(shown(port)))?.[1]);
    return target ? { value: target, path: [...path, 'ports', index] } : undefined;
  });
  return ports.length === 1 && ports[0] ? { by: 'the published port', port: ports[0] } : undefined;
}

/** Nothing where none is said: the image may have one. */
function healthOf(value: unknown, path: Path): HealthCheck | undefined {
  const json = objectOf(value);
  const test = testOf(json.test);
  return test === undefined || json.disable === true
    ? undefined
    : {
        path,
        asks: { exec: test },
        period: secondsOf(json.interval) ?? DEFAULT_INTERVAL,
        timeout: secondsOf(json.timeout) ?? DEFAULT_TIMEOUT,
        failures: integerOf(json.retries) ?? DEFAULT_RETRIES,
        delay: secondsOf(json.start_period),
        roles: ['readiness'],
      };
}

function testOf(test: unknown): readonly string[] | undefined {
  if (typeof test === 'string') {
    return ['/bin/sh', '-c', interpolated(test)];
  }
  const [kind, ...words] = listOf(test).map((word) => interpolated(shown(word)));
  return kind === 'CMD' && words.length ? words : kind === 'CMD-SHELL' && words.length ? ['/bin/sh', '-c', words[0]] : undefined;
}
