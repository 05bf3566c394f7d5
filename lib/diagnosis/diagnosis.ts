import { reviewReading, type Finding } from '../review';
import { Reading } from '../reading/reading';
import { chainsOf, type Chain } from './chain/chain';
import { checklistOf, type AnsweredItem } from './checklist/checklist';
import { findCauses, type FoundCause } from './found-cause';
import type { Visit, Unread } from './state/record';
import type { Scene } from './state/scene';
import type { State } from './state/state';

/** What a diagnosis came to. */
export interface Diagnosis {
  /** When the cluster was read. */
  readonly taken: string;
  /** Workloads and pods that were read. */
  readonly workloads: number;
  readonly pods: number;
  readonly unread: readonly Unread[];
  readonly visits: readonly Visit[];
  readonly chains: readonly Chain[];
  /** The likeliest first. */
  readonly causes: readonly FoundCause[];
  /** What there is to look at, level by level, each answered. */
  readonly checklist: readonly AnsweredItem[];
  /** What the rules of a review report of the same objects. */
  readonly findings: readonly Finding[];
}

/** What the cluster makes of a route or its endpoints says nothing to the rules: they judge what people wrote. */
const OBSERVED_KINDS: ReadonlySet<string> = new Set(['EndpointSlice', 'Endpoints', 'Event']);

/** Judges a state: all of it, or one workload of it. */
export function diagnose(state: State, name?: string): Diagnosis {
  const scenes = name === undefined ? state.scenes : state.scenes.filter(({ object }) => object.name === name);
  const causes = findCauses(state);
  const written = state.bundle.objects.filter(({ kind }) => !OBSERVED_KINDS.has(kind));
  const own = new Set(scenes.map(({ object }) => `${object.namespace}/${object.name}`));
  const concerned = name === undefined ? causes : causes.filter((found) => concerns(found, scenes));
  return {
    taken: new Date(state.now).toISOString(),
    workloads: scenes.length,
    pods: state.pods.length,
    unread: state.unread,
    visits: state.visits,
    chains: chainsOf(state, causes, scenes),
    causes: concerned,
    checklist: checklistOf({ state, scenes: scenes.filter(({ workload }) => !workload.finite), found: concerned }),
    findings: reviewReading(Reading.ofObjects(written.map(({ json }) => json))).filter(
      ({ suppressed, object }) => !suppressed && (name === undefined || own.has(`${object.namespace}/${object.name}`)),
    ),
  };
}

/** A Service or a route may be at fault that no longer selects the workload: what is no workload counts for all of its namespace. */
function concerns({ sighting: { subject } }: FoundCause, scenes: readonly Scene[]): boolean {
  const own = scenes.some(({ object }) => object === subject);
  const shared = !/^(Deployment|StatefulSet|DaemonSet|ReplicaSet|Pod|CronJob|Rollout)$/.test(subject.kind);
  return own || (shared && scenes.some(({ object }) => object.namespace === subject.namespace));
}
