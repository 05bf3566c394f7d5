"""What only the image knows.

How many workers of which class, and where they listen, is the manifest's business. It says so in GUNICORN_CMD_ARGS, which
beats this file.
"""
import os
from typing import Any

bind = [f"0.0.0.0:{os.environ.get('PORT') or '8080'}"]
if os.environ.get('METRICS_PORT'):
    bind.append(f"0.0.0.0:{os.environ['METRICS_PORT']}")


def post_worker_init(worker: Any) -> None:
    """After the fork, and before the first request: the first poll of /ready/ finds a result."""
    from health.readiness import monitor

    monitor.start()


def child_exit(server: Any, worker: Any) -> None:
    """A worker that has gone has no requests in flight; what it counted stays."""
    if os.environ.get('PROMETHEUS_MULTIPROC_DIR'):
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)
