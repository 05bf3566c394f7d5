import { expect, test } from '@jest/globals';
import { deployment, seen } from '../shop';

const redirected = (value: string, httpGet: object = {}) => seen('probe-redirected', deployment({
  env: [{ name: 'DJANGO_SECURE_SSL_REDIRECT', value }], readinessProbe: { httpGet: { path: '/ready/', port: 'http', ...httpGet } } }));

test('a plain probe beside a redirect is reported', () => {
  expect(redirected('True')).toEqual(['warning spec.template.spec.containers[0].readinessProbe.httpGet: '
    + 'the readiness probe asks /ready/ over HTTP, and DJANGO_SECURE_SSL_REDIRECT=True redirects it to HTTPS']);
});

test.each([
  ['no redirect', 'False', {}], ['the header that says HTTPS', '1', { httpHeaders: [{ name: 'X-Forwarded-Proto', value: 'https' }] }], ['an HTTPS probe', '1', { scheme: 'HTTPS' }],
])('%s is left alone', (_, value, httpGet) => {
  expect(redirected(value, httpGet)).toEqual([]);
});
