import { describe, expect, test } from '@jest/globals';
import { deployment, seen } from '../shop';
import { seenWithDjango } from '../shop-application';

const checks = (livenessProbe: unknown, fields = {}) => seen('liveness-checks-dependency', deployment({ livenessProbe, ...fields }));
const get = (path: string) => ({ httpGet: { path, port: 'http' } });
const exec = (...command: string[]) => ({ exec: { command } });

test.each([
  ['a database in the path', get('/health/db'), 'db'],
  ['a full check', get('/healthz/full/'), 'full'],
  ['readiness in the path', get('/-/readyz?x=1'), 'readiness'],
  ['a health check of a library', get('/watchman/'), 'watchman'],
])('%s is reported', (_, probe, sign) => {
  expect(checks(probe)).toEqual([
    expect.stringMatching(new RegExp(`^warning spec.template.spec.containers\\[0\\].livenessProbe: .*by its name is about ${sign}$`)),
  ]);
});

test.each([
  ['a client', exec('pg_isready', '-h', 'db'), 'the database (pg_isready -h db)'],
  ['a client behind a shell', exec('sh', '-c', 'redis-cli -h cache ping'), 'Redis (redis-cli -h cache)'],
  ['a worker', exec('sh', '-c', 'celery -A shop inspect ping -d celery@$HOSTNAME'), 'the broker (celery inspect ping)'],
  ['a command of Django', exec('python', 'manage.py', 'check', '--database', 'default'), 'the database (manage.py check --database)'],
  ['a script of a replica', exec('sh', '-c', '/health/ping_liveness_local_and_primary.sh 5'), 'its primary (ping_'],
])('%s that asks something outside is reported with what it asks', (_, probe, asked) => {
  expect(checks(probe)).toEqual([expect.stringContaining(`which asks ${asked}`)]);
});

test.each([
  ['a plain path', get('/healthz/'), {}],
  ['a check of a library that asks nothing', get('/watchman/ping/'), {}],
  ['a word that only contains it', get('/dashboard/already'), {}],
  ['a database that checks itself', exec('pg_isready', '-U', 'app'), { image: 'docker.io/library/postgres:16' }],
  ['a check of this container', exec('redis-cli', '-h', '127.0.0.1', 'ping'), {}],
  ['the check of readiness, which liveness-equals-readiness judges', get('/ready/'), {}],
])('%s is left alone', (_, probe, fields) => {
  expect(checks(probe, fields)).toEqual([]);
});

describe('with the code read', () => {
  const read = (urls: string, views: string, path = '/alive/', files: Record<string, string> = {}) =>
    seenWithDjango(
      'liveness-checks-dependency',
      '',
      {
        'shop/urls.py':
          `from django.urls import include, path, re_path\nfrom . import views\nurlpatterns = [\n    path('other/', ` +
          `views.other),\n    ${urls},\n]\n`,
        'shop/views.py': views,
        ...files,
      },
      deployment({ livenessProbe: get(path) }),
    );
  const view = "path('alive/', views.alive)";
  const imports = 'from django.db import connection\nfrom django.core.cache import cache\nimport redis\n';

  test('a view that asks the database is an error, with its line', () => {
    expect(
      read(
        view,
        `${imports}\ndef alive(request):\n    "connection.cursor() is asked"\n    with connection.cursor() as cursor:\n        ` +
          `cursor.execute('SELECT 1')\n`,
      ),
    ).toEqual([
      'error spec.template.spec.containers[0].livenessProbe: the liveness probe asks GET /alive/ on http, whose view asks the ' +
        'database: connection.cursor in shop/views.py:7',
    ]);
  });
  test.each([
    ['the cache', view, "def alive(request):\n    cache.set('a', 1)\n", 'the cache: cache.set'],
    ['Redis', view, 'def alive(request):\n    return redis.Redis().ping()\n', 'Redis: redis.Redis'],
    ['a manager', view, 'async def alive(request):\n    return Order.objects.count()\n', 'the database: Order.objects'],
    [
      'two calls deep',
      view,
      'def alive(request):\n    return one()\ndef one():\n    return two()\ndef two():\n    connection.ensure_connection()\n',
      'shop/views.py:9',
    ],
    [
      'a class',
      "path('alive/', views.Alive.as_view(), name='alive')",
      'class Alive(View):\n    def get(self, request):\n        connection.cursor()\n',
      'shop/views.py:6',
    ],
    [
      'a decorated view and a pattern',
      "re_path(r'^alive/?$', never_cache(views.alive))",
      'def alive(request):\n    connection.cursor()\n',
      'shop/views.py:5',
    ],
    ['a path without its last slash', "path('alive', views.alive)", 'def alive(request):\n    connection.cursor()\n', 'shop/views.py:5'],
  ])('%s is followed', (_, urls, views, place) => {
    expect(read(urls, imports + views)).toEqual([expect.stringContaining(place)]);
  });
  test('includes and imports lead from module to module', () => {
    expect(
      read("path('api/', include('shop.health.urls'))", '', '/api/alive/', {
        'shop/health/__init__.py': '',
        'shop/health/urls.py': "from shop.health.views import alive as check\nurlpatterns = [path('alive/', check)]\n",
        'shop/health/views.py': 'from ..checks import database\ndef alive(request):\n    return database()\n',
        'shop/checks.py': 'from django.db import connections\ndef database():\n    connections["default"]\n',
      }),
    ).toEqual([expect.stringContaining('connections[…] in shop/checks.py:3')]);
  });
  test.each([
    [
      'a view that asks nothing',
      view,
      'def alive(request):\n    return HttpResponse("ok")\ndef ready(request):\n    connection.cursor()\n',
    ],
    [
      'three calls deep',
      view,
      'def alive(request):\n    one()\ndef one():\n    two()\ndef two():\n    three()\ndef three():\n    connection.cursor()\n',
    ],
    ['a view that calls itself', view, 'def alive(request):\n    return alive(request)\n'],
    ['a dictionary of that name', view.replace('alive)', 'plain)'), 'def plain(request):\n    return local.cache.get(1)\n'],
    ['a view of a package', "path('alive/', health_check.views.alive)", ''],
    ['a path that no route names', "path('ready/', views.alive)", 'def alive(request):\n    connection.cursor()\n'],
  ])('%s is left alone', (_, urls, views) => {
    expect(read(urls, imports + views)).toEqual([]);
  });
  test('the check of readiness as well is an error: what it asks is known', () => {
    expect(
      seenWithDjango(
        'liveness-checks-dependency',
        '',
        {
          'shop/urls.py': "from .views import ready\nurlpatterns = [path('ready/', ready)]\n",
          'shop/views.py': `${imports}def ready(request):\n    connection.cursor()\n`,
        },
        deployment({ livenessProbe: get('/ready/') }),
      ),
    ).toHaveLength(1);
  });
});
