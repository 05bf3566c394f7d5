import type { Reading } from '../../reading/reading';
import type { Container } from '../../manifest/container';
import { listOf, objectOf, shown, textOf, type JsonObject } from '../../manifest/json';
import type { Path } from '../../manifest/path';
import type { Workload } from '../../manifest/workload';
import type { Observation, Rule } from '../rule';

export const configKeyMissing: Rule = {
  id: 'config-key-missing',
  model: 'chain',
  severity: 'error',
  summary: 'A container needs a key that its ConfigMap or Secret does not have',
  doc: {
    why:
      'The kubelet cannot make the container (CreateContainerConfigError) or mount its volume, and tries for ever. During a ' +
      'rollout the old pods stay, so nothing ' +
      'looks wrong until the next node goes away.',
    fix: 'Add the key, correct the reference, or mark it optional where the application can do without.',
    judges:
      'References from env and from the items of volumes to objects of the bundle. An object that is not here may live ' +
      'elsewhere, and one without any data is filled ' +
      'by somebody else (a trust bundle, a certificate): nothing is said. `optional: true` is respected. With `--complete` a ConfigMap ' +
      'that is not there is reported as well (not a Secret, which others make). Silent where part of the input could not be read.',
    source: 'pkg/kubelet/kubelet_pods.go, makeEnvironmentVariables; pkg/volume/configmap/configmap.go, MakePayload',
  },
  *check(reading) {
    if (reading.bundle.absence === 'unknown') {
      return;
    }
    for (const workload of reading.bundle.workloads) {
      for (const container of [...workload.containers, ...workload.initContainers]) {
        yield* missingVariables(reading, workload, container);
      }
      yield* missingItems(reading, workload);
    }
  },
};

function* missingVariables(reading: Reading, workload: Workload, container: Container): Iterable<Observation> {
  for (const [index, entry] of listOf(container.json.env).map(objectOf).entries()) {
    for (const [field, kind] of [
      ['configMapKeyRef', 'ConfigMap'],
      ['secretKeyRef', 'Secret'],
    ]) {
      const reference = objectOf(objectOf(entry.valueFrom)[field]);
      // The environment is made of `data` only.
      const keys =
        textOf(entry.value) === undefined ? missing(reading, workload, kind, reference, reference.key, ['data', 'stringData']) : undefined;
      if (keys) {
        yield {
          object: workload.object,
          container: container.name,
          path: [...container.path, 'env', index, 'valueFrom', field],
          ...words(`variable ${shown(entry.name)} of container ${container.name}`, kind, reference, reference.key, keys),
          consequence: 'the container is never created: CreateContainerConfigError',
        };
      }
    }
  }
}

function* missingItems(reading: Reading, workload: Workload): Iterable<Observation> {
  const volumesPath = [...workload.templatePath, 'spec', 'volumes'];
  for (const [index, volume] of listOf(workload.podSpec.volumes).map(objectOf).entries()) {
    const sources: [JsonObject, Path][] = [
      [volume, [...volumesPath, index]],
      ...listOf(objectOf(volume.projected).sources).map((source, position): [JsonObject, Path] => [
        objectOf(source),
        [...volumesPath, index, 'projected', 'sources', position],
      ]),
    ];
    for (const [source, path] of sources) {
      for (const [field, kind] of [
        ['configMap', 'ConfigMap'],
        ['secret', 'Secret'],
      ]) {
        const reference = objectOf(source[field]);
        for (const [position, item] of listOf(reference.items).map(objectOf).entries()) {
          const keys = missing(reading, workload, kind, { ...reference, name: reference.name ?? reference.secretName }, item.key, [
            'data',
            'binaryData',
            'stringData',
          ]);
          if (keys) {
            yield {
              object: workload.object,
              path: [...path, field, 'items', position, 'key'],
              ...words(`volume ${shown(volume.name)}`, kind, { name: reference.name ?? reference.secretName }, item.key, keys),
              consequence: 'the volume is never mounted: the pod stays in ContainerCreating',
            };
          }
        }
      }
    }
  }
}

/** The keys that are there when this one is not; nothing when all is well or cannot be known. */
function missing(
  reading: Reading,
  workload: Workload,
  kind: string,
  reference: JsonObject,
  key: unknown,
  fields: readonly string[],
): readonly string[] | undefined {
  const name = textOf(reference.name);
  const object =
    name === undefined || reference.optional === true ? undefined : reading.bundle.find('', kind, workload.object.namespace, name);
  if (!object && name !== undefined && reference.optional !== true) {
    return kind === 'ConfigMap' && reading.bundle.absence === 'nowhere' && name !== ROOT_CERTIFICATES ? [] : undefined;
  }
  const keys = object && fields.flatMap((field) => Object.keys(objectOf(object.json[field])));
  return keys?.length && typeof key === 'string' && !keys.includes(key) ? keys : undefined;
}

/** What the controller manager puts into every namespace (`pkg/controller/certificates/rootcacertpublisher`, `RootCACertConfigMapName`). */
const ROOT_CERTIFICATES = 'kube-root-ca.crt';
/** Keys to name before the rest is counted. */
const SHOWN = 5;

function words(
  who: string,
  kind: string,
  { name }: JsonObject,
  key: unknown,
  keys: readonly string[],
): Pick<Observation, 'message' | 'fix'> {
  const present = keys.length > SHOWN ? `${keys.slice(0, SHOWN).join(', ')} and ${keys.length - SHOWN} more` : keys.join(', ');
  if (present === '') {
    return {
      message: `${who} needs key ${shown(key)} of ${kind} ${shown(name)}, which is not here`,
      fix: `add ${kind} ${shown(name)}, or name one that is there`,
    };
  }
  return {
    message: `${who} needs key ${shown(key)} of ${kind} ${shown(name)}, which has ${present}`,
    fix: `add ${shown(key)} to ${kind} ${shown(name)}, or correct the key`,
  };
}
