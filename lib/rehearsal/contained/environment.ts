import type { Bundle } from '../../manifest/bundle';
import { containerOf, type Container } from '../../manifest/container';
import { environmentOf, type Environment } from '../../manifest/environment';
import { isObject, listOf, objectOf, shown, textOf, type JsonObject } from '../../manifest/json';
import { hasHole } from '../../manifest/partial-text';
import type { Workload } from '../../manifest/workload';

/** What the cluster would tell a container. */
export interface Pod {
  readonly address: string;
}

/** The environment of a container as it can be played, and what nobody has said. */
export interface PlayedEnvironment {
  /** The container with what was given in the place of what only a cluster knows. */
  readonly container: Container;
  readonly environment: Environment;
  /** Variables without a value, a sentence each. */
  readonly missing: readonly string[];
  /** Sources of variables that are not in the manifests: what they hold may have been given, or not. */
  readonly unseen: readonly string[];
}

/**
 * The environment of a container with what the user gives for Secrets and addresses.
 *
 * @param given values by name; they stand where the manifest sets the name, so that `$(NAME)` after it sees them
 */
export function playedEnvironment(
  bundle: Bundle,
  workload: Workload,
  container: Container,
  given: ReadonlyMap<string, string>,
  pod: Pod,
): PlayedEnvironment {
  const entries = listOf(container.json.env).map(objectOf);
  const own = new Set(entries.map(({ name }) => name));
  const field = fieldsOf(workload, pod);
  const others = [...given].filter(([name]) => !own.has(name));
  // A given name that the manifest leaves to envFrom or to the image stands before what refers to it, and else behind, where
  // it moves no entry from its place in the file.
  const isReferred = ([name]: readonly [string, string]) =>
    entries.some(({ value }) => typeof value === 'string' && value.includes(`$(${name})`));
  const env = [
    ...others.filter(isReferred).map(entryOf),
    ...entries.map((entry) => {
      const value = given.get(String(entry.name)) ?? field(entry);
      return value === undefined ? entry : entryOf([String(entry.name), value]);
    }),
    ...others.filter((other) => !isReferred(other)).map(entryOf),
  ];
  const played = containerOf({ ...container.json, env }, container.path, container.sidecar);
  const environment = environmentOf(bundle, workload, played);
  return {
    container: played,
    environment,
    missing: unknownVariables(environment, entries),
    unseen: unseenSources(bundle, workload, container),
  };
}

/** Taken literally: the kubelet would expand `$(…)` in it. */
function entryOf([name, value]: readonly [string, string]): JsonObject {
  return { name, value: value.replace(/\$/g, '$$$$') };
}

/** The fields of the pod that this machine can stand in for. */
function fieldsOf({ object }: Workload, { address }: Pod): (entry: JsonObject) => string | undefined {
  const known = new Map([
    ['status.podIP', address],
    ['status.podIPs', address],
    ['status.hostIP', '127.0.0.1'],
    ['metadata.name', `${object.name}-rehearsal`],
    ['metadata.namespace', object.namespace || 'default'],
  ]);
  return ({ valueFrom }) => known.get(textOf(objectOf(objectOf(valueFrom).fieldRef).fieldPath) ?? '');
}

function unknownVariables({ variables }: Environment, entries: readonly JsonObject[]): string[] {
  return [...variables.values()]
    .filter(({ value }) => hasHole(value))
    .map(({ name }) => {
      const entry = entries.find((candidate) => candidate.name === name);
      const origin = isObject(entry?.valueFrom) ? originOf(entry.valueFrom) : entry ? 'it refers to what is not known' : 'a Secret';
      return `${name} (${origin}) has no value here; give it with --env ${name}=…`;
    });
}

function originOf(valueFrom: JsonObject): string {
  const { name, key } = objectOf(valueFrom.secretKeyRef ?? valueFrom.configMapKeyRef);
  const { fieldPath } = objectOf(valueFrom.fieldRef);
  const { resource } = objectOf(valueFrom.resourceFieldRef);
  return name !== undefined
    ? `key ${shown(key)} of ${valueFrom.secretKeyRef ? 'Secret' : 'ConfigMap'} ${shown(name)}`
    : `field ${shown(fieldPath ?? resource)} of the pod`;
}

/** Sources whose very keys are not known. */
function unseenSources(bundle: Bundle, workload: Workload, container: Container): string[] {
  return listOf(container.json.envFrom)
    .map(objectOf)
    .flatMap(({ secretRef, configMapRef }) => {
      const [kind, reference] = secretRef ? ['Secret', objectOf(secretRef)] : ['ConfigMap', objectOf(configMapRef)];
      const name = textOf(reference.name);
      return name === undefined || reference.optional === true || bundle.find('', kind, workload.object.namespace, name)
        ? []
        : [`${kind} ${name}`];
    });
}
