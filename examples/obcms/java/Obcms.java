import dev.probewise.*;
import java.util.List;
import java.util.Map;
import org.cdk8s.App;
import org.cdk8s.AppProps;
import org.cdk8s.Chart;
import org.cdk8s.ChartProps;
import org.cdk8s.Duration;
import org.cdk8s.Size;
import org.cdk8s.plus28.Cpu;
import org.cdk8s.plus28.EnvValue;
import org.cdk8s.plus28.Secret;
import org.cdk8s.plus28.SecretValue;
import software.constructs.Construct;

/** The application of the incident report, and what ../obcms-chart.ts says, byte for byte. */
class ObcmsChart extends Chart {
  ObcmsChart(Construct scope, String id) {
    super(scope, id, ChartProps.builder().namespace("obcms").build());
    DjangoService web = DjangoService.Builder.create(this, "web")
        .image("registry.example/obcms:2025.10.16")
        .settings("obc_management.settings.production")
        .projectDirectory("/app/src")
        .port(8080)
        .traffic(TrafficProps.builder()
            .hosts(List.of("obcms.example.gov"))
            .tls(Tls.secret("obcms-tls"))
            .route(Route.ingress(IngressRouteProps.builder().className("nginx").build()))
            .access(IngressAccess.fromNamespace("ingress-nginx", IngressAccessProps.builder().metricsFrom("monitoring").build()))
            .trustProxy(List.of("10.0.0.0/8"))
            .build())
        .metrics(Metrics.onPort(9100))
        .resources(ContainerResourcesProps.builder().cpu(Cpu.millis(1000)).memory(Size.gibibytes(1)).build())
        .health(HealthProps.builder()
            .endpoints(HealthEndpoints.separate(SeparateEndpoints.builder().liveness("/health/").readiness("/ready/").build()))
            .startsWithin(Duration.minutes(2))
            .build())
        .workers(WorkerPolicy.fit(FitOptions.builder().threads(4).connectionsPerWorker(5).sharedQueue(true).build()))
        // In an order of its own at each run; the YAML has one.
        .environment(Map.of(
            "ALLOWED_HOSTS", "obcms.example.gov",
            "METRICS_PORT", "9100",
            "PROMETHEUS_MULTIPROC_DIR", "/tmp/prometheus"))
        .database(Dependency.postgres(Secret.fromSecretName(this, "Database", "obcms-database"),
            PostgresProps.builder().maxConnections(100).build()))
        .cache(Dependency.redis(Secret.fromSecretName(this, "Cache", "obcms-cache")))
        .migrations(Migrations.job())
        .staticFiles(StaticFiles.collectAtStart("/app/src/staticfiles", CollectAtStartProps.builder().takes(Duration.seconds(30)).build()))
        .build();
    web.getContainer().getEnv().addVariable("DJANGO_SECRET_KEY", EnvValue.fromSecretValue(SecretValue.builder()
        .secret(Secret.fromSecretName(this, "Django", "obcms-django")).key("DJANGO_SECRET_KEY").build()));
  }
}

public class Obcms {
  public static void main(String[] arguments) {
    App app = new App(AppProps.builder().outdir(arguments[0]).build());
    new ObcmsChart(app, "obcms");
    app.synth();
  }
}
