import { seenWithApplication } from './shop';

/** The Dockerfile of a Django project whose `manage.py` stands in /app. */
export const DOCKERFILE =
  'FROM python:3.12-slim\nWORKDIR /app\nENV DJANGO_SETTINGS_MODULE=shop.settings\nCOPY . /app/\nCMD ["gunicorn", "--bind", ' +
  '"0.0.0.0:8000", "shop.wsgi"]\n';
/** Settings that a project starts with; a test adds its own lines. */
export const SETTINGS = `import os
ROOT_URLCONF = 'shop.urls'
MIDDLEWARE = [
    'django.middleware.security.SecurityMiddleware',
    'whitenoise.middleware.WhiteNoiseMiddleware',
    'django.contrib.sessions.middleware.SessionMiddleware',
    'django.middleware.common.CommonMiddleware',
    'django.middleware.csrf.CsrfViewMiddleware',
]
ALLOWED_HOSTS = ['*']
`;

/**
 * What a rule finds where a Django project with these lines at the end of its settings, and these files, is the image of
 * every container.
 */
export function seenWithDjango(rule: string, settings: string, files: Readonly<Record<string, string>>, ...objects: unknown[]): string[] {
  return seenWithApplication(rule, DOCKERFILE, { 'shop/settings.py': `${SETTINGS}${settings}\n`, ...files }, ...objects);
}
