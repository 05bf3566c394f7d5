"""A WSGI application whose requests compute or wait for as long as they are asked to: /compute?SECONDS, /wait?SECONDS, anything else."""

import time


def application(environ, start_response):
    path, seconds = environ["PATH_INFO"], float(environ.get("QUERY_STRING") or 0)
    if path == "/compute":
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            sum(range(1000))
    elif path == "/wait":
        time.sleep(seconds)
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
    return [b"ok"]
