import type { ProbeTiming } from '../health/probe-timing';
import type { WorkloadModel } from '../simulation/model';
import type { ProbeRole } from '../conventions/probe-role';

/** What shows, on the clock, what a rule warns of. Data and a function of data: a rule loads no simulation. */
export interface Demonstration {
  /** The name of a scenario. */
  readonly scenario: string;
  /** What happens in it, as the subject of a sentence: `an outage of 60 s of its database`. */
  readonly when: string;
  readonly shows: 'restarts' | 'lost requests';
  /** Requests a second, where what it shows is over too soon for few to meet it. */
  readonly load?: number;
  /** The workload's model with the rule's fix, and nothing else changed. */
  cured(model: WorkloadModel): WorkloadModel;
}

type Template = ReturnType<WorkloadModel['template']>;
type Container = Template['containers'][number];

/** The model with a pod template that differs in this. */
export function withTemplate(model: WorkloadModel, change: (template: Template) => Template): WorkloadModel {
  return { ...model, template: (assumptions) => change(model.template(assumptions)) };
}

/** The model with another container that serves. */
export function withServing(model: WorkloadModel, change: (container: Container) => Container): WorkloadModel {
  return withTemplate(model, (template) => ({
    ...template,
    containers: template.containers.map((container) => (container.name === template.serving ? change(container) : container)),
  }));
}

/** The model with a liveness probe that asks for nothing outside of the process. */
export function withPlainLiveness(model: WorkloadModel): WorkloadModel {
  return withServing(model, (container) => {
    const { liveness } = container.questions;
    return liveness?.kind === 'request'
      ? { ...container, questions: { ...container.questions, liveness: { ...liveness, endpoint: { dependent: false, without: '503' } } } }
      : liveness?.kind === 'command'
        ? { ...container, questions: { ...container.questions, liveness: { ...liveness, dependent: false } } }
        : container;
  });
}

/** A container with a probe of other numbers; where it asked nothing, it asks for a page of the process. */
export function withTiming(container: Container, role: ProbeRole, timing: ProbeTiming): Container {
  const { probes, questions } = container;
  return {
    ...container,
    probes: { ...probes, [role]: { ...probes[role], timing } },
    questions: { ...questions, [role]: questions[role] ?? { kind: 'request', endpoint: { dependent: false, without: '503' }, cpu: 2 } },
  };
}
