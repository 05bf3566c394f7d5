import { mayShareNamespace, PLATFORM_GROUP, type ApiObject } from './api-object';
import { containerOf, isSidecar, type Container } from './container';
import { integerOf, isObject, listOf, objectOf, textMapOf, textOf, type JsonObject } from './json';
import { equalitySelectorOf, labelSelectorOf, type Labels, type LabelSelector } from './label-selector';
import type { Path } from './path';

/** The API's own default (`pkg/apis/core/v1/defaults.go`, `SetDefaults_PodSpec` → `DefaultTerminationGracePeriodSeconds`). Seconds. */
const DEFAULT_GRACE_PERIOD = 30;

/** An object that makes pods, or is one. */
export interface Workload {
  readonly object: ApiObject;
  /** Where the pod template stands: empty for a Pod. */
  readonly templatePath: Path;
  readonly labels: Labels;
  readonly annotations: ReadonlyMap<string, string>;
  readonly podSpec: JsonObject;
  /** What runs for the pod's whole life: the containers, and init containers that keep running. */
  readonly containers: readonly Container[];
  /** What runs to its end before the others start. */
  readonly initContainers: readonly Container[];
  /** `spec.replicas`, 1 where unset; nothing for a DaemonSet or Job, which count differently. */
  readonly replicas?: number;
  /** Whether its pods are meant to run to an end. */
  readonly finite: boolean;
  /** `spec.selector`; nothing where it is absent, unreadable, or (Pod, Job) not the author's to write. */
  readonly selector?: LabelSelector;
  /** Seconds between SIGTERM and SIGKILL. */
  readonly gracePeriod: number;
}

const SCALED: ReadonlySet<string> = new Set([
  'apps/Deployment',
  'apps/StatefulSet',
  'apps/ReplicaSet',
  'extensions/Deployment',
  'extensions/ReplicaSet',
  '/ReplicationController',
  'argoproj.io/Rollout',
]);
const TEMPLATED: ReadonlySet<string> = new Set([
  ...SCALED,
  'apps/DaemonSet',
  'extensions/DaemonSet',
  'batch/Job',
  'serving.knative.dev/Service',
]);

/** Where a kind of workload keeps its pod template: empty for a Pod, nothing for what makes no pods. */
export function templatePathOf(group: string, kind: string): Path | undefined {
  const known = `${group}/${kind}`;
  return known === '/Pod'
    ? []
    : known === 'batch/CronJob'
      ? ['spec', 'jobTemplate', 'spec', 'template']
      : TEMPLATED.has(known) || group === PLATFORM_GROUP
        ? ['spec', 'template']
        : undefined;
}

/** The workload that an object is, if it is one. */
export function workloadOf(object: ApiObject): Workload | undefined {
  const path = templatePathOf(object.group, object.kind);
  if (!path) {
    return undefined;
  }
  const kind = `${object.group}/${object.kind}`;
  const spec = objectOf(object.json.spec);
  const platform = object.group === PLATFORM_GROUP;
  const generated = kind === '/Pod' || kind === 'batch/CronJob' || kind === 'batch/Job' || platform;
  return workload(object, path, {
    finite: kind.startsWith('batch/') || (platform && object.json.finite === true),
    replicas:
      kind === '/Pod' ? 1 : SCALED.has(kind) ? Math.max(integerOf(spec.replicas) ?? 1, 0) : platform ? integerOf(spec.replicas) : undefined,
    selector: generated
      ? undefined
      : kind === '/ReplicationController'
        ? equalitySelectorOf(spec.selector)
        : labelSelectorOf(spec.selector),
  });
}

interface Scale {
  readonly replicas?: number;
  readonly finite?: boolean;
  readonly selector?: LabelSelector;
}

function workload(object: ApiObject, templatePath: Path, { replicas, finite = false, selector }: Scale): Workload {
  const template = templatePath.reduce<JsonObject>((json, step) => objectOf(json[step]), object.json);
  const metadata = objectOf(template.metadata);
  const podSpec = objectOf(template.spec);
  const specPath = [...templatePath, 'spec'];
  const init = listOf(podSpec.initContainers).map((json, index) =>
    containerOf(json, [...specPath, 'initContainers', index], isSidecar(json)),
  );
  return {
    object,
    templatePath,
    labels: textMapOf(metadata.labels),
    annotations: textMapOf(metadata.annotations),
    podSpec,
    containers: [
      ...listOf(podSpec.containers).map((json, index) => containerOf(json, [...specPath, 'containers', index], false)),
      ...init.filter(({ sidecar }) => sidecar),
    ],
    initContainers: init.filter(({ sidecar }) => !sidecar),
    replicas,
    finite,
    selector,
    gracePeriod: Math.max(integerOf(podSpec.terminationGracePeriodSeconds) ?? DEFAULT_GRACE_PERIOD, 0),
  };
}

/** A volume that a ConfigMap or Secret fills, and where one container sees it. */
export interface Mount {
  readonly volume: JsonObject;
  readonly mountPath: string;
  readonly subPath?: string;
}

/** The volumes that a container mounts. */
export function mountsOf({ podSpec }: Workload, container: Container): readonly Mount[] {
  const volumes = new Map(
    listOf(podSpec.volumes)
      .filter(isObject)
      .map((volume) => [volume.name, volume]),
  );
  return listOf(container.json.volumeMounts)
    .map(objectOf)
    .flatMap(({ name, mountPath, subPath }) => {
      const volume = volumes.get(name);
      return volume && typeof mountPath === 'string' ? [{ volume, mountPath, subPath: textOf(subPath) }] : [];
    });
}

/** Whether this may be in the namespace of that. */
export function mayMeet(workload: Workload, object: ApiObject): boolean {
  return mayShareNamespace(workload.object.namespace, object.namespace);
}
