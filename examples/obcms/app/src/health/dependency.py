from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Dependency:
    """Something that the application needs and does not run itself."""

    name: str
    check: Callable[[], None]
    """Raises when it is not as it should be. It bounds its own time: nobody interrupts it."""
    required: bool
    """Whether a pod without it is of no use. Otherwise it is degraded, and serves."""
    latches: bool = False
    """Once true, always true: it is not asked again."""


@dataclass(frozen=True)
class Result:
    """What the last check of a dependency found, as old as it is."""

    name: str
    required: bool
    age: float | None
    """Seconds; `None` before the first check has ended."""
    failure: str | None
    """In a word or two, and without what an error message may give away; `None` when all is well."""

    @property
    def ok(self) -> bool:
        return self.failure is None
