import type { ApiObject } from '../manifest/api-object';
import type { Bundle } from '../manifest/bundle';
import { plural } from '../wording/plural';

/** How much of what was read the rules are about. */
export interface Coverage {
  /** Objects that rules look at. */
  readonly judged: number;
  /** How many objects of a kind no rule looks at, by the kind; the most first. */
  readonly unjudged: Readonly<Record<string, number>>;
}

/** What rules look at beside workloads, Services and routes. */
const CONSULTED: ReadonlySet<string> = new Set([
  '/ConfigMap',
  '/Secret',
  '/Endpoints',
  '/PersistentVolumeClaim',
  'discovery.k8s.io/EndpointSlice',
  'autoscaling/HorizontalPodAutoscaler',
  'autoscaling.k8s.io/VerticalPodAutoscaler',
  'keda.sh/ScaledObject',
  'policy/PodDisruptionBudget',
  'networking.k8s.io/NetworkPolicy',
  'gateway.networking.k8s.io/Gateway',
]);

/** Kinds to name before the rest is counted. */
const NAMED = 4;

/** How much of a bundle the rules are about. A custom rule may be about more. */
export function coverageOf({ objects, workloads, services, routes, made }: Bundle): Coverage {
  const judged = new Set<ApiObject>([...workloads, ...services, ...routes].map(({ object }) => object).concat(made));
  const counts = new Map<string, number>();
  for (const object of objects) {
    if (!judged.has(object) && !CONSULTED.has(`${object.group}/${object.kind}`)) {
      counts.set(object.kind, (counts.get(object.kind) ?? 0) + 1);
    }
  }
  const unjudged = [...counts].sort(([one, of], [other, than]) => than - of || (one < other ? -1 : 1));
  return {
    judged: objects.length - unjudged.reduce((sum, [, count]) => sum + count, 0),
    unjudged: Object.fromEntries(unjudged),
  };
}

/** `4 objects`, or `4 of 7 objects (not judged: 2 Role, 1 Template)`. */
export function coverageInWords(read: number, coverage: Coverage | undefined): string {
  const kinds = Object.entries(coverage?.unjudged ?? {});
  if (!coverage || kinds.length === 0) {
    return plural(read, 'object');
  }
  const named = kinds.slice(0, NAMED).map(([kind, count]) => `${count} ${kind}`);
  const rest = kinds.slice(NAMED).reduce((sum, [, count]) => sum + count, 0);
  return `${coverage.judged} of ${plural(read, 'object')} (not judged: ${[...named, ...(rest ? [`${rest} of other kinds`] : [])].join(', ')})`;
}
