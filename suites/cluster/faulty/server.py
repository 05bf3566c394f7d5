"""A page for each way in which an application fails: what `diagnose.test.ts` has the kubelet and users ask."""

import sys
import time

BEGAN = time.monotonic()
# Seconds for which the page that dies is well.
WELL = 15


def app(environ, start_response):
    status, headers = answer(environ["PATH_INFO"], environ.get("HTTP_HOST", ""))
    start_response(status, [("Content-Type", "text/plain"), *headers])
    return [status.encode()]


def answer(path, host):
    if path == "/ready/":
        return "200 OK", []
    if path == "/by-host/" and host != "a.test":
        print(f"Invalid HTTP_HOST header: '{host}'. You may need to add '{host}' to ALLOWED_HOSTS.", file=sys.stderr)
        return "400 Bad Request", []
    if path == "/moved/":
        # To the host that was asked: the kubelet follows. A redirect to another host it takes for success.
        return "301 Moved Permanently", [("Location", f"https://{host}/moved/")]
    if path == "/broken/":
        return "500 Internal Server Error", []
    if path == "/slow/":
        time.sleep(5)
        return "200 OK", []
    if path == "/dies/" and time.monotonic() - BEGAN < WELL:
        return "200 OK", []
    if path == "/dies/":
        return "500 Internal Server Error", []
    return "404 Not Found", []
