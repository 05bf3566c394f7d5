import { integerOf, isObject, listOf, objectOf, textOf, type JsonObject } from '../manifest/json';
import type { Path } from '../manifest/path';
import { bytesOf, secondsOf } from './amount';
import { FLY } from './platform';
import type { Entrance, HealthCheck, Service, Written } from './service';
import { fieldOf, variablesOf } from './variables';
import { wordsOf } from './words';

/** Memory of the presets of `[[vm]] size`. Bytes. https://fly.io/docs/about/pricing/#started-fly-machines */
const PRESETS: ReadonlyMap<string, number> = new Map([
  ['shared-cpu-1x', 256 * 2 ** 20],
  ['shared-cpu-2x', 512 * 2 ** 20],
  ['shared-cpu-4x', 2 ** 30],
  ['shared-cpu-8x', 2 * 2 ** 30],
]);
/** `kill_signal`. */
const DEFAULT_SIGNAL = 'SIGINT';
/** `kill_timeout`. Seconds. */
const DEFAULT_GRACE = 5;
/** The group of processes of an app that names none. */
const DEFAULT_PROCESS = 'app';
/** Of a check. Seconds. */
const DEFAULT_INTERVAL = 15;
const DEFAULT_TIMEOUT = 2;

/** Whether this is a `fly.toml`. */
export function isFly(file: string, json: JsonObject): boolean {
  return /(^|\/)fly(\.[\w.-]+)?\.toml$/i.test(file) && json.kind === undefined;
}

/** Each group of processes of an app: every one has machines of its own. */
export function flyServices(json: JsonObject): readonly Service[] {
  const app = textOf(json.app) ?? 'app';
  const processes = Object.entries(objectOf(json.processes));
  const groups = processes.length ? processes : [[DEFAULT_PROCESS, undefined] as const];
  return groups.map(([group, command]) => {
    const path: Path = command === undefined ? [] : ['processes', group];
    const words = typeof command === 'string' ? wordsOf(command) : undefined;
    return {
      platform: FLY,
      name: processes.length > 1 ? `${app} ${group}` : app,
      path,
      image: textOf(objectOf(json.build).image) ?? app,
      build:
        objectOf(json.build).image === undefined
          ? { context: '.', dockerfile: textOf(objectOf(json.build).dockerfile), dockerfileBeside: true }
          : undefined,
      command: words?.length ? { value: words, path } : undefined,
      environment: variablesOf(json.env, ['env'], (text) => text),
      open: true, // `fly secrets`
      ...servedBy(json, group),
      ...machineOf(json, group),
      stopSignal: fieldOf(json, 'kill_signal', [], textOf) ?? { value: DEFAULT_SIGNAL, path: [] },
      grace: fieldOf(json, 'kill_timeout', [], secondsOf) ?? { value: DEFAULT_GRACE, path: [] },
    };
  });
}

/** What sends requests to a group, and how it is checked: `[http_service]`, or the first of `[[services]]` that is its own. */
function servedBy(json: JsonObject, group: string): Pick<Service, 'entrance' | 'health'> {
  const candidates: readonly (readonly [Path, unknown])[] = [
    [['http_service'], json.http_service],
    ...listOf(json.services).map((service, index) => [['services', index], service] as const),
  ];
  const [path, service] = candidates.find(([, value]) => isObject(value) && isFor(value, group)) ?? [[], undefined];
  const served = objectOf(service);
  const port = fieldOf(served, 'internal_port', path, integerOf);
  const entrance: Entrance | undefined = port && { by: 'Fly Proxy (internal_port)', port };
  return { entrance, health: port && healthOf(served, path) };
}

function isFor(json: JsonObject, group: string): boolean {
  const processes = listOf(json.processes);
  return processes.length === 0 ? group === DEFAULT_PROCESS || group === 'web' : processes.includes(group);
}

/** A failing check keeps the proxy from sending requests, and stops a deployment; it restarts nothing. */
function healthOf(json: JsonObject, path: Path): HealthCheck | undefined {
  const [name, check] = (['checks', 'http_checks', 'tcp_checks'] as const)
    .map((each) => [each, listOf(json[each])[0] ?? (isObject(json[each]) ? json[each] : undefined)] as const)
    .find(([, value]) => isObject(value)) ?? ['checks', undefined];
  const { path: asked, interval, timeout, grace_period: grace } = objectOf(check);
  return check === undefined
    ? undefined
    : {
        path: [...path, name],
        asks: name === 'tcp_checks' || objectOf(check).type === 'tcp' ? { tcp: true } : { httpPath: textOf(asked) ?? '/' },
        period: secondsOf(interval) ?? DEFAULT_INTERVAL,
        timeout: secondsOf(timeout) ?? DEFAULT_TIMEOUT,
        delay: secondsOf(grace),
        roles: ['readiness'],
      };
}

function machineOf(json: JsonObject, group: string): Pick<Service, 'memory' | 'cpu'> {
  const machines = listOf(json.vm).map((vm, index) => ({ vm: objectOf(vm), path: ['vm', index] }));
  const { vm, path } = machines.find((each) => {
    const processes = listOf(each.vm.processes);
    return processes.length === 0 || processes.includes(group);
  }) ?? { vm: {}, path: [] as Path };
  const preset = (value: unknown): number | undefined => PRESETS.get(String(value));
  const memory: Written<number> | undefined =
    fieldOf(vm, 'memory', path, (value) => bytesOf(value, 'm')) ??
    fieldOf(vm, 'memory_mb', path, (value) => bytesOf(value, 'm')) ??
    fieldOf(vm, 'size', path, preset);
  return { memory, cpu: fieldOf(vm, 'cpus', path, integerOf) };
}
