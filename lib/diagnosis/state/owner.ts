import type { ApiObject } from '../../manifest/api-object';
import type { Bundle } from '../../manifest/bundle';
import { listOf, objectOf, textOf } from '../../manifest/json';
import type { PodState } from './pod-state';

/** The kind and name of the controller that an object says it belongs to. */
export function controllerOf({ json }: ApiObject): { readonly group: string; readonly kind: string; readonly name: string } | undefined {
  const references = listOf(objectOf(json.metadata).ownerReferences).map(objectOf);
  const owner = references.find(({ controller }) => controller === true) ?? references[0];
  const version = textOf(owner?.apiVersion) ?? '';
  return owner && { group: version.split('/').slice(0, -1).join(''), kind: textOf(owner.kind) ?? '', name: textOf(owner.name) ?? '' };
}

/** What stands at the top of each pod's owners, as far as it was read: of a ReplicaSet its Deployment, of a Job its CronJob. */
export function ownersOf(bundle: Bundle, pods: readonly PodState[]): ReadonlyMap<ApiObject, ApiObject> {
  const owners = new Map<ApiObject, ApiObject>();
  for (const { object, labels } of pods) {
    const owner = controllerOf(object);
    const direct = owner && bundle.find(owner.group, owner.kind, object.namespace, owner.name);
    // Where ReplicaSets were not read, their names still say whose they are (`pkg/controller/deployment/sync.go`, `getNewReplicaSet`).
    const hash = labels.get('pod-template-hash');
    const named = owner && hash !== undefined && owner.name.endsWith(`-${hash}`) ? owner.name.slice(0, -hash.length - 1) : undefined;
    const top = direct
      ? topOf(bundle, direct)
      : named === undefined
        ? undefined
        : bundle.find('apps', 'Deployment', object.namespace, named);
    if (top) {
      owners.set(object, top);
    }
  }
  return owners;
}

function topOf(bundle: Bundle, object: ApiObject): ApiObject {
  let top = object;
  // Owners that own each other come only from people, and must not hold us up.
  for (const seen = new Set<ApiObject>(); !seen.has(top);) {
    seen.add(top);
    const owner = controllerOf(top);
    top = (owner && bundle.find(owner.group, owner.kind, top.namespace, owner.name)) ?? top;
  }
  return top;
}
