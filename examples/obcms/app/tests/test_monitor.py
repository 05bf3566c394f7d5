import os
import threading
import time
from collections.abc import Callable

import pytest

from health.dependency import Dependency
from health.monitor import Monitor


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def failing() -> None:
    raise ConnectionRefusedError('postgres://obcms:secret@10.0.0.3 refused')


def well() -> None:
    pass


def monitor_of(check: Callable[[], None], *, clock: Callable[[], float] = time.monotonic, every: float = 0.01, **options: bool) -> Monitor:
    options = {'required': True, **options}
    return Monitor([Dependency('database', check, **options)], every=every, too_old=10, clock=clock)


def eventually(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < until, 'not within 5 s'
        time.sleep(0.005)


def test_before_the_first_check_nothing_is_well() -> None:
    [result] = monitor_of(well).results()
    assert (result.ok, result.age, result.failure) == (False, None, 'not checked yet')


def test_the_thread_checks_without_being_asked() -> None:
    monitor = monitor_of(well)
    monitor.start()
    eventually(lambda: monitor.results()[0].ok)


def test_a_failure_is_named_by_its_kind_and_gives_nothing_away() -> None:
    monitor = monitor_of(failing)
    monitor.check_all()
    assert monitor.results()[0].failure == 'ConnectionRefusedError'


def test_a_result_says_its_age_and_becomes_a_failure_when_it_is_too_old() -> None:
    clock = Clock()
    monitor = monitor_of(well, clock=clock)
    monitor.check_all()
    clock.now += 10
    assert (monitor.results()[0].ok, monitor.results()[0].age) == (True, 10)
    clock.now += 1
    assert (monitor.results()[0].ok, monitor.results()[0].failure) == (False, 'no result for 11 s')


def test_a_check_that_hangs_holds_nobody_and_turns_into_a_failure() -> None:
    released, clock, calls = threading.Event(), Clock(), []

    def hangs_the_second_time() -> None:
        calls.append(1)
        if len(calls) == 2:
            released.wait(10)

    monitor = monitor_of(hangs_the_second_time, clock=clock)
    monitor.start()
    eventually(lambda: len(calls) == 2)
    began = time.perf_counter()
    clock.now += 11
    assert monitor.results()[0].failure == 'no result for 11 s'
    assert time.perf_counter() - began < 0.1
    released.set()
    eventually(lambda: monitor.results()[0].ok)


def test_however_often_it_is_started_there_is_one_thread() -> None:
    monitor = monitor_of(well)
    before = threading.active_count()
    starters = [threading.Thread(target=monitor.start) for _ in range(20)]
    for starter in starters:
        starter.start()
    for starter in starters:
        starter.join()
    assert threading.active_count() == before + 1


@pytest.mark.filterwarnings('ignore::pytest.PytestUnhandledThreadExceptionWarning')
def test_a_thread_that_died_comes_back_with_the_next_question() -> None:
    deaths = [SystemExit()]

    def dies_once() -> None:
        if deaths:
            raise deaths.pop()

    monitor = monitor_of(dies_once)
    monitor.start()
    eventually(lambda: not deaths)
    assert not monitor.results()[0].ok
    eventually(lambda: (monitor.start(), monitor.results()[0].ok)[1])


def test_a_forked_child_has_nothing_of_its_parents_and_starts_a_thread_of_its_own() -> None:
    monitor = monitor_of(well, every=60)
    os.register_at_fork(after_in_child=monitor.begin_anew)
    monitor.start()
    eventually(lambda: monitor.results()[0].ok)
    monitor._lock.acquire()  # as if another thread were just starting it
    child = os.fork()
    if child == 0:
        inherited = monitor.results()[0].ok
        monitor.start()
        until = time.monotonic() + 5
        while not monitor.results()[0].ok and time.monotonic() < until:
            time.sleep(0.005)
        os._exit(1 if inherited or not monitor.results()[0].ok else 0)
    monitor._lock.release()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_what_latches_is_not_asked_again_and_stays_fresh() -> None:
    clock, answers = Clock(), [failing, well, failing]
    monitor = monitor_of(lambda: answers.pop(0)(), clock=clock, latches=True)
    seen = []
    for _ in range(4):
        clock.now += 60
        monitor.check_all()
        seen.append((monitor.results()[0].ok, monitor.results()[0].age))
    assert seen == [(False, 0), (True, 0), (True, 0), (True, 0)]
    assert answers == [failing]
