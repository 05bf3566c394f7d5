import { describe, expect, test } from '@jest/globals';
import { deployment, seen, type Json } from '../shop';
import { seenWithDjango } from '../shop-application';

const redirected = (value: string, httpGet: object = {}) =>
  seen(
    'probe-redirected',
    deployment({
      env: [{ name: 'DJANGO_SECURE_SSL_REDIRECT', value }],
      readinessProbe: { httpGet: { path: '/ready/', port: 'http', ...httpGet } },
    }),
  );

test('a plain probe beside a redirect is reported', () => {
  expect(redirected('True')).toEqual([
    'warning spec.template.spec.containers[0].readinessProbe.httpGet: ' +
      'the readiness probe asks /ready/ over HTTP, and DJANGO_SECURE_SSL_REDIRECT=True redirects it to HTTPS',
  ]);
});

test.each([
  ['no redirect', 'False', {}],
  ['the header that says HTTPS', '1', { httpHeaders: [{ name: 'X-Forwarded-Proto', value: 'https' }] }],
  ['an HTTPS probe', '1', { scheme: 'HTTPS' }],
])('%s is left alone', (_, value, httpGet) => {
  expect(redirected(value, httpGet)).toEqual([]);
});

describe('with the settings read', () => {
  const read = (settings: string, headers: Record<string, string> = {}, fields: Json = {}) =>
    seenWithDjango(
      'probe-redirected',
      settings,
      {},
      deployment({
        readinessProbe: {
          httpGet: { path: '/ready/?full', port: 'http', httpHeaders: Object.entries(headers).map(([name, value]) => ({ name, value })) },
        },
        ...fields,
      }),
    );
  const redirect = 'SECURE_SSL_REDIRECT = True\n';
  const believed = `${redirect}SECURE_PROXY_SSL_HEADER = ('HTTP_X_FORWARDED_PROTO', 'https')\n`;
  const https = { 'X-Forwarded-Proto': 'https' };

  test.each<[string, string, Record<string, string>]>([
    ['no header', believed, {}],
    ['a header that nothing believes', redirect, https],
    ['the wrong value', believed, { 'X-Forwarded-Proto': 'http' }],
    ['an exempt path that is another', `${believed}SECURE_REDIRECT_EXEMPT = [r'^live/$']`, {}],
    ['the text False, which is true', "SECURE_SSL_REDIRECT = os.getenv('X', 'False')", {}],
  ])('%s is reported', (_, settings, headers) => {
    expect(read(settings, headers)).toEqual([
      expect.stringContaining(
        'the readiness probe asks /ready/?full over HTTP, and SECURE_SSL_REDIRECT (shop/settings.py:11) redirects it to HTTPS',
      ),
    ]);
  });
  test.each<[string, string, Record<string, string>, Json]>([
    ['no redirect', '', {}, {}],
    ['False', "SECURE_SSL_REDIRECT = os.getenv('X', 'False') == 'True'", {}, {}],
    ['the header that is believed', believed, https, {}],
    ['an exempt path', `${believed}SECURE_REDIRECT_EXEMPT = [r'^ready/$']`, {}, {}],
    ['a pattern that cannot be judged', `${redirect}SECURE_REDIRECT_EXEMPT = [r'^(a+)+$']`, {}, {}],
    ['gunicorn that believes', redirect, https, { env: [{ name: 'FORWARDED_ALLOW_IPS', value: '*' }] }],
    ['no SecurityMiddleware', `${redirect}MIDDLEWARE = MIDDLEWARE[1:]`, {}, {}],
    ['a redirect that is not known', 'SECURE_SSL_REDIRECT = not DEBUG', {}, {}],
  ])('%s is left alone', (_, settings, headers, fields) => {
    expect(read(settings, headers, fields)).toEqual([]);
  });
});
