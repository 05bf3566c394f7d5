import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .dependency import Dependency, Result

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Outcome:
    at: float
    failure: str | None


class Monitor:
    """Checks every dependency again and again in one background thread. Whoever asks gets the last results at once.

    So an answer about readiness never waits on a socket, and a dependency that hangs holds one thread that serves nobody.
    A result that is too old counts as a failure: then the check hangs, or the thread has died.
    """

    def __init__(
        self, dependencies: Sequence[Dependency], *, every: float, too_old: float, clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._dependencies = dependencies
        self._every = every
        self._too_old = too_old
        self._clock = clock
        self.begin_anew()

    def begin_anew(self) -> None:
        """For a forked child: the thread stayed with the parent, and so does what it found and whatever lock it held."""
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._outcomes: dict[str, _Outcome] = {}

    def start(self) -> None:
        """Starts the thread, unless it runs. Cheap enough for every request, and how a thread that died comes back."""
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name='health-monitor', daemon=True)
                self._thread.start()

    def results(self) -> list[Result]:
        return [self._result(dependency) for dependency in self._dependencies]

    def _result(self, dependency: Dependency) -> Result:
        outcome = self._outcomes.get(dependency.name)
        if outcome is None:
            return Result(dependency.name, dependency.required, None, 'not checked yet')
        age = self._clock() - outcome.at
        failure = f'no result for {age:.0f} s' if age > self._too_old else outcome.failure
        return Result(dependency.name, dependency.required, age, failure)

    def _run(self) -> None:
        while True:
            self.check_all()
            time.sleep(self._every)

    def check_all(self) -> None:
        """One round."""
        for dependency in self._dependencies:
            before = self._outcomes.get(dependency.name)
            settled = dependency.latches and before is not None and before.failure is None
            failure = None if settled else self._check(dependency, before)
            self._outcomes[dependency.name] = _Outcome(self._clock(), failure)

    def _check(self, dependency: Dependency, before: _Outcome | None) -> str | None:
        try:
            dependency.check()
        except Exception as error:  # whatever it is, the dependency is not as it should be
            failure = type(error).__name__
            if before is None or before.failure != failure:
                logger.warning('%s fails: %s', dependency.name, ' '.join(str(error).split()))
            return failure
        if before is not None and before.failure is not None:
            logger.info('%s is well again', dependency.name)
        return None
