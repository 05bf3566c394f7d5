import { isDeepStrictEqual } from 'node:util';
import { WAIT_FOR_MIGRATIONS } from '../../conventions/init-container-name';
import { sharedEnvironment } from '../../synthesis/environment';
import type { Json } from '../../synthesis/json';

/** What a pod beside the web is and does itself. */
export interface OwnPart {
  /** Wins over what the container shares with that of the web. */
  readonly container: Json;
  /** Whether it is there to migrate, so that it must not wait for migrations. */
  readonly migrates?: boolean;
}

/** What a container of the web does for the users, and nobody else does. */
const SERVING_FIELDS = ['name', 'command', 'args', 'ports', 'startupProbe', 'readinessProbe', 'livenessProbe', 'lifecycle'];
/** What is derived from the web's own container and its users' requests. */
const SERVING_SPEC = ['containers', 'initContainers', 'volumes', 'terminationGracePeriodSeconds', 'topologySpreadConstraints', 'affinity'];
/** Annotations that say something about the serving container: promises, where its metrics are, which container is meant. */
const SERVING_ANNOTATIONS = /^([^/]+\.)?probewise\.dev\/|^prometheus\.io\/|^kubectl\.kubernetes\.io\/default-container$/;

/**
 * The pod template of what runs the web's image beside the web: a migration, a queue worker, a scheduler. Everything that makes the
 * web's pods what they are is inherited, as the Deployment renders in the end: where they may run, as whom, with which images,
 * certificates and proxies. Not inherited is what serves users, and a second plain container, which may be there to serve them and
 * would keep a Job from ending; a native sidecar is.
 *
 * @param web the web's Deployment as it renders
 * @param name the container of the web that serves
 */
export function inheritedTemplate({ spec: { selector, template } }: Json, name: string, own: OwnPart): Json {
  const { metadata = {}, spec } = template;
  const serving: Json = spec.containers.find((container: Json) => container.name === name) ?? spec.containers[0];
  const container = {
    ...without(serving, [...SERVING_FIELDS, 'env', 'envFrom', 'volumeMounts']),
    ...sharedEnvironment(serving),
    ...own.container,
  };
  const initContainers: Json[] = (spec.initContainers ?? []).filter((one: Json) => !own.migrates || one.name !== WAIT_FOR_MIGRATIONS);
  const volumes = volumesOf(spec, [container, ...initContainers]);
  const annotations = entries(metadata.annotations).filter(([key]) => !SERVING_ANNOTATIONS.test(key));
  return {
    metadata: {
      // Not what selects the web's pods: users would be sent here.
      labels: without(metadata.labels ?? {}, Object.keys(selector.matchLabels ?? {})),
      ...(annotations.length && { annotations: Object.fromEntries(annotations) }),
    },
    spec: {
      ...without(spec, SERVING_SPEC),
      ...placement(spec, selector),
      containers: [container],
      ...(initContainers.length && { initContainers }),
      ...(volumes.length && { volumes }),
    },
  };
}

function volumesOf({ volumes = [] }: Json, containers: readonly Json[]): Json[] {
  const mounted = new Set(
    containers.flatMap(({ volumeMounts = [], volumeDevices = [] }) => [...volumeMounts, ...volumeDevices].map((mount: Json) => mount.name)),
  );
  return volumes.filter((volume: Json) => mounted.has(volume.name));
}

/** Where the pods may run, without what keeps the web's own pods apart: it would keep these away from them. */
function placement({ topologySpreadConstraints, affinity }: Json, selector: Json): Json {
  const ofOthers = ({ labelSelector }: Json) => !isDeepStrictEqual(labelSelector, selector);
  const spread: Json[] = (topologySpreadConstraints ?? []).filter(ofOthers);
  const rest = affinity && fieldsThatSaySomething({ ...affinity, podAntiAffinity: termsOf(affinity.podAntiAffinity, ofOthers) });
  return { ...(spread.length && { topologySpreadConstraints: spread }), ...(rest && Object.keys(rest).length && { affinity: rest }) };
}

function termsOf(antiAffinity: Json | undefined, keep: (term: Json) => boolean): Json | undefined {
  if (!antiAffinity) {
    return undefined;
  }
  const { preferredDuringSchedulingIgnoredDuringExecution: preferred = [], requiredDuringSchedulingIgnoredDuringExecution: required = [] } =
    antiAffinity;
  const kept = fieldsThatSaySomething({
    preferredDuringSchedulingIgnoredDuringExecution: preferred.filter(({ podAffinityTerm }: Json) => keep(podAffinityTerm)),
    requiredDuringSchedulingIgnoredDuringExecution: required.filter(keep),
  });
  return Object.keys(kept).length ? kept : undefined;
}

function fieldsThatSaySomething(json: Json): Json {
  return Object.fromEntries(entries(json).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)));
}

function without(json: Json, fields: readonly string[]): Json {
  return Object.fromEntries(entries(json).filter(([field]) => !fields.includes(field)));
}

function entries(json: Json | undefined): [string, unknown][] {
  return Object.entries(json ?? {});
}
