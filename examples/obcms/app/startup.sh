#!/bin/sh
# What waiting cannot mend ends the container here, with one line that says why. What waiting can mend (a database that is
# away, migrations that are still to come) is left to the init container and to /ready/.
set -eu
cd "$(dirname "$0")/src"

fail() {
  echo "startup: $1" >&2
  exit 2
}

for name in DATABASE_URL REDIS_URL DJANGO_SECRET_KEY ALLOWED_HOSTS; do
  [ -n "$(printenv "$name")" ] || fail "$name is not set"
done

# A platform that has nothing to say may set it to nothing; gunicorn would then bind '0.0.0.0:'.
PORT="${PORT:-8080}"
case "$PORT" in *[!0-9]*) fail "PORT is '$PORT', and a port is a number" ;; esac
export PORT

# A variable that is empty is a ValueError when gunicorn is imported.
[ -n "${WEB_CONCURRENCY:-}" ] || unset WEB_CONCURRENCY

# Repeated --bind add up, and the first one replaces those of gunicorn.conf.py, which names the port of the metrics as well.
case "${GUNICORN_CMD_ARGS:-}" in
  *--bind*) [ -z "${METRICS_PORT:-}" ] || export GUNICORN_CMD_ARGS="$GUNICORN_CMD_ARGS --bind=0.0.0.0:$METRICS_PORT" ;;
esac

# The workers write here what /metrics adds up. What an earlier start of this container left would be added as well.
if [ -n "${PROMETHEUS_MULTIPROC_DIR:-}" ]; then
  rm -rf "$PROMETHEUS_MULTIPROC_DIR"
  mkdir -p "$PROMETHEUS_MULTIPROC_DIR"
fi

# Settings, URLs and every module they name. Its warnings are for whoever writes the code.
python manage.py check --fail-level ERROR >&2 || fail 'manage.py check found errors; they stand above'
python manage.py collectstatic --noinput --verbosity 0

# Process 1 is gunicorn: it gets the SIGTERM that ends a pod.
exec gunicorn --config ../gunicorn.conf.py obc_management.wsgi:application
