import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { CONF_VOLUME, METRICS_VOLUME, setOnce } from '../../synthesis/environment';
import type { Json } from '../../synthesis/json';
import { annotate, mapContainer, mapPodSpec, withItem } from '../../synthesis/pod-template';
import { commandArguments, configurationFile } from '../../workers/gunicorn-settings';
import type { GunicornSetting } from '../../workers/gunicorn-settings';
import { METRICS_DIRECTORY_HEAD } from '../../workers/metrics-directory';
import { Rejection } from '../../props/rejection';

/** What a container is told, and how. */
export interface Steering {
  readonly container: string | undefined;
  readonly port: number;
  readonly workers: number;
  readonly settings: readonly GunicornSetting[];
}

/** A file of settings: where gunicorn looks for it, and the ConfigMap that holds it. */
export interface SettingsFile {
  readonly path: string;
  readonly configMap: string;
  /** Where the workers share their metrics, wiped at start by the file. */
  readonly metricsDirectory?: string;
}

/** The name of the file in its ConfigMap. */
export const FILE_NAME = 'gunicorn.conf.py';
/** A few kilobytes for each metric of each process. */
const METRICS_SIZE = '64Mi';
const HASH_ANNOTATION = 'probewise.dev/gunicorn-conf';
const CONCERN = 'gunicorn workers';

/** The template with the settings in the environment of its container. */
export function steeredByEnvironment(template: Json, steering: Steering): Json {
  return mapContainer(template, steering.container, CONCERN, (container) =>
    setOnce(container, { ...numbersOf(steering), GUNICORN_CMD_ARGS: commandArguments(steering.settings) }),
  );
}

/** The template with the settings in a file, and what the file holds. */
export function steeredByFile(template: Json, steering: Steering, file: SettingsFile): { template: Json; contents: string } {
  const { metricsDirectory } = file;
  const contents = (metricsDirectory ? METRICS_DIRECTORY_HEAD : '') + configurationFile(steering.settings);
  const mounts: Json[] = [
    { name: CONF_VOLUME, mountPath: file.path, subPath: FILE_NAME, readOnly: true },
    ...(metricsDirectory ? [{ name: METRICS_VOLUME, mountPath: metricsDirectory }] : []),
  ];
  const volumes: Json[] = [
    { name: CONF_VOLUME, configMap: { name: file.configMap, items: [{ key: FILE_NAME, path: FILE_NAME }] } },
    ...(metricsDirectory ? [{ name: METRICS_VOLUME, emptyDir: { sizeLimit: METRICS_SIZE } }] : []),
  ];
  const variables = { ...numbersOf(steering), ...(metricsDirectory && { PROMETHEUS_MULTIPROC_DIR: metricsDirectory }) };
  const mounted = mapContainer(template, steering.container, CONCERN, (container) => ({
    ...setOnce(container, variables, ['GUNICORN_CMD_ARGS']),
    volumeMounts: mounts.reduce<Json[]>((list, mount) => withOwn(list, mount, 'mountPath'), container.volumeMounts),
  }));
  // A change of the file alone would leave the pods as they are.
  const hash = createHash('sha256').update(contents).digest('hex').slice(0, 16);
  return {
    contents,
    template: mapPodSpec(annotate(mounted, { [HASH_ANNOTATION]: hash }), (spec) => ({
      ...spec,
      volumes: volumes.reduce<Json[]>((list, volume) => withOwn(list, volume, 'name'), spec.volumes),
    })),
  };
}

function numbersOf({ port, workers }: Steering): Record<string, string> {
  return { PORT: String(port), WEB_CONCURRENCY: String(workers) };
}

/**
 * The list with a mount or a volume of ours.
 *
 * @throws when something else is in its place: gunicorn would read that, and the plan would be lost without a word
 */
function withOwn(list: Json[] | undefined, item: Json, key: 'mountPath' | 'name'): Json[] {
  const rival = list?.find((one) => one[key] === item[key]);
  if (rival && !isDeepStrictEqual(rival, item)) {
    throw new Rejection(
      key === 'name' ? `a volume '${item.name}'` : `a mount at '${item.mountPath}'`,
      'the plan needs its place',
      'remove it, or give it another name or path',
    );
  }
  return withItem(list, item, key);
}
