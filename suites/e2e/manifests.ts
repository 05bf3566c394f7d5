import { Chart, Size, Testing } from 'cdk8s';
import { Cpu, Secret } from 'cdk8s-plus-28';
import { Dependency, DjangoService, GunicornService, HealthEndpoints } from 'probewise';
import type { DjangoServiceProps, GunicornServiceProps, WorkerPlan } from 'probewise';

/** What the library writes, as the kubelet would read it: nothing here knows how it came about. */

// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

export interface Synthesised {
  readonly plan: WorkerPlan;
  readonly objects: Json[];
  readonly podSpec: Json;
  /** The container that serves. */
  readonly container: Json;
}

const COMMON = {
  image: 'registry.example/portal:1.0',
  health: { endpoints: HealthEndpoints.separate({ liveness: '/health/', readiness: '/ready/' }) },
  resources: { cpu: Cpu.millis(1000), memory: Size.gibibytes(1) },
};

export function gunicornService(props: Partial<GunicornServiceProps>): Synthesised {
  return synthesise((chart) => new GunicornService(chart, 'web', { ...COMMON, ...props }));
}

/** With a database, so that there is an init container that waits for it, and a Job that migrates it. */
export function djangoService(props: Partial<DjangoServiceProps>): Synthesised {
  return synthesise(
    (chart) =>
      new DjangoService(chart, 'web', {
        ...COMMON,
        settings: 'portal.settings',
        database: Dependency.postgres(Secret.fromSecretName(chart, 'Database', 'database')),
        ...props,
      }),
  );
}

function synthesise(make: (chart: Chart) => GunicornService): Synthesised {
  const chart = new Chart(Testing.app(), 'e2e');
  const { workerPlan: plan } = make(chart);
  const objects = Testing.synth(chart);
  const podSpec = kind(objects, 'Deployment').spec.template.spec;
  return { plan, objects, podSpec, container: podSpec.containers[0] };
}

export function kind(objects: readonly Json[], wanted: string): Json {
  return objects.find((object) => object.kind === wanted)!;
}

/**
 * The variables of a container, and nothing of this machine's but the path to Python.
 *
 * @param secrets what stands in the Secrets that the container refers to, by the name of the variable
 */
export function environmentOf(container: Json, secrets: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(
    (container.env as Json[]).map(({ name, value }) => {
      const given = value === undefined ? secrets[name] : value.replace(/\$\$\(/g, '$('); // as the kubelet undoes it
      if (given === undefined) {
        throw new Error(`${name} comes from a Secret, and the test gives none`);
      }
      return [name, given];
    }),
  );
}

export function portOf(container: Json): number {
  return container.ports.find(({ name }: Json) => name === 'http').containerPort;
}
