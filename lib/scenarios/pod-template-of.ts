import type { Assumption } from './assumptions';
import { initContainerOf } from './init-container-of';
import { poolOf } from './pool-of';
import { questionOf } from './question-of';
import { servingContainer } from './serving-container';
import type { ContainerTemplate, InitStep, PodTemplate } from '../kubelet/pod/pod-template';
import type { Question } from '../kubelet/pod/question';
import type { Probe as ProbeModel } from '../kubelet/prober/probe';
import type { Bundle } from '../manifest/bundle';
import { probesOf, type Container } from '../manifest/container';
import { integerOf, objectOf } from '../manifest/json';
import { preStopOf } from '../manifest/pre-stop';
import { processOf } from '../manifest/process/process';
import type { Workload } from '../manifest/workload';
import type { ProbeRole } from '../words/probe';

/** From the start of a container that is no application until it answers. Seconds. */
const COMPANION_BOOT = 1;

/** The model of a workload's pods. */
export function podTemplateOf(bundle: Bundle, workload: Workload): { readonly template: PodTemplate; readonly assumed: readonly Assumption[] } {
  const serving = servingContainer(bundle, workload);
  const companions = workload.containers.filter((container) => container !== serving);
  const isApplication = (container: Container): boolean => container === serving || processOf(bundle, workload, container).server !== undefined;
  const templateOf = (container: Container): ContainerTemplate =>
    containerTemplateOf(bundle, workload, container, isApplication(container) ? undefined : 1000 * COMPANION_BOOT);
  const steps = [...workload.initContainers, ...workload.containers.filter(({ sidecar }) => sidecar)].sort((one, other) => orderOf(one) - orderOf(other));
  return {
    assumed: [
      ...poolOf(bundle, workload, serving).assumed,
      ...companions.length ? [{ name: 'container', value: serving.name, origin: 'manifest' }] : [],
      ...companions.filter((container) => !isApplication(container)).map(({ name }) => ({ name: `boot of ${name}`, value: COMPANION_BOOT, origin: 'default' })),
    ],
    template: {
      initContainers: steps.map((step): InitStep => (step.sidecar
        ? { kind: 'sidecar', container: templateOf(step) } : { kind: 'to its end', container: initContainerOf(step) })),
      containers: workload.containers.filter(({ sidecar }) => !sidecar).map(templateOf),
      serving: serving.name,
      gracePeriod: workload.gracePeriod * 1000,
      restarts: workload.podSpec.restartPolicy !== 'Never',
      publishNotReady: bundle.servicesInFrontOf(workload)
        .some(({ object }) => objectOf(object.json.spec).publishNotReadyAddresses === true),
    },
  };
}

/** @param boot milliseconds; the pool's own where it is not said */
function containerTemplateOf(bundle: Bundle, workload: Workload, container: Container, boot?: number): ContainerTemplate {
  const { settings } = poolOf(bundle, workload, container);
  const probes: { [role in ProbeRole]?: ProbeModel } = {};
  const questions: { [role in ProbeRole]?: Question } = {};
  for (const probe of probesOf(container)) {
    const question = questionOf(bundle, workload, container, probe);
    if (question) {
      questions[probe.role] = question;
      probes[probe.role] = { timing: probe.timing, terminationGracePeriodSeconds: integerOf(probe.json.terminationGracePeriodSeconds) };
    }
  }
  return {
    name: container.name,
    settings: { ...settings, boot: boot ?? settings.boot },
    probes,
    questions,
    preStop: (preStopOf(container)?.seconds ?? 0) * 1000,
  };
}

/** Where it stands in the list of init containers. */
function orderOf({ path }: Container): number {
  return Number(path[path.length - 1]);
}
