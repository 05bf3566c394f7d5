"""Settings from the environment. A value that cannot be meant is refused with the name of its variable."""
import os

from django.core.exceptions import ImproperlyConfigured

FLAGS = {'true': True, '1': True, 'on': True, 'false': False, '0': False, 'off': False, '': False}


def text(name: str) -> str:
    value = os.environ.get(name, '')
    if not value:
        raise ImproperlyConfigured(f'{name} is not set')
    return value


def words(name: str, default: str) -> list[str]:
    """`a,b` as a list; a blank is no word."""
    return [word.strip() for word in os.environ.get(name, default).split(',') if word.strip()]


def flag(name: str, default: bool) -> bool:
    value = os.environ.get(name, str(default)).strip().lower()
    if value not in FLAGS:
        raise ImproperlyConfigured(f'{name} is {value!r}; it is one of true, false, on, off, 1, 0')
    return FLAGS[value]
