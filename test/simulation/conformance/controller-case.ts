import { ScriptedPod, type Life } from './scripted-pod';
import { VirtualClock } from '../../../lib/kubelet/clock';
import { disruptionBudgetOf } from '../../../lib/manifest/disruption-budget';
import { apiObjectOf } from '../../../lib/manifest/api-object';
import { controllerOf } from '../../../lib/simulation/controller/controller-of';
import { evict } from '../../../lib/simulation/controller/eviction';
import { updateStrategyOf } from '../../../lib/simulation/controller/update-strategy';
import { Reading } from '../../../lib/reading/reading';
import type { WorkloadReading } from '../../../lib/reading/workload-reading';

interface Disturbance {
  readonly at: number;
  readonly do: 'template' | 'delete' | 'evict';
  readonly template?: string;
  readonly pod?: string;
  readonly ready?: boolean;
  readonly answer?: string;
}

/** A row: milliseconds, what happened, and to which pod. */
type Event = readonly [at: number, what: string, pod: string];

/** What a workload was given, and what Kubernetes' controllers made of it. */
export interface ControllerCase {
  readonly seed: number;
  readonly kind: 'Deployment' | 'StatefulSet' | 'DaemonSet';
  readonly replicas: number;
  readonly spec: object;
  readonly budgets?: readonly { readonly minAvailable?: unknown; readonly maxUnavailable?: unknown; readonly alwaysAllow?: boolean }[];
  readonly lives: Readonly<Record<string, Life>>;
  readonly disturbances: readonly Disturbance[];
  readonly until: number;
  readonly events: readonly Event[];
  readonly exceeded?: boolean;
}

/** What can be compared: pods made and deleted, what evictions were answered, whether a rollout was reported as failed. */
export interface Course {
  readonly events: readonly Event[];
  readonly answers: readonly (string | undefined)[];
  readonly exceeded: boolean;
}

export function recorded({ kind, events, disturbances, exceeded = false }: ControllerCase): Course {
  return { events: comparable(kind, events), answers: disturbances.map(({ answer }) => answer), exceeded };
}

/** What the model makes of the same. */
export function replayed({ kind, replicas, spec, budgets = [], lives, disturbances, until }: ControllerCase): Course {
  const clock = new VirtualClock();
  const made = new Map<string, number>();
  const events: Event[] = [];
  /** Of a StatefulSet, which makes the lowest one first that is missing. */
  const ordinals = new Array<ScriptedPod | undefined>(replicas).fill(undefined);
  const bounds = budgets.map(({ minAvailable, maxUnavailable, alwaysAllow }) =>
    disruptionBudgetOf(
      apiObjectOf({
        kind: 'PodDisruptionBudget',
        spec: { minAvailable, maxUnavailable, ...(alwaysAllow ? { unhealthyPodEvictionPolicy: 'AlwaysAllow' } : {}) },
      })!,
    ),
  );
  const controller = controllerOf<ScriptedPod>({
    clock,
    strategy: updateStrategyOf(workloadOf(kind, replicas, spec), replicas),
    template: 'A',
    onChange: () => undefined,
    makePod: (_, template, onChange) => {
      const ordinal = ordinals.findIndex((pod) => !pod || pod.gone);
      const series = kind === 'StatefulSet' ? `${template}${ordinal}.` : template;
      const number = (made.get(series) ?? 0) + 1;
      made.set(series, number);
      const name = `${series}${number}`;
      events.push([clock.now, 'made', name]);
      const pod = new ScriptedPod(clock, name, template, lives[name] ?? NOT_MADE, (what) => {
        if (what) {
          events.push([clock.now, what, name]);
        }
        onChange();
      });
      ordinals[ordinal] = pod;
      return pod;
    },
  });
  const answers = disturbances.map((each) => {
    clock.runUntil(each.at);
    if (each.do === 'template') {
      controller.rollOut(each.template!);
      return undefined;
    }
    const pod = controller.pods.find(({ alive, name, template, ready }) =>
      kind === 'DaemonSet' ? alive && template === each.pod && ready === (each.ready ?? false) : alive && name === each.pod,
    );
    if (pod && each.do === 'evict') {
      return evict(pod, controller.pods, bounds, replicas);
    }
    pod?.delete();
    return undefined;
  });
  clock.runUntil(until);
  return { events: comparable(kind, events), answers, exceeded: controller.deadlineExceeded };
}

/** Of a pod that the recording does not know. */
const NOT_MADE: Life = { runs: 1, gone: 1 };

function workloadOf(kind: string, replicas: number, spec: object): WorkloadReading {
  const [workload] = Reading.ofObjects([
    {
      apiVersion: 'apps/v1',
      kind,
      metadata: { name: 'web' },
      spec: { replicas, ...spec, template: { spec: { containers: [{ name: 'web', image: 'A' }] } } },
    },
  ]).workloads;
  return workload;
}

/**
 * What happens at one moment has no order, as controllers work side by side. Of a DaemonSet only the template of new pods counts: which of
 * its nodes is next is left to chance.
 */
function comparable(kind: string, events: readonly Event[]): Event[] {
  return events
    .map(([at, what, pod]): Event => [at, what, kind !== 'DaemonSet' ? pod : what === 'made' ? pod[0] : ''])
    .sort(([at, what, pod], [then, other, another]) => at - then || what.localeCompare(other) || pod.localeCompare(another));
}
