"""What a user's override comes to, as JSON: each case calls the library as Python does, through jsii's kernel."""
import json

from cdk8s import ApiObject, App, Chart, JsonPatch, Size
from cdk8s_plus_28 import ContainerProps, ContainerResources, Deployment, MemoryResources
from probewise import ContainerResourcesProps, GracefulShutdown, HealthEndpoints, HealthProps, WebService


def web(chart):
    return WebService(
        chart,
        "web",
        image="registry.example/shop:7",
        resources=ContainerResourcesProps(memory=Size.mebibytes(512)),
        health=HealthProps(endpoints=HealthEndpoints.separate(liveness="/health/", readiness="/ready/")),
    )


def refused_port():
    """The Service would send users where nobody listens."""
    app = App()
    service = web(Chart(app, "shop"))
    ApiObject.of(service.service).add_json_patch(JsonPatch.replace("/spec/ports/0/targetPort", 9999))
    try:
        app.synth_yaml()
    except Exception as error:  # jsii raises a RuntimeError of its own
        return str(error)
    return None


def replaced_period():
    service = web(Chart(App(), "shop"))
    deployment = ApiObject.of(service.deployment)
    deployment.add_json_patch(JsonPatch.replace("/spec/template/spec/containers/0/readinessProbe/periodSeconds", 3))
    return deployment.to_json()["spec"]["template"]["spec"]["containers"][0]["readinessProbe"]["periodSeconds"]


def rendered_probes():
    service = web(Chart(App(), "shop"))
    container = ApiObject.of(service.deployment).to_json()["spec"]["template"]["spec"]["containers"][0]
    return sorted(name for name in container if name.endswith("Probe"))


def patch_after_mixin():
    chart = Chart(App(), "shop")
    deployment = Deployment(
        chart,
        "web",
        containers=[ContainerProps(image="shop:7", resources=ContainerResources(memory=MemoryResources(limit=Size.mebibytes(64))))],
    )
    api_object = ApiObject.of(deployment)
    GracefulShutdown().apply_to(api_object)
    before = api_object.to_json()["spec"]["template"]["spec"]["terminationGracePeriodSeconds"]
    api_object.add_json_patch(JsonPatch.replace("/spec/template/spec/terminationGracePeriodSeconds", 90))
    return [before, api_object.to_json()["spec"]["template"]["spec"]["terminationGracePeriodSeconds"]]


class OnlyDeployments(Chart):
    def to_json(self):
        return [each for each in super().to_json() if each["kind"] == "Deployment"]


def own_chart():
    app = App()
    web(OnlyDeployments(app, "shop"))
    return [line for line in app.synth_yaml().splitlines() if line.startswith("kind: ")]


CASES = [refused_port, replaced_period, rendered_probes, patch_after_mixin, own_chart]

if __name__ == "__main__":
    print(json.dumps({case.__name__: case() for case in CASES}))
