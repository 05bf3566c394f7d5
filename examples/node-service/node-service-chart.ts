import { Chart, Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { HealthCheck, HealthEndpoints, WebService } from 'probewise';

/** A Node service inside the cluster: gRPC for its callers, no gunicorn, no route from outside. */
export class NodeServiceChart extends Chart {
  public readonly prices: WebService;

  public constructor(scope: Construct, id: string) {
    super(scope, id);
    this.prices = new WebService(this, 'prices', {
      image: 'registry.example/prices:3.1.0',
      port: 50051,
      resources: { memory: Size.mebibytes(192) },
      health: {
        endpoints: HealthEndpoints.checks({
          liveness: HealthCheck.grpc({ service: 'liveness' }),
          readiness: HealthCheck.grpc({ service: 'prices.v1.Prices' }),
        }),
        startsWithin: Duration.seconds(20),
      },
      traffic: { slowestRequest: Duration.seconds(5) },
    });
  }
}
