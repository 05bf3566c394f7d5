import type { Json } from './json';
import { Rejection } from '../props/rejection';

/**
 * The container with variables set before its own, so that `$(NAME)` in those can refer to them.
 *
 * @param refused names that must not be set although this does not set them
 * @throws when the container sets one of them to something else
 */
export function setOnce(container: Json, variables: Readonly<Record<string, string>>, refused: readonly string[] = []): Json {
  const own: Json[] = container.env ?? [];
  const ours = new Map(Object.entries(variables)); // of an object's own names, 'constructor', a map knows nothing
  for (const { name, value } of own) {
    if (refused.includes(name) || (ours.has(name) && value !== ours.get(name))) {
      throw new Rejection(
        `${name}${value === undefined ? '' : `='${value}'`} in the environment of container '${container.name}'`,
        `it contradicts the plan${ours.has(name) ? `, which sets '${ours.get(name)}'` : ''}`,
        REMEDIES.get(name) ?? 'remove it',
      );
    }
  }
  return {
    ...container,
    env: [...[...ours].map(([name, value]) => ({ name, value: escaped(value) })), ...own.filter(({ name }) => !ours.has(name))],
  };
}

/** The container with variables set unless it sets them itself. */
export function setByDefault(container: Json, variables: Readonly<Record<string, string>>): Json {
  const own: Json[] = container.env ?? [];
  const missing = Object.entries(variables).filter(([name]) => !own.some((variable) => variable.name === name));
  return { ...container, env: [...own, ...missing.map(([name, value]) => ({ name, value: escaped(value) }))] };
}

/** The kubelet would expand `$(NAME)`; it takes every `$$` for a plain `$` (`third_party/forked/golang/expansion`). */
function escaped(value: string): string {
  return value.replace(/\$/g, '$$$$');
}

const REMEDIES = new Map([
  ['PORT', 'remove it, and say the port once: { port: … }'],
  ['GUNICORN_CMD_ARGS', 'remove it, and say what it sets through the policy'],
  ['WEB_CONCURRENCY', 'remove it, and use WorkerPolicy.fixed(…) for a number of your own'],
]);

/**
 * Environment and volumes that a container shares with the web container of the same image: the same settings, the same
 * secrets, and none of what steers a gunicorn that it does not run (an exec'd gunicorn would inherit it and bind the port).
 */
export function sharedEnvironment({ env, envFrom, volumeMounts }: Json): Json {
  const variables = env?.filter(({ name }: Json) => !STEERING_VARIABLES.includes(name));
  const mounts = volumeMounts?.filter(({ name }: Json) => !STEERING_VOLUMES.includes(name));
  return {
    ...(variables?.length && { env: variables }),
    ...(envFrom?.length && { envFrom }),
    ...(mounts?.length && { volumeMounts: mounts }),
  };
}

/** What only a gunicorn reads. */
const STEERING_VARIABLES = ['PORT', 'GUNICORN_CMD_ARGS', 'WEB_CONCURRENCY', 'FORWARDED_ALLOW_IPS', 'PROMETHEUS_MULTIPROC_DIR'];
export const CONF_VOLUME = 'gunicorn-conf';
export const METRICS_VOLUME = 'prometheus';
const STEERING_VOLUMES = [CONF_VOLUME, METRICS_VOLUME];
