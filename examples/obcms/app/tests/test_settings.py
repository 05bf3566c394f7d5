import pytest
from django.core.exceptions import ImproperlyConfigured

from obc_management.settings import environment


def test_an_empty_variable_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('DATABASE_URL', '')
    with pytest.raises(ImproperlyConfigured, match='DATABASE_URL is not set'):
        environment.text('DATABASE_URL')


@pytest.mark.parametrize(('value', 'meant'), [('true', True), ('ON', True), ('1', True), ('off', False), ('', False)])
def test_a_flag(monkeypatch: pytest.MonkeyPatch, value: str, meant: bool) -> None:
    monkeypatch.setenv('DRILLS', value)
    assert environment.flag('DRILLS', not meant) is meant


def test_a_flag_that_cannot_be_meant_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('DRILLS', 'perhaps')
    with pytest.raises(ImproperlyConfigured, match="DRILLS is 'perhaps'"):
        environment.flag('DRILLS', False)


def test_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv('ALLOWED_HOSTS', 'a.example, b.example,')
    assert environment.words('ALLOWED_HOSTS', '') == ['a.example', 'b.example']
