import { Chart, Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { HealthEndpoints, Replicas, Tls, WebService } from 'probewise';

/** FastAPI on plain uvicorn, one process a pod: the cluster runs the pool. */
export class FastApiChart extends Chart {
  public readonly api: WebService;

  public constructor(scope: Construct, id: string) {
    super(scope, id);
    this.api = new WebService(this, 'api', {
      image: 'registry.example/fastapi:2.0.0',
      // Plain uvicorn reads no PORT; the kubelet expands it, so the number is still said once.
      command: ['uvicorn', 'app.main:app', '--host', '0.0.0.0', '--port', '$(PORT)', '--timeout-graceful-shutdown', '30'],
      port: 8000,
      traffic: { hosts: ['fast.example.org'], tls: Tls.defaultCertificate(), slowestRequest: Duration.seconds(30) },
      replicas: Replicas.fixed(4),
      resources: { cpu: Cpu.millis(250), memory: Size.mebibytes(256) },
      health: { endpoints: HealthEndpoints.separate({ liveness: '/livez', readiness: '/readyz' }), startsWithin: Duration.seconds(20) },
    });
  }
}
