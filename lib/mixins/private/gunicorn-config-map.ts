import { ApiObject, Lazy } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { FILE_NAME } from './gunicorn-container';
import { Rejection } from '../../props/rejection';

/** The container that reads each ConfigMap, as it was named. */
const readers = new WeakMap<IConstruct, string | undefined>();

/**
 * The ConfigMap that holds the settings file of a workload. Beside it: a pod mounts only what is in its namespace.
 *
 * @param contents what the file holds, asked at synthesis
 * @throws when another container of the pod has one already
 */
export function gunicornConfigMap(workload: ApiObject, container: string | undefined, contents: () => string): ApiObject {
  const id = 'gunicorn-conf';
  const existing = workload.node.tryFindChild(id);
  if (existing && readers.get(existing) !== container) {
    throw new Rejection(
      `a gunicorn configuration file for container '${container ?? '(first)'}'`,
      'another container of the pod has one already',
      'use GunicornConfig.environment() for one of them',
    );
  }
  if (existing) {
    return existing as ApiObject;
  }
  const { namespace } = workload.metadata;
  const map = new ApiObject(workload, id, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    ...(namespace && { metadata: { namespace } }),
    data: { [FILE_NAME]: Lazy.any({ produce: contents }) },
  });
  readers.set(map, container);
  return map;
}
