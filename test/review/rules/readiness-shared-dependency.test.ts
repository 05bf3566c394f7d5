import { expect, test } from '@jest/globals';
import { deployment, seen } from '../shop';
import { seenWithDjango } from '../shop-application';

const shared = (path: string, replicas: number) =>
  seen('readiness-shared-dependency', deployment({ readinessProbe: { httpGet: { path, port: 'http' } } }, {}, { replicas }));

test('a readiness of several replicas that names a dependency is information', () => {
  expect(shared('/ready/database', 3)).toEqual([expect.stringMatching(/^info .*readiness of all 3 replicas asks .* about database$/)]);
});

test.each([
  ['/ready/database', 1],
  ['/ready/', 3],
])('%s of %d replicas is left alone', (path, replicas) => {
  expect(shared(path, replicas)).toEqual([]);
});

test('a view that asks the database is named with its line', () => {
  expect(
    seenWithDjango(
      'readiness-shared-dependency',
      '',
      {
        'shop/urls.py': "from django.urls import path\nfrom .views import fine\nurlpatterns = [path('fine/', fine)]\n",
        'shop/views.py': 'from django.db import connection\ndef fine(request):\n    connection.cursor()\n',
      },
      deployment({ readinessProbe: { httpGet: { path: '/fine/', port: 'http' } } }),
    ),
  ).toEqual([expect.stringContaining('whose view asks the database: connection.cursor in shop/views.py:3')]);
});
