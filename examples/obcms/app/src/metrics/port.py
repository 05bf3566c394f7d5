import os
from collections.abc import Callable, Iterable
from typing import Any

from prometheus_client import REGISTRY, CollectorRegistry, make_wsgi_app
from prometheus_client.multiprocess import MultiProcessCollector

WsgiApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def metrics_on_port(port: str, *, otherwise: WsgiApplication) -> WsgiApplication:
    """Answers `/metrics` where a request came in on this port, which no route leads to, and nowhere else.

    Prometheus names the pod's IP as host and comes without TLS: that never reaches Django's ALLOWED_HOSTS or its redirect.
    """

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not port or environ.get('SERVER_PORT') != port:
            return otherwise(environ, start_response)
        if environ.get('PATH_INFO') == '/metrics':
            return make_wsgi_app(_registry())(environ, start_response)
        start_response('404 Not Found', [('Content-Type', 'text/plain')])
        return [b'/metrics is all there is on this port\n']

    return application


def _registry() -> CollectorRegistry:
    """What all workers wrote, those that have been recycled included; one worker alone knows its own numbers only."""
    if not os.environ.get('PROMETHEUS_MULTIPROC_DIR'):
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return registry
