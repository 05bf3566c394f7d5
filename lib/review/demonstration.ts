import type { ProbeTiming } from '../health/probe-timing';
import { withServing as servingChanged, type ContainerTemplate } from '../kubelet/pod/pod-template';
import type { Model } from '../scenarios/model';
import type { ProbeRole } from '../words/probe';

/** What shows, on the clock, what a rule warns of. Data and a function of data: a rule loads no simulation. */
export interface Demonstration {
  /** The name of a scenario. */
  readonly scenario: string;
  /** What happens in it, as the subject of a sentence: `an outage of 60 s of its database`. */
  readonly when: string;
  readonly shows: 'restarts' | 'lost requests';
  /** The workload's model with the rule's fix, and nothing else changed. */
  cured(model: Model): Model;
}

/** The model with a container that serves which differs in this. */
export function withServing(model: Model, change: (serving: ContainerTemplate) => Partial<ContainerTemplate>): Model {
  return { ...model, template: servingChanged(model.template, (serving) => ({ ...serving, ...change(serving) })) };
}

/** The model with a liveness probe that asks for nothing outside of the process. */
export function withPlainLiveness(model: Model): Model {
  return withServing(model, ({ questions }) => {
    const { liveness } = questions;
    return liveness?.kind === 'request' ? { questions: { ...questions, liveness: { ...liveness, endpoint: { dependent: false, without: '503' } } } }
      : liveness?.kind === 'command' ? { questions: { ...questions, liveness: { ...liveness, dependent: false } } } : {};
  });
}

/** The model with a probe of other numbers; where it asked nothing, it asks for a page of the process. */
export function withTiming(model: Model, role: ProbeRole, timing: ProbeTiming): Model {
  return withServing(model, ({ probes, questions }) => ({
    probes: { ...probes, [role]: { ...probes[role], timing } },
    questions: { ...questions, [role]: questions[role] ?? { kind: 'request', endpoint: { dependent: false, without: '503' }, cpu: 2 } },
  }));
}
