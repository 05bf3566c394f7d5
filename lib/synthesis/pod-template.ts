import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Json } from './json';
import type { Path } from '../manifest/path';
import { templatePathOf } from '../manifest/workload';
import { Rejection } from '../props/rejection';

/** Workloads that run until they are told to stop; only they have a health to check and traffic to drain. */
const SERVING = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Rollout', 'Pod'];

/** What {@link isServingWorkload} finds, for who looks for one. */
export const SERVING_WORKLOAD = `workload that keeps running (${SERVING.join(', ')})`;

/** Whether the construct is an object with a pod template, and one that keeps running. */
export function isServingWorkload(construct: IConstruct): construct is ApiObject {
  return isWorkload(construct) && SERVING.includes(construct.kind);
}

/** Whether the construct is an object with a pod template of any kind. */
export function isWorkload(construct: IConstruct): construct is ApiObject {
  return ApiObject.isApiObject(construct) && templatePath(construct.apiVersion, construct.kind) !== undefined;
}

/** The object's pod template. */
export function templateOf(object: Json): Json {
  return (templatePath(object.apiVersion, object.kind) ?? []).reduce((node: Json, key) => node[key] ?? {}, object);
}

/** The object with its pod template changed. */
export function mapTemplate(object: Json, change: (template: Json) => Json): Json {
  const path = templatePath(object.apiVersion, object.kind) ?? [];
  const descend = (node: Json, depth: number): Json =>
    depth === path.length ? change(node) : { ...node, [path[depth]]: descend(node[path[depth]] ?? {}, depth + 1) };
  return descend(object, 0);
}

function templatePath(apiVersion: string, kind: string): Path | undefined {
  return templatePathOf(apiVersion.includes('/') ? apiVersion.split('/')[0] : '', kind);
}

/** The template with its pod spec changed. */
export function mapPodSpec(template: Json, change: (spec: Json) => Json): Json {
  return { ...template, spec: change(template.spec ?? {}) };
}

/** The template with annotations of ours. */
export function annotate(template: Json, annotations: Readonly<Record<string, string>>): Json {
  return Object.keys(annotations).length
    ? { ...template, metadata: { ...template.metadata, annotations: { ...template.metadata?.annotations, ...annotations } } }
    : template;
}

/**
 * The container that a concern is about: the one of that name, else the one that `kubectl` would pick: the annotated
 * default, or the first.
 */
export function containerName(template: Json, name?: string): string | undefined {
  return name ?? template.metadata?.annotations?.['kubectl.kubernetes.io/default-container'] ?? template.spec?.containers?.[0]?.name;
}

/**
 * The container that a concern is about.
 *
 * @param name the container; without a name the one that {@link containerName} picks
 * @throws when there is no such container, naming those there are
 */
export function pickedContainer(template: Json, name: string | undefined, concern: string): Json {
  const containers: Json[] = template.spec?.containers ?? [];
  const wanted = containerName(template, name);
  const picked = containers.find((container) => container.name === wanted);
  if (!picked) {
    throw new Rejection(
      `${concern} for container '${wanted ?? '(first)'}'`,
      containers.length
        ? `the pod has only ${containers.map((container) => `'${container.name}'`).join(', ')}`
        : 'the pod has no containers',
      containers.length ? `name one of them: { container: '${containers[0].name}' }` : 'add the container',
    );
  }
  return picked;
}

/** The template with the one container changed that {@link pickedContainer} finds. */
export function mapContainer(
  template: Json,
  name: string | undefined,
  concern: string,
  change: (container: Json, spec: Json) => Json,
): Json {
  const picked = pickedContainer(template, name, concern);
  return mapPodSpec(template, (spec) => ({
    ...spec,
    containers: spec.containers.map((container: Json) => (container === picked ? change(container, spec) : container)),
  }));
}

/** The list with an item added, unless one of that name (or other key) is there. */
export function withItem(list: Json[] | undefined, item: Json, key = 'name'): Json[] {
  return list?.some((one) => one[key] === item[key]) ? list : [...(list ?? []), item];
}
