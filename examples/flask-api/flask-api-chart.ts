import { Chart, Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { GunicornConfig, GunicornService, HealthEndpoints, Metrics, Replicas, Route, Tls, WorkerClass, WorkerPolicy } from 'probewise';

/** A Flask API behind a Gateway, scaled by CPU, with metrics that several workers share. */
export class FlaskApiChart extends Chart {
  public readonly api: GunicornService;

  public constructor(scope: Construct, id: string) {
    super(scope, id);
    this.api = new GunicornService(this, 'api', {
      image: 'registry.example/flask-api:1.4.2',
      traffic: {
        hosts: ['api.example.org'],
        tls: Tls.elsewhere(),
        route: Route.gateway({ gateway: 'public', gatewayNamespace: 'gateways', paths: ['/v1'] }),
        slowestRequest: Duration.seconds(20),
      },
      replicas: Replicas.autoscaled({ min: 3, max: 12 }),
      resources: { cpu: Cpu.millis(500), memory: Size.mebibytes(512) },
      health: { endpoints: HealthEndpoints.separate({ liveness: '/livez', readiness: '/readyz' }) },
      workers: WorkerPolicy.fit({ workerClass: WorkerClass.GTHREAD, threads: 8, memoryPerWorker: Size.mebibytes(90) }),
      // The image's working directory is /srv, where gunicorn looks for its file.
      config: GunicornConfig.file('/srv/gunicorn.conf.py'),
      metrics: Metrics.onWebPort({ serviceMonitor: true }),
    });
  }
}
