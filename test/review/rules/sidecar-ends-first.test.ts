import { describe, expect, test } from '@jest/globals';
import { container, deployment, seen, service, type Json } from '../shop';

const proxy = (fields: Json = {}) => ({
  name: 'sql',
  image: 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14.1',
  args: ['p:eu:db'],
  ...fields,
});
const gunicorn = { command: ['gunicorn', '-w', '2', 'shop.wsgi'] };
const beside = (other: Json, own: Json = gunicorn, ...others: unknown[]) =>
  seen('sidecar-ends-first', deployment({}, { containers: [container(own), other] }), ...others);

describe('reported', () => {
  test.each([
    ['the Cloud SQL Proxy', proxy()],
    ['the Cloud SQL Proxy', proxy({ image: 'gcr.io/cloudsql-docker/gce-proxy:1.33.15', command: ['/cloud_sql_proxy'] })],
    ['pgbouncer', proxy({ image: 'edoburu/pgbouncer:1.22@sha256:abc' })],
    ['envoy', proxy({ image: 'envoyproxy/envoy:v1.31' })],
  ])('%s', (name, other) => {
    expect(beside(other)).toEqual([
      `warning spec.template.spec.containers[1]: ${name} (container sql) ends at SIGTERM, while container web still works on what it has`,
    ]);
  });
  test('beside a container that waits, or that users reach', () => {
    expect(beside(proxy(), { lifecycle: { preStop: { sleep: { seconds: 10 } } } })).toHaveLength(1);
    expect(beside(proxy(), {}, service())).toHaveLength(1);
  });
});

describe('left alone', () => {
  test.each([
    ['one that is told to wait', proxy({ args: ['--max-sigterm-delay=30s', 'p:eu:db'] }), gunicorn],
    ['the same of version 1', proxy({ command: ['/cloud_sql_proxy', '-term_timeout=30s'] }), gunicorn],
    ['a hook of its own', proxy({ lifecycle: { preStop: { sleep: { seconds: 20 } } } }), gunicorn],
    ['a process of which nothing is known', proxy(), {}],
    ['no proxy', proxy({ image: 'fluent/fluent-bit:3', args: [] }), gunicorn],
  ])('%s', (_, other, own) => {
    expect(beside(other, own)).toEqual([]);
  });
  test('a native sidecar', () => {
    const pod = { containers: [container(gunicorn)], initContainers: [proxy({ restartPolicy: 'Always' })] };
    expect(seen('sidecar-ends-first', deployment({}, pod))).toEqual([]);
  });
  test('a pod of the proxy alone', () => {
    expect(seen('sidecar-ends-first', deployment({ image: 'pgbouncer' }), service())).toEqual([]);
  });
});
