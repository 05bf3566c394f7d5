import type { Assumption, Assumptions } from './assumptions';
import { initContainerOf } from './init-container-of';
import { poolOf } from './pool-of';
import { questionOf } from './question-of';
import type { PoolContainer, PoolInitStep, PoolPodTemplate } from './pod/pool-pod-template';
import type { Question } from './pool/question';
import type { Probe as ProbeModel } from '../kubelet/prober/probe';
import type { PoolSettings } from './pool/pool-settings';
import type { Container } from '../manifest/container';
import type { ContainerReading } from '../reading/container-reading';
import type { WorkloadReading } from '../reading/workload-reading';
import { integerOf, objectOf } from '../manifest/json';
import type { ProbeRole } from '../conventions/probe-role';

/** From the start of a container that is no application until it answers. Seconds. */
const COMPANION_BOOT = 1;

/** The model of a workload's pods. */
export function podTemplateOf(reading: WorkloadReading): {
  /** Of the container that serves. */
  readonly pool: { readonly settings: PoolSettings; readonly assumed: readonly Assumption[] };
  readonly template: (assumptions: Assumptions) => PoolPodTemplate;
} {
  const { bundle, workload } = reading;
  const serving = reading.serving.container;
  const { settings, assumed } = poolOf(reading.serving);
  const companions = workload.containers.filter((container) => container !== serving);
  const boots = (container: Container): boolean => container === serving || reading.container(container).process.server !== undefined;
  return {
    pool: {
      settings,
      assumed: [
        ...assumed,
        ...(companions.length ? [{ name: 'container', value: serving.name, origin: 'manifest' }] : []),
        ...companions
          .filter((container) => !boots(container))
          .map(({ name }) => ({ name: `boot of ${name}`, value: COMPANION_BOOT, origin: 'default' })),
      ],
    },
    template: ({ boot, script, dependencyNoticed }) => {
      const templateOf = (container: Container): PoolContainer =>
        containerTemplateOf(reading.container(container), {
          script: container === serving ? script : 0,
          boot: container === serving ? Math.max(boot - script, 0) : boots(container) ? boot : COMPANION_BOOT,
          dependencyNoticed,
        });
      const steps = [...workload.initContainers, ...workload.containers.filter(({ sidecar }) => sidecar)].sort(
        (one, other) => orderOf(one) - orderOf(other),
      );
      return {
        initContainers: steps.map((step): PoolInitStep =>
          step.sidecar ? { kind: 'sidecar', container: templateOf(step) } : { kind: 'to its end', container: initContainerOf(step) },
        ),
        containers: workload.containers.filter(({ sidecar }) => !sidecar).map(templateOf),
        serving: serving.name,
        gracePeriod: workload.gracePeriod * 1000,
        restarts: workload.podSpec.restartPolicy !== 'Never',
        publishNotReady: bundle
          .servicesInFrontOf(workload)
          .some(({ object }) => objectOf(object.json.spec).publishNotReadyAddresses === true),
      };
    },
  };
}

function containerTemplateOf(
  reading: ContainerReading,
  { script, boot, dependencyNoticed }: Pick<Assumptions, 'script' | 'boot' | 'dependencyNoticed'>,
): PoolContainer {
  const probes: { [role in ProbeRole]?: ProbeModel } = {};
  const questions: { [role in ProbeRole]?: Question } = {};
  for (const each of reading.probes) {
    const { probe } = each;
    const question = questionOf(each, reading.process.listeners, dependencyNoticed);
    if (question) {
      questions[probe.role] = question;
      probes[probe.role] = { timing: probe.timing, terminationGracePeriodSeconds: integerOf(probe.json.terminationGracePeriodSeconds) };
    }
  }
  return {
    name: reading.container.name,
    settings: { ...poolOf(reading).settings, script: script * 1000, boot: boot * 1000 },
    probes,
    questions,
    preStop: (reading.preStop?.seconds ?? 0) * 1000,
  };
}

/** Where it stands in the list of init containers. */
function orderOf({ path }: Container): number {
  return Number(path[path.length - 1]);
}
