"""A small Django application whose work is said in the path: it waits, it computes, or it answers with many rows."""
import hashlib
import time

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse, JsonResponse
from django.urls import path
import django

settings.configure(
    SECRET_KEY='for a bench on loopback only',
    ALLOWED_HOSTS=['*'],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=['django.contrib.contenttypes', 'django.contrib.auth', 'django.contrib.sessions', 'django.contrib.messages'],
    MIDDLEWARE=['django.middleware.security.SecurityMiddleware', 'django.middleware.common.CommonMiddleware'],
    DATABASES={'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': ':memory:'}},
)


def health(request):
    return HttpResponse('alive')


def wait(request):
    """A query that takes its time elsewhere."""
    time.sleep(0.1)
    return HttpResponse('done')


def compute(request):
    """About 10 ms of pure Python: a digest in one call would let go of the GIL."""
    digest = b''
    for number in range(12_000):
        digest = hashlib.md5(digest + bytes(number & 255)).digest()[:4]
    return HttpResponse(digest.hex())


def rows(request):
    """600 rows as JSON: what makes a worker grow."""
    return JsonResponse({'rows': [{'id': number, 'name': f'row {number}', 'note': 'x' * 100} for number in range(600)]})


urlpatterns = [path('health/', health), path('wait/', wait), path('compute/', compute), path('rows/', rows)]
django.setup()
application = WSGIHandler()
