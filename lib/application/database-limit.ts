import type { Bundle } from '../manifest/bundle';
import { objectInWords } from '../manifest/api-object';
import { mayMeet, type Workload } from '../manifest/workload';
import { listOf, objectOf, textOf } from '../manifest/json';
import type { Process } from './process/process';

/** The connections that a database of the bundle takes. */
export interface DatabaseLimit {
  readonly limit: number;
  /** `max_connections of StatefulSet postgres`. */
  readonly origin: string;
}

/** `max_connections` of PostgreSQL where nobody sets it (`src/backend/utils/misc/guc_parameters.dat`). */
const DEFAULT = 100;
const IMAGE = /(^|\/)(postgres|postgresql|postgis)(:|@|$)/;

/** The workloads of a bundle that run PostgreSQL. */
export function databasesIn({ workloads }: Bundle): readonly Workload[] {
  return workloads.filter(({ containers }) => containers.some(({ image }) => IMAGE.test(image ?? '')));
}

/**
 * The limit of the PostgreSQL that a process is told to use, where it is the only one that it can meet and a variable of the process
 * names its Service; nothing where a file may set another, or where that is not known.
 */
export function databaseLimit(
  bundle: Bundle,
  databases: readonly Workload[],
  workload: Workload,
  { environment: { variables } }: Process,
): DatabaseLimit | undefined {
  const [database, ...others] = databases.filter(({ object }) => mayMeet(workload, object));
  const services = database ? bundle.servicesInFrontOf(database).map(({ object }) => object.name) : [];
  const isNamed = [...variables.values()].some(({ value }) =>
    services.some((name) => new RegExp(`(^|[@/])${name}(\\.[\\w.-]+)?(:\\d+)?(/|\\?|$)`).test(value)),
  );
  const container = database?.containers.find(({ image }) => IMAGE.test(image ?? ''));
  if (others.length > 0 || !isNamed || !container) {
    return undefined;
  }
  const words = [...(container.command ?? []), ...(container.args ?? [])].join(' ');
  const variable = listOf(container.json.env)
    .map(objectOf)
    .find(({ name }) => name === 'POSTGRESQL_MAX_CONNECTIONS');
  const said = /max_connections\s*=\s*(\d+)/.exec(words)?.[1] ?? textOf(variable?.value);
  const origin = objectInWords(database.object);
  if (said !== undefined) {
    return /^\d+$/.test(said) ? { limit: Number(said), origin: `max_connections of ${origin}` } : undefined;
  }
  return /config_file|\.conf\b/.test(words) ||
    listOf(container.json.volumeMounts).some((mount) => /\.conf$/.test(textOf(objectOf(mount).mountPath) ?? ''))
    ? undefined
    : { limit: DEFAULT, origin: `max_connections of ${origin}, by default` };
}
