import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

logger = logging.getLogger('request')


class RequestLog:
    """One line for each request, once its answer is known. Query strings may hold secrets and are left out.

    A probe that succeeds is said at DEBUG only: there are hundreds an hour, and one that fails must be seen among them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        quiet = response.status_code < 400 and request.path_info in ('/health/', '/ready/')
        logger.log(
            logging.DEBUG if quiet else logging.INFO,
            '%s %s %d %d ms id=%s',
            request.method, request.path, response.status_code, (time.perf_counter() - began) * 1000,
            request.headers.get('X-Request-ID', '-'),
        )
        return response
