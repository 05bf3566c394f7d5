"""Requests that hurt, for rehearsals. They exist only where DRILLS is on."""
import ctypes
import threading
import time
from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest

MOST_SECONDS = 120.0
MOST_MEBIBYTES = 4096


def _number(request: HttpRequest, name: str, default: float, most: float) -> float:
    value = float(request.GET.get(name, default))
    if not 0 <= value <= most:
        raise ValueError(f'{name} is {value:g}; it is at most {most:g}')
    return value


def _drill(work: Callable[[HttpRequest], None]) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        try:
            work(request)
        except ValueError as error:
            return HttpResponseBadRequest(f'{error}\n', content_type='text/plain')
        return HttpResponse('done\n', content_type='text/plain')

    return view


@_drill
def slow(request: HttpRequest) -> None:
    """Waits, as for somebody else's answer."""
    time.sleep(_number(request, 'seconds', 1, MOST_SECONDS))


@_drill
def heavy(request: HttpRequest) -> None:
    """Burns a CPU."""
    until = time.thread_time() + _number(request, 'seconds', 1, MOST_SECONDS)
    while time.thread_time() < until:
        sum(range(1000))


@_drill
def hungry(request: HttpRequest) -> None:
    """Holds memory, every page of it touched."""
    held = bytearray(int(_number(request, 'mebibytes', 64, MOST_MEBIBYTES)) * 2**20)
    held[::4096] = b'x' * len(held[::4096])
    time.sleep(_number(request, 'seconds', 1, MOST_SECONDS))


@_drill
def query(request: HttpRequest) -> None:
    """Keeps a database connection busy."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT pg_sleep(%s)', [_number(request, 'seconds', 1, MOST_SECONDS)])


@_drill
def stuck(request: HttpRequest) -> None:
    """Waits for a lock that nobody gives back."""
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()


@_drill
def frozen(request: HttpRequest) -> None:
    """Holds the interpreter lock: no other thread of this worker runs. PyDLL, unlike CDLL, does not release it."""
    ctypes.PyDLL(None).usleep(int(_number(request, 'seconds', 1, MOST_SECONDS) * 1e6))
