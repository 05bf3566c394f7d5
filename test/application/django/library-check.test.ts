import { describe, expect, test } from '@jest/globals';
import { readDockerfile } from '../../../lib/application/image/dockerfile';
import { Reading } from '../../../lib/reading/reading';
import { deployment } from '../../review/shop';

/** What the view behind a path asks, in a project with these routes and settings. */
function use(path: string, urls: string, settings = '', imports = '') {
  const files: Record<string, string> = {
    'shop/settings.py': `ROOT_URLCONF = 'shop.urls'\n${settings}`,
    'shop/urls.py': `from django.urls import include, path\n${imports}\nurlpatterns = [\n    ${urls},\n]\n`,
  };
  const dockerfile =
    'FROM python:3.12\nWORKDIR /app\nCOPY . /app/\nENV DJANGO_SETTINGS_MODULE=shop.settings\nCMD ["gunicorn", "shop.wsgi"]\n';
  const image = readDockerfile('Dockerfile', dockerfile, (name) => files[name]);
  const workload = deployment({ readinessProbe: { httpGet: { path, port: 8000 } } });
  const [{ containers }] = Reading.ofObjects([workload], new Map([['registry.example/shop', image]])).workloads;
  return containers[0].probe('readiness')!.use;
}

describe('django-health-check', () => {
  const included = "path('ht/', include('health_check.urls'))";

  test.each([
    ["INSTALLED_APPS = ['health_check', 'health_check.db', 'health_check.cache']", 'the database'],
    ["INSTALLED_APPS = ['health_check', 'health_check.cache']", 'the cache'],
    ["INSTALLED_APPS = ['health_check', 'health_check.contrib.celery_ping']", 'the broker'],
    ["INSTALLED_APPS = ['health_check', 'health_check.contrib.psutil']", undefined],
    ['INSTALLED_APPS = compute()', undefined],
  ])('asks what its plugins ask: %s', (settings, what) => {
    expect(use('/ht/', included, settings)?.what).toBe(what);
  });

  test('says where it is included', () => {
    expect(use('/ht/', included, "INSTALLED_APPS = ['health_check.db']")).toEqual({
      what: 'the database',
      code: "include('health_check.urls')",
      place: 'shop/urls.py:3',
    });
  });

  test.each([
    ["path('ht/', HealthCheckView.as_view())", 'the database'],
    ["path('ht/', HealthCheckView.as_view(checks=['health_check.Cache', 'health_check.DNS']))", 'the cache'],
    ["path('ht/', HealthCheckView.as_view(checks=['health_check.DNS']))", undefined],
  ])('asks what its view names: %s', (urls, what) => {
    expect(use('/ht/', urls, '', 'from health_check.views import HealthCheckView')?.what).toBe(what);
  });
});

describe('django-watchman', () => {
  test.each([
    ['/watchman/', "path('watchman/', include('watchman.urls'))", '', 'the database'],
    ['/watchman/', "path('watchman/', include('watchman.urls'))", "WATCHMAN_CHECKS = ('watchman.checks.caches',)", 'the cache'],
    ['/watchman/', "path('watchman/', include('watchman.urls'))", "WATCHMAN_CHECKS = ('shop.checks.nothing',)", undefined],
    ['/watchman/ping/', "path('watchman/', include('watchman.urls'))", '', undefined],
    ['/healthz', "path('healthz', watchman.views.bare_status)", '', 'the database'],
  ])('%s by %s %s', (path, urls, settings, what) => {
    expect(use(path, urls, settings, 'import watchman.views')?.what).toBe(what);
  });
});

test('a route of another path is not it', () => {
  expect(use('/health', "path('ht/', include('health_check.urls'))", "INSTALLED_APPS = ['health_check.db']")).toBeUndefined();
});
