"""Everything that differs between two deployments comes from the environment."""
from pathlib import Path
from typing import Any

import dj_database_url
from redis.backoff import NoBackoff
from redis.retry import Retry

from .environment import flag, text, words

BASE_DIR = Path(__file__).resolve().parent.parent.parent

SECRET_KEY = text('DJANGO_SECRET_KEY')
ALLOWED_HOSTS = words('ALLOWED_HOSTS', '')
ROOT_URLCONF = 'obc_management.urls'
WSGI_APPLICATION = 'obc_management.wsgi.application'
DEFAULT_AUTO_FIELD = 'django.db.models.BigAutoField'
USE_TZ = True
TIME_ZONE = 'UTC'

INSTALLED_APPS = [
    'django.contrib.admin',
    'django.contrib.auth',
    'django.contrib.contenttypes',
    'django.contrib.messages',
    'django.contrib.sessions',
    'django.contrib.staticfiles',
    'communities',
]

MIDDLEWARE = [
    'common.request_log.RequestLog',
    'metrics.middleware.CountRequests',
    'django.middleware.security.SecurityMiddleware',
    'whitenoise.middleware.WhiteNoiseMiddleware',
    'django.contrib.sessions.middleware.SessionMiddleware',
    'django.middleware.common.CommonMiddleware',
    'django.middleware.csrf.CsrfViewMiddleware',
    'django.contrib.auth.middleware.AuthenticationMiddleware',
    'django.contrib.messages.middleware.MessageMiddleware',
    'django.middleware.clickjacking.XFrameOptionsMiddleware',
]

TEMPLATES = [{
    'BACKEND': 'django.template.backends.django.DjangoTemplates',
    'APP_DIRS': True,
    'OPTIONS': {'context_processors': [
        'django.template.context_processors.request',
        'django.contrib.auth.context_processors.auth',
        'django.contrib.messages.context_processors.messages',
    ]},
}]

# --- TLS ends at the ingress -------------------------------------------------------------------------------------
# Django asks this header, not gunicorn, whether the user came over TLS. The ingress sets it and drops what a user sent.
SECURE_PROXY_SSL_HEADER = ('HTTP_X_FORWARDED_PROTO', 'https')
SECURE_SSL_REDIRECT = flag('SECURE_SSL_REDIRECT', True)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

# --- PostgreSQL --------------------------------------------------------------------------------------------------
# connect_timeout bounds a new connection and nothing else (libpq takes 2 s for anything shorter). A connection that
# stands is given up by TCP: after 10 s without an acknowledgement, or three keepalives without an answer.
LIMITS = {
    'connect_timeout': 2,
    'keepalives': 1, 'keepalives_idle': 5, 'keepalives_interval': 2, 'keepalives_count': 3,
    'tcp_user_timeout': 10_000,
}
DATABASE: dict[str, Any] = dict(dj_database_url.parse(text('DATABASE_URL'), conn_max_age=60, conn_health_checks=True))
if DATABASE['ENGINE'] == 'django.db.backends.postgresql':
    DATABASE['OPTIONS'] = {**LIMITS, **DATABASE.get('OPTIONS', {})}
DATABASES = {'default': DATABASE}

# --- Redis -------------------------------------------------------------------------------------------------------
# A cache that is slower than what it caches is no cache: one attempt, and half a second for each step of it.
CACHES = {'default': {
    'BACKEND': 'django.core.cache.backends.redis.RedisCache',
    'LOCATION': text('REDIS_URL'),
    'OPTIONS': {'socket_connect_timeout': 0.5, 'socket_timeout': 0.5, 'retry': Retry(NoBackoff(), 0)},
}}

# --- Readiness ---------------------------------------------------------------------------------------------------
# What is not named here is degraded when it fails, and the pod stays ready. The cache is shared: requiring it would take
# every pod out of service at once, for something that the application can do without.
READINESS_REQUIRED = words('READINESS_REQUIRED', 'database,migrations')
READINESS_EVERY = 2.0
# Longer than the slowest round of checks: 2 s of rest, 2 s each for the database and the migrations, 1 s for the cache.
READINESS_TOO_OLD = 10.0

# --- Static files ------------------------------------------------------------------------------------------------
STATIC_URL = 'static/'
STATIC_ROOT = BASE_DIR / 'staticfiles'
STORAGES = {
    'default': {'BACKEND': 'django.core.files.storage.FileSystemStorage'},
    'staticfiles': {'BACKEND': 'whitenoise.storage.CompressedManifestStaticFilesStorage'},
}

# --- Routes that hurt on purpose: for rehearsals, never for users --------------------------------------------------
DRILLS = flag('DRILLS', False)

LOGGING = {
    'version': 1,
    'disable_existing_loggers': False,
    'formatters': {'line': {'format': '%(levelname)s %(name)s %(message)s'}},
    'handlers': {'stderr': {'class': 'logging.StreamHandler', 'formatter': 'line'}},
    'root': {'handlers': ['stderr'], 'level': 'INFO'},
}
