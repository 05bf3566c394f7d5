"""The application of the incident report: what ../obcms-chart.ts says, byte for byte."""
import sys

from cdk8s import App, Chart, Duration, Size
from cdk8s_plus_28 import Cpu, EnvValue, Secret, SecretValue
from probewise import (
    ContainerResourcesProps,
    Dependency,
    DjangoService,
    HealthEndpoints,
    HealthProps,
    IngressAccess,
    Metrics,
    Migrations,
    Route,
    StaticFiles,
    Tls,
    TrafficProps,
    WorkerPolicy,
)


class ObcmsChart(Chart):
    def __init__(self, scope, id, *, image="registry.example/obcms:2025.10.16"):
        super().__init__(scope, id, namespace="obcms")
        self.web = DjangoService(
            self,
            "web",
            image=image,
            settings="obc_management.settings.production",
            project_directory="/app/src",
            port=8080,
            traffic=TrafficProps(
                hosts=["obcms.example.gov"],
                tls=Tls.secret("obcms-tls"),
                route=Route.ingress(class_name="nginx"),
                access=IngressAccess.from_namespace("ingress-nginx", metrics_from="monitoring"),
                trust_proxy=["10.0.0.0/8"],
            ),
            metrics=Metrics.on_port(9100),
            resources=ContainerResourcesProps(cpu=Cpu.millis(1000), memory=Size.gibibytes(1)),
            health=HealthProps(
                endpoints=HealthEndpoints.separate(liveness="/health/", readiness="/ready/"),
                starts_within=Duration.minutes(2),
            ),
            workers=WorkerPolicy.fit(threads=4, connections_per_worker=5, shared_queue=True),
            environment={
                "PROMETHEUS_MULTIPROC_DIR": "/tmp/prometheus",
                "METRICS_PORT": "9100",
                "ALLOWED_HOSTS": "obcms.example.gov",
            },
            database=Dependency.postgres(Secret.from_secret_name(self, "Database", "obcms-database"), max_connections=100),
            cache=Dependency.redis(Secret.from_secret_name(self, "Cache", "obcms-cache")),
            migrations=Migrations.job(),
            static_files=StaticFiles.collect_at_start("/app/src/staticfiles", takes=Duration.seconds(30)),
        )
        self.web.container.env.add_variable(
            "DJANGO_SECRET_KEY",
            EnvValue.from_secret_value(
                SecretValue(secret=Secret.from_secret_name(self, "Django", "obcms-django"), key="DJANGO_SECRET_KEY")
            ),
        )


if __name__ == "__main__":
    app = App(outdir=sys.argv[1])
    ObcmsChart(app, "obcms")
    app.synth()
