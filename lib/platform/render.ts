import { HOLE } from '../manifest/partial-text';
import { integerOf, isObject, listOf, objectOf, shown, textOf, type JsonObject } from '../manifest/json';
import type { Path } from '../manifest/path';
import { secondsOf } from './amount';
import { RENDER } from './platform';
import type { HealthCheck, Service, Written } from './service';
import { fieldOf } from './variables';
import { shellCommand } from './words';

/** Memory of the plans. Bytes. https://render.com/pricing#services */
const PLANS: ReadonlyMap<string, number> = new Map([
  ['free', 512 * 2 ** 20],
  ['starter', 512 * 2 ** 20],
  ['standard', 2 * 2 ** 30],
  ['pro', 4 * 2 ** 30],
  ['pro plus', 8 * 2 ** 30],
  ['pro max', 16 * 2 ** 30],
  ['pro ultra', 32 * 2 ** 30],
]);
/** `maxShutdownDelaySeconds`. Seconds. */
const DEFAULT_GRACE = 30;
/** A check that has no answer after so long has failed. Seconds. https://render.com/docs/health-checks */
const TIMEOUT = 5;
/** Seconds of failing checks after which an instance is restarted; after 15 it gets no requests. */
const RESTART_AFTER = 60;
const PERIOD = 5;

const RUNNING: ReadonlySet<unknown> = new Set(['web', 'pserv', 'worker']);

/** Whether this is a `render.yaml`: a list of services with types. */
export function isRender(json: JsonObject): boolean {
  return json.kind === undefined && listOf(json.services).some((service) => textOf(objectOf(service).type) !== undefined);
}

/** The services that run a process of the application; databases and static sites are Render's own. */
export function renderServices(json: JsonObject): readonly Service[] {
  return listOf(json.services).flatMap((service, index) =>
    isObject(service) && RUNNING.has(service.type) && runtimeOf(service) !== 'static' ? [serviceOf(service, ['services', index])] : [],
  );
}

function serviceOf(json: JsonObject, path: Path): Service {
  const name = textOf(json.name) ?? 'service';
  const docker = runtimeOf(json) === 'docker';
  return {
    platform: RENDER,
    name,
    path,
    image: textOf(objectOf(json.image).url) ?? name,
    build: {
      context: textOf(json.dockerContext) ?? textOf(json.rootDir) ?? '.',
      dockerfile: docker ? textOf(json.dockerfilePath) : undefined,
      dockerfileBeside: docker ? true : undefined,
      source: docker || json.image !== undefined ? undefined : '/opt/render/project/src',
    },
    entrypoint: fieldOf(json, docker ? 'dockerCommand' : 'startCommand', path, (value) => {
      const line = textOf(value);
      return line === undefined ? undefined : shellCommand(line);
    }),
    environment: environmentOf(json, path),
    // Groups of variables, and those that Render's own runtimes set.
    open: true,
    // Which port it finds open is Render's to see; PORT is 10000 unless it is set.
    health: healthOf(json, path),
    memory: fieldOf(json, 'plan', path, (plan) => PLANS.get(String(plan).toLowerCase())),
    replicas: fieldOf(json, 'numInstances', path, integerOf),
    grace: fieldOf(json, 'maxShutdownDelaySeconds', path, secondsOf) ?? { value: DEFAULT_GRACE, path },
  };
}

function runtimeOf(json: JsonObject): string | undefined {
  return textOf(json.runtime) ?? textOf(json.env);
}

function environmentOf(json: JsonObject, path: Path): ReadonlyMap<string, Written<string>> {
  return new Map(
    listOf(json.envVars)
      .map(objectOf)
      .flatMap(({ key, value }, index) => {
        const name = textOf(key);
        const text = value === undefined || isObject(value) ? HOLE : shown(value);
        return name === undefined ? [] : [[name, { value: text, path: [...path, 'envVars', index] }] as const];
      }),
  );
}

function healthOf(json: JsonObject, path: Path): HealthCheck | undefined {
  const asked = textOf(json.healthCheckPath);
  return asked === undefined
    ? undefined
    : {
        path: [...path, 'healthCheckPath'],
        asks: { httpPath: asked },
        period: PERIOD,
        timeout: TIMEOUT,
        failures: RESTART_AFTER / PERIOD,
        roles: ['readiness', 'liveness'],
      };
}
