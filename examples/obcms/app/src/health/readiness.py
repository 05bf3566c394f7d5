"""The dependencies of this application, and the one monitor of this process."""
import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from . import checks
from .dependency import Dependency
from .monitor import Monitor

CHECKS = {'database': checks.database, 'migrations': checks.migrations, 'cache': checks.cached}
LATCHES = {'migrations'}

unknown = set(settings.READINESS_REQUIRED) - set(CHECKS)
if unknown:
    raise ImproperlyConfigured(f"READINESS_REQUIRED names {', '.join(sorted(unknown))}; there is {', '.join(CHECKS)}")

monitor = Monitor(
    [Dependency(name, check, required=name in settings.READINESS_REQUIRED, latches=name in LATCHES) for name, check in CHECKS.items()],
    every=settings.READINESS_EVERY,
    too_old=settings.READINESS_TOO_OLD,
)
os.register_at_fork(after_in_child=monitor.begin_anew)
