import { PLATFORM_GROUP } from './api-object';
import type { Bundle } from './bundle';
import type { Container } from './container';
import { entranceOf } from './entrance';
import { isObject, listOf, objectOf, shown, textMapOf, textOf, type JsonObject } from './json';
import { HOLE } from './partial-text';
import type { Path } from './path';
import { expandReferences } from './variable-expansion';
import type { Workload } from './workload';

/** A variable of a container's environment. */
export interface Variable {
  readonly name: string;
  /** With holes for what only the cluster can tell: a Secret's value, a field of the pod, a ConfigMap of another bundle. */
  readonly value: string;
  /** Where it is set, in the workload. */
  readonly path: Path;
}

/** The environment that a pod's manifest gives a container. The image's own variables are not in it. */
export interface Environment {
  readonly variables: ReadonlyMap<string, Variable>;
  /** False when it draws from a ConfigMap or Secret whose keys are not known: any name may be set. */
  readonly complete: boolean;
}

/** The variables that the kubelet adds for each Service of the namespace (`pkg/kubelet/envvars`, `FromServices`). */
const SERVICE_LINK = /_(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT(?:_\d+_(?:TCP|UDP|SCTP)(?:_\w+)?)?)$/;

/**
 * The environment as the kubelet makes it (`pkg/kubelet/kubelet_pods.go`, `makeEnvironmentVariables`): `envFrom` in its
 * order, then `env` over it; a value may refer to what stands before it; the last of a name wins.
 */
export function environmentOf(bundle: Bundle, workload: Workload, container: Container): Environment {
  const variables = new Map<string, Variable>();
  let complete = true;
  listOf(container.json.envFrom)
    .map(objectOf)
    .forEach((source, index) => {
      const entries = sourceEntries(bundle, workload, source);
      complete &&= entries !== undefined;
      for (const [key, value] of entries ?? []) {
        const name = `${textOf(source.prefix) ?? ''}${key}`;
        variables.set(name, { name, value, path: [...container.path, 'envFrom', index] });
      }
    });
  const entrance = workload.object.group === PLATFORM_GROUP ? undefined : entranceOf(workload);
  if (entrance?.port !== undefined) {
    // Knative sets it, from the port that it sends requests to (its container contract), and refuses a manifest that does.
    variables.set('PORT', { name: 'PORT', value: String(entrance.port), path: entrance.path });
  }
  const environment = { variables, complete };
  listOf(container.json.env)
    .map(objectOf)
    .forEach((entry, index) => {
      const name = textOf(entry.name);
      const value = entryValue(bundle, workload, entry, environment);
      if (name !== undefined && value !== undefined) {
        variables.set(name, { name, value, path: [...container.path, 'env', index] });
      }
    });
  return environment;
}

/** The value of a variable: nothing where it is certainly not set by the manifest, a hole where that cannot be known. */
export function valueIn({ variables, complete }: Environment, name: string): string | undefined {
  return variables.get(name)?.value ?? (complete ? undefined : HOLE);
}

/** Text with its `$(VAR)` references resolved, as the kubelet does it in `command`, `args` and `env`. */
export function expandIn(environment: Environment, text: string): string {
  return expandReferences(text, (name) => valueIn(environment, name) ?? (SERVICE_LINK.test(name) ? HOLE : undefined));
}

/** The entries of an `envFrom` source; nothing when its keys are not known. */
function sourceEntries(bundle: Bundle, { object }: Workload, source: JsonObject): ReadonlyMap<string, string> | undefined {
  const configMap = textOf(objectOf(source.configMapRef).name);
  if (configMap !== undefined) {
    const found = bundle.find('', 'ConfigMap', object.namespace, configMap);
    return found && textMapOf(found.json.data);
  }
  const secret = textOf(objectOf(source.secretRef).name);
  const found = secret === undefined ? undefined : bundle.find('', 'Secret', object.namespace, secret);
  return (
    found && new Map([...Object.keys(objectOf(found.json.data)), ...Object.keys(objectOf(found.json.stringData))].map((key) => [key, HOLE]))
  );
}

/** Nothing when the entry leaves its variable unset: an optional key that is not there. */
function entryValue(bundle: Bundle, workload: Workload, entry: JsonObject, before: Environment): string | undefined {
  const value = textOf(entry.value);
  if (value !== undefined) {
    return expandIn(before, value);
  }
  if (!isObject(entry.valueFrom)) {
    return '';
  }
  const { name, key, optional } = objectOf(entry.valueFrom.configMapKeyRef);
  const configMap = typeof name === 'string' ? bundle.find('', 'ConfigMap', workload.object.namespace, name) : undefined;
  if (!configMap) {
    return HOLE;
  }
  const text = textMapOf(configMap.json.data).get(shown(key));
  return text ?? (optional === true ? undefined : HOLE);
}
