import os
import time

from django.db import Error, connection
from django.http import HttpResponse


def health(request):
    return HttpResponse('alive')


def ready(request):
    try:
        connection.ensure_connection()
    except Error as error:
        return HttpResponse(str(error), status=503)
    return HttpResponse('ready')


def slow(request):
    time.sleep(float(request.GET['seconds']))
    return HttpResponse('done')


def scheme(request):
    """What the server believes: Django's own SECURE_PROXY_SSL_HEADER is not set."""
    return HttpResponse(request.scheme)


def counted(request):
    """Imported here, since the package looks for its directory when it is imported, and most tests give none."""
    from portal.metrics import BUSY, REQUESTS
    REQUESTS.inc()
    BUSY.set(1)
    return HttpResponse(os.getpid())
