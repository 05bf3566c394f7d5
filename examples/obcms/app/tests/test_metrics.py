from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.test import Client

from metrics.port import metrics_on_port


def get(application: Callable[..., Iterable[bytes]], path: str, port: str) -> tuple[str, bytes]:
    said: list[str] = []
    environ: dict[str, Any] = {'REQUEST_METHOD': 'GET', 'PATH_INFO': path, 'SERVER_PORT': port, 'QUERY_STRING': ''}
    body = b''.join(application(environ, lambda status, headers: said.append(status)))
    return said[0], body


def django(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response('200 OK', [])
    return [b'the application']


def test_the_metrics_are_on_their_own_port_only() -> None:
    application = metrics_on_port('9100', otherwise=django)
    assert get(application, '/metrics', '8080') == ('200 OK', b'the application')
    status, body = get(application, '/metrics', '9100')
    assert status == '200 OK' and b'obcms_requests' in body


def test_nothing_else_is_on_that_port() -> None:
    assert get(metrics_on_port('9100', otherwise=django), '/admin/', '9100')[0] == '404 Not Found'


def test_without_a_port_there_are_none() -> None:
    assert get(metrics_on_port('', otherwise=django), '/metrics', '') == ('200 OK', b'the application')


def test_a_request_is_counted_under_its_route_and_not_its_path(browser: Client) -> None:
    browser.get('/nowhere/1')
    browser.get('/nowhere/2')
    body = get(metrics_on_port('9100', otherwise=django), '/metrics', '9100')[1].decode()
    assert 'obcms_requests_total{method="GET",route="none",status="404"} 2.0' in body
    assert '/nowhere/' not in body
