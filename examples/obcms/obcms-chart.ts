import { Chart, Duration, Size } from 'cdk8s';
import { Cpu, EnvValue, Secret } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import {
  Dependency,
  DjangoService,
  HealthEndpoints,
  IngressAccess,
  Metrics,
  Migrations,
  Route,
  StaticFiles,
  Tls,
  WorkerPolicy,
} from 'probewise';

export interface ObcmsChartProps {
  /** @default - the release that followed the incident */
  readonly image?: string;
}

/** The application of the incident report; what its image holds is in `app/`. */
export class ObcmsChart extends Chart {
  public readonly web: DjangoService;

  public constructor(scope: Construct, id: string, { image = 'registry.example/obcms:2025.10.16' }: ObcmsChartProps = {}) {
    super(scope, id, { namespace: 'obcms' });
    this.web = new DjangoService(this, 'web', {
      image,
      settings: 'obc_management.settings.production',
      projectDirectory: '/app/src',
      port: 8080,
      traffic: {
        hosts: ['obcms.example.gov'],
        tls: Tls.secret('obcms-tls'),
        route: Route.ingress({ className: 'nginx' }),
        access: IngressAccess.fromNamespace('ingress-nginx', { metricsFrom: 'monitoring' }),
        trustProxy: ['10.0.0.0/8'],
      },
      metrics: Metrics.onPort(9100),
      resources: { cpu: Cpu.millis(1000), memory: Size.gibibytes(1) },
      health: { endpoints: HealthEndpoints.separate({ liveness: '/health/', readiness: '/ready/' }), startsWithin: Duration.minutes(2) },
      // A connection for each of the four threads, and one for the thread behind /ready/. The image has gunicorn 27.
      workers: WorkerPolicy.fit({ threads: 4, connectionsPerWorker: 5, sharedQueue: true }),
      environment: { ALLOWED_HOSTS: 'obcms.example.gov', METRICS_PORT: '9100', PROMETHEUS_MULTIPROC_DIR: '/tmp/prometheus' },
      database: Dependency.postgres(Secret.fromSecretName(this, 'Database', 'obcms-database'), { maxConnections: 100 }),
      cache: Dependency.redis(Secret.fromSecretName(this, 'Cache', 'obcms-cache')),
      migrations: Migrations.job(),
      // The start-up script collects them; it needs a place to write to, and the time it takes.
      staticFiles: StaticFiles.collectAtStart('/app/src/staticfiles', { takes: Duration.seconds(30) }),
    });
    this.web.container.env.addVariable(
      'DJANGO_SECRET_KEY',
      EnvValue.fromSecretValue({ secret: Secret.fromSecretName(this, 'Django', 'obcms-django'), key: 'DJANGO_SECRET_KEY' }),
    );
  }
}
