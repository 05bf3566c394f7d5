"""Production's settings, with what pytest can provide on any machine. A DATABASE_URL or REDIS_URL in its environment wins."""
import os

os.environ.setdefault('DATABASE_URL', 'sqlite://:memory:')
os.environ.setdefault('REDIS_URL', 'redis://127.0.0.1:1')
os.environ.setdefault('DJANGO_SECRET_KEY', 'for tests only')
os.environ.setdefault('ALLOWED_HOSTS', 'obcms.example.gov')
os.environ.setdefault('DRILLS', 'on')

from .production import *  # noqa: E402, F403

STORAGES = {
    'default': {'BACKEND': 'django.core.files.storage.FileSystemStorage'},
    'staticfiles': {'BACKEND': 'django.contrib.staticfiles.storage.StaticFilesStorage'},  # nothing is collected here
}
