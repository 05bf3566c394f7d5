import pytest
from django.test import Client

from health import readiness
from health.dependency import Dependency
from health.monitor import Monitor


def fails() -> None:
    raise ConnectionError('redis://:secret@10.0.0.4:6379')


def monitor_with(monkeypatch: pytest.MonkeyPatch, *failing: str) -> None:
    """Dependencies as in production, of which some fail; checked once."""
    monitor = Monitor(
        [Dependency(name, fails if name in failing else (lambda: None), required=name != 'cache') for name in readiness.CHECKS],
        every=60, too_old=10,
    )
    monkeypatch.setattr(monitor, 'start', lambda: None)
    monkeypatch.setattr('health.views.monitor', monitor)
    monitor.check_all()


def test_health_asks_nobody(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monitor_with(monkeypatch, 'database', 'migrations', 'cache')
    answer = browser.get('/health/')
    assert (answer.status_code, answer.json()) == (200, {'status': 'alive'})


def test_ready_when_all_is_well(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monitor_with(monkeypatch)
    answer = browser.get('/ready/')
    assert answer.status_code == 200
    assert answer.json()['status'] == 'ready'
    assert answer.json()['checks']['database'] == {'ok': True, 'required': True, 'age': 0.0, 'failure': None}


def test_a_required_dependency_that_fails_is_503_and_named(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monitor_with(monkeypatch, 'database')
    answer = browser.get('/ready/')
    assert (answer.status_code, answer.json()['status'], answer.json()['failing']) == (503, 'unavailable', ['database'])


def test_a_degraded_dependency_is_200_and_named(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monitor_with(monkeypatch, 'cache')
    answer = browser.get('/ready/')
    assert (answer.status_code, answer.json()['status'], answer.json()['degraded']) == (200, 'degraded', ['cache'])


def test_no_answer_repeats_what_an_error_said(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monitor_with(monkeypatch, 'database', 'cache')
    assert b'secret' not in browser.get('/ready/').content
    assert b'10.0.0.4' not in browser.get('/ready/').content


@pytest.mark.parametrize('path', ['/health/', '/ready/'])
def test_get_and_head_are_answered_and_never_stored(browser: Client, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monitor_with(monkeypatch)
    get, head, post = browser.get(path), browser.head(path), browser.post(path)
    assert [get.status_code, head.status_code, post.status_code] == [200, 200, 405]
    assert [answer.headers['Cache-Control'] for answer in (get, head, post)] == ['no-store'] * 3
    assert get.content and not head.content


def test_the_cache_is_degraded_and_the_database_required_unless_somebody_says_otherwise() -> None:
    assert {one.name: one.required for one in readiness.monitor._dependencies} == {'database': True, 'migrations': True, 'cache': False}


@pytest.mark.django_db
def test_the_page_is_served_without_a_cache(browser: Client) -> None:
    # The tests' REDIS_URL names a port that nobody listens on, unless somebody gave another.
    assert browser.post('/', {'name': 'Bongao', 'municipality': 'Tawi-Tawi'}).status_code == 302
    assert b'Bongao' in browser.get('/').content


@pytest.mark.parametrize(('path', 'status'), [
    ('/drills/slow/?seconds=0', 200), ('/drills/heavy/?seconds=0.01', 200), ('/drills/hungry/?mebibytes=1&seconds=0', 200),
    ('/drills/frozen/?seconds=0.01', 200), ('/drills/slow/?seconds=1e9', 400), ('/drills/slow/?seconds=soon', 400),
    ('/drills/slow/?seconds=nan', 400),
])
def test_drills_are_bounded(browser: Client, path: str, status: int) -> None:
    assert browser.get(path).status_code == status
