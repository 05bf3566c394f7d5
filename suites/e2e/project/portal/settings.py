"""The smallest application that the library can be tried on. It reads DATABASE_URL, as a manifest gives it."""
import os
from urllib.parse import urlsplit

SECRET_KEY = 'for tests on loopback only'
ALLOWED_HOSTS = ['*']
ROOT_URLCONF = 'portal.urls'
INSTALLED_APPS = ['portal']
MIDDLEWARE = []
DEFAULT_AUTO_FIELD = 'django.db.models.BigAutoField'
USE_TZ = True


def _database(url):
    parts = urlsplit(url)
    if parts.scheme == 'sqlite':
        return {'ENGINE': 'django.db.backends.sqlite3', 'NAME': parts.path or ':memory:'}
    return {'ENGINE': 'django.db.backends.postgresql', 'NAME': parts.path.lstrip('/'), 'USER': 'portal',
            'HOST': parts.hostname, 'PORT': str(parts.port)}


DATABASES = {'default': _database(os.environ.get('DATABASE_URL', 'sqlite:'))}
