import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from .numbers import IN_FLIGHT, REQUESTS, SECONDS

METHODS = {'GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'}


class CountRequests:
    """Labels come from a bounded set (the routes, not the paths that users think of), or the metrics would grow for ever."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        with IN_FLIGHT.track_inprogress():
            response = self.get_response(request)
        route = request.resolver_match.route if request.resolver_match else 'none'
        method = request.method if request.method in METHODS else 'other'
        REQUESTS.labels(method, route, str(response.status_code)).inc()
        SECONDS.labels(route).observe(time.perf_counter() - began)
        return response
