/**
 * The head of a `gunicorn.conf.py` whose workers share a directory of Prometheus metrics: files of processes that are gone
 * are removed at start, and a worker that leaves is marked as gone.
 *
 * It runs where the file is read, before an application that is preloaded opens its own metric files. Whoever gets the
 * lock for itself alone wipes; then everybody shares it. The kernel keeps a lock for as long as any process of the pool
 * lives, since the bare descriptor is inherited by fork and never closed (a file object would be collected at the first
 * reload), so a directory in use is wiped neither by a reload nor by a `--check-config` beside the running server.
 */
export const METRICS_DIRECTORY_HEAD = `import fcntl
import glob
import os

_directory = os.environ['PROMETHEUS_MULTIPROC_DIR']
os.makedirs(_directory, exist_ok=True)
_lock = os.open(os.path.join(_directory, '.lock'), os.O_RDWR | os.O_CREAT, 0o600)
try:
    fcntl.flock(_lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    for _path in glob.glob(os.path.join(glob.escape(_directory), '*.db')):
        os.unlink(_path)
except BlockingIOError:
    pass  # a pool is alive: these files are its own
fcntl.flock(_lock, fcntl.LOCK_SH)


def child_exit(server, worker):
    from prometheus_client import multiprocess
    multiprocess.mark_process_dead(worker.pid)


`;
