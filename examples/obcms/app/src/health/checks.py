"""What is asked of each dependency. They run in the monitor's thread, on its own database connection."""
import uuid

from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class Unexpected(Exception):
    """The dependency answered, and not as it should."""


def database() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute('SELECT 1')
            cursor.fetchone()
    except Exception:
        connection.close()  # so that the next check connects anew
        raise


def migrations() -> None:
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Exception:
        connection.close()
        raise
    if plan:
        raise Unexpected(f'{len(plan)} migrations are pending, the first is {plan[0][0]}')


def cached() -> None:
    """Writes and reads: a replica, or a server out of memory, would still answer a PING."""
    key, value = 'health.readiness', uuid.uuid4().hex
    cache.set(key, value, timeout=10)
    if cache.get(key) is None:  # another worker may have written in between
        raise Unexpected('what was written cannot be read')
