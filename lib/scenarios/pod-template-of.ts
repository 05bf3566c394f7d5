import type { Assumption, Assumptions } from './assumptions';
import { poolOf } from './pool-of';
import { questionOf } from './question-of';
import type { PodTemplate } from '../kubelet/pod/pod';
import type { Question } from '../kubelet/pod/question';
import type { Probe as ProbeModel } from '../kubelet/prober/probe';
import type { PoolSettings } from '../kubelet/process/pool-settings';
import type { Bundle } from '../manifest/bundle';
import { probesOf, type Container } from '../manifest/container';
import { integerOf, objectOf } from '../manifest/json';
import { preStopOf } from '../manifest/pre-stop';
import type { Workload } from '../manifest/workload';
import type { ProbeRole } from '../words/probe';

/** What an init container takes. Milliseconds. */
const INIT_TIME = 2_000;

/** The model of a workload's pods: of the container that serves. */
export function podTemplateOf(bundle: Bundle, workload: Workload): {
  readonly pool: { readonly settings: PoolSettings; readonly assumed: readonly Assumption[] };
  readonly template: (assumptions: Assumptions) => PodTemplate;
} {
  const container = servingContainer(workload);
  const pool = poolOf(bundle, workload, container);
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
    pool,
    template: ({ boot, script }) => ({
      settings: { ...pool.settings, script: script * 1000, boot: Math.max(boot - script, 0) * 1000 },
      probes,
      questions,
      initContainers: workload.initContainers.map(() => INIT_TIME),
      preStop: (preStopOf(container)?.seconds ?? 0) * 1000,
      gracePeriod: workload.gracePeriod * 1000,
      publishNotReady: bundle.servicesInFrontOf(workload)
        .some(({ object }) => objectOf(object.json.spec).publishNotReadyAddresses === true),
    }),
  };
}

/** The container with ports and probes; the first where that does not tell. */
export function servingContainer({ containers }: Workload): Container {
  return containers.find((container) => container.ports.length > 0 && probesOf(container).length > 0)
    ?? containers.find((container) => container.ports.length > 0) ?? containers[0];
}
