import { describe, expect, test } from '@jest/globals';
import { container, deployment, seen, type Json } from '../shop';

const proxy = (fields: Json = {}) => ({ name: 'sql', image: 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14.1', ...fields });
const init = (fields: Json) => ({ name: 'migrate', image: 'shop', command: ['python', 'prepare.py'], ...fields });
const own = { env: [{ name: 'DB_HOST', value: '127.0.0.1' }] };
const late = (pod: Json, template: Json = {}) =>
  seen('sidecar-not-there-yet', deployment({}, pod, { template: { metadata: template, spec: { containers: [container()], ...pod } } }));
const script = (text: string) => container({ command: ['sh', '-c', `${text}; exec gunicorn -w 2 shop.wsgi`] });

describe('reported', () => {
  test.each([
    ['names the address of the pod', own],
    ['names it in a URL', { env: [{ name: 'DATABASE_URL', value: 'postgres://app:x@localhost:5432/shop' }] }],
    ['migrates', { command: ['python', 'manage.py', 'migrate'] }],
  ])('an init container that %s', (_, fields) => {
    expect(late({ containers: [container(), proxy()], initContainers: [init(fields)] })).toEqual([
      'warning spec.template.spec.initContainers[0]: init container migrate goes through the Cloud SQL Proxy (container sql), which ' +
        'starts after it',
    ]);
  });
  test('a native sidecar that stands behind it', () => {
    expect(late({ initContainers: [init(own), proxy({ restartPolicy: 'Always' })] })).toHaveLength(1);
  });
  test('a migration in the start script', () => {
    expect(late({ containers: [script('./manage.py migrate'), proxy()] })).toEqual([
      expect.stringContaining(
        'container web runs manage.py migrate at its start, and the Cloud SQL Proxy (container sql) may not listen yet',
      ),
    ]);
  });
  test('the same behind Istio, as information', () => {
    const labels = { app: 'web', 'sidecar.istio.io/inject': 'true' };
    expect(late({ containers: [script('./manage.py migrate')] }, { labels })).toEqual([
      expect.stringMatching(/^info .*the proxy of Istio may not listen yet$/),
    ]);
    const annotations = { 'proxy.istio.io/config': '{ "holdApplicationUntilProxyStarts": true }' };
    expect(late({ containers: [script('./manage.py migrate')] }, { labels, annotations })).toEqual([]);
  });
});

describe('left alone', () => {
  test.each([
    ['a native sidecar before it', { initContainers: [proxy({ restartPolicy: 'Always' }), init(own)] }],
    ['an init container that asks something else', { containers: [container(), proxy()], initContainers: [init({})] }],
    ['another host', { containers: [container(), proxy()], initContainers: [init({ env: [{ name: 'DB_HOST', value: 'db' }] })] }],
    ['no proxy', { initContainers: [init(own)] }],
    ['a script that waits', { containers: [script('nc -z 127.0.0.1 5432; ./manage.py migrate'), proxy()] }],
    ['a script that does not migrate', { containers: [script('./manage.py check'), proxy()] }],
  ])('%s', (_, pod) => {
    expect(late(pod)).toEqual([]);
  });
});
