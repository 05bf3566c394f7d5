import { resolve } from 'node:path';
import { Chart, Duration, Helm, Include, Size } from 'cdk8s';
import { Cpu, Deployment } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { GracefulShutdown, GunicornWorkers, HealthChecks, HealthEndpoints, PodHardening, SpreadAcrossNodes, WorkerPolicy } from 'probewise';

/** What to do for workloads that exist already. */
export interface ExistingDeploymentProps {
  /**
   * The `helm` program; its chart is left out without one.
   *
   * @default - no Helm chart
   */
  readonly helm?: string;
}

/** Mixins on workloads that nobody rewrites: a cdk8s-plus Deployment, a YAML file, a vendor's Helm chart. */
export class ExistingDeploymentChart extends Chart {
  public constructor(scope: Construct, id: string, props: ExistingDeploymentProps = {}) {
    super(scope, id);
    const health = HealthEndpoints.separate({ liveness: '/health/', readiness: '/ready/' });

    new Deployment(this, 'plus', {
      containers: [
        {
          image: 'registry.example/plus:1',
          portNumber: 8080,
          resources: { cpu: { request: Cpu.millis(500) }, memory: { request: Size.mebibytes(512), limit: Size.mebibytes(512) } },
        },
      ],
    }).with(new HealthChecks({ endpoints: health, startsWithin: Duration.seconds(40) }), new GracefulShutdown());

    new Include(this, 'legacy', { url: resolve(__dirname, 'legacy.yaml') }).with(
      new HealthChecks({ endpoints: health }),
      new GunicornWorkers({ policy: WorkerPolicy.fit() }),
      new GracefulShutdown({ drainsWithin: Duration.seconds(60) }),
      new SpreadAcrossNodes(),
      new PodHardening(),
    );

    if (props.helm) {
      new Helm(this, 'vendor', { chart: resolve(__dirname, 'chart'), helmExecutable: props.helm }).with(
        new HealthChecks({ endpoints: HealthEndpoints.shared('/status', { because: 'the vendor has no other endpoint' }) }),
      );
    }
  }
}
