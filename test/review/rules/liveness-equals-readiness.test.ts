import { describe, expect, test } from '@jest/globals';
import { deployment, seen, service } from '../shop';

const equal = (liveness: unknown, readiness: unknown) =>
  seen('liveness-equals-readiness', deployment({ livenessProbe: liveness, readinessProbe: readiness }));
const get = (path: string, fields = {}) => ({ httpGet: { path, port: 'http' }, ...fields });

describe('reported as an error', () => {
  test('the same path with the same numbers', () => {
    expect(equal(get('/health/'), get('/health/'))).toEqual([
      'error spec.template.spec.containers[0].livenessProbe: liveness and readiness ask the same (GET /health/ on http): ' +
        'readiness gives up after 20 s to 31 s, liveness after 20 s to 31 s',
    ]);
  });

  test.each([
    ['a slash more', get('/health'), get('/health/')],
    ['the port by number', { httpGet: { path: '/', port: 8000 } }, get('/')],
    ['the default path', { httpGet: { port: 'http' } }, get('/')],
    ['the same command', { exec: { command: ['check'] } }, { exec: { command: ['check'] } }],
    ['an initial delay only', get('/', { initialDelaySeconds: 300 }), get('/')],
    ['a verdict that may still fall first', get('/', { failureThreshold: 4 }), get('/')],
  ])('%s', (_, liveness, readiness) => {
    expect(equal(liveness, readiness)).toEqual([expect.stringMatching(/^error/)]);
  });
});

test('liveness that acts strictly later makes it information', () => {
  // Readiness: 3 × 10 s + 1 s = 31 s at the latest. Liveness: (5 − 1) × 10 s = 40 s at the earliest.
  expect(equal(get('/health/', { failureThreshold: 5 }), get('/health/'))).toEqual([
    expect.stringMatching(/^info .*liveness after 40 s to 51 s$/),
  ]);
});

describe('a question that touches only the process is information', () => {
  const impatient = { exec: { command: ['pg_isready', '-U', 'shop'] } };
  const database = (liveness: unknown) =>
    seen('liveness-equals-readiness', deployment({ image: 'postgres:17', livenessProbe: liveness, readinessProbe: impatient }));
  test('a connection', () => {
    expect(equal({ tcpSocket: { port: 8000 } }, { tcpSocket: { port: 'http' } })).toEqual([expect.stringMatching(/^info .*TCP connect/)]);
  });
  test('the client of a database in its own container', () => {
    expect(database(impatient)).toEqual([expect.stringMatching(/^info .*pg_isready/)]);
  });
  test('nothing is said where liveness is later', () => {
    expect(database({ ...impatient, failureThreshold: 6 })).toEqual([]);
  });
});

test('without a Service that sends users, it is a warning', () => {
  const worker = deployment({ ports: [], livenessProbe: get('/health/'), readinessProbe: get('/health/') });
  expect(seen('liveness-equals-readiness', worker, service({ selector: { app: 'other' } }, { name: 'other' }))).toEqual([
    expect.stringMatching(/^warning/),
  ]);
});

describe('liveness that asks for more than readiness', () => {
  test.each(['full=true', 'full', 'deep=1', 'verbose=yes'])('?%s', (query) => {
    expect(equal(get(`/healthz?${query}`), get('/healthz'))).toEqual([
      `warning spec.template.spec.containers[0].livenessProbe: liveness asks more than readiness: GET /healthz?${query} on http, where ` +
        'readiness asks GET /healthz on http',
    ]);
  });
  test.each(['simple=true', 'exclude=etcd', 'v=2'])('?%s asks for less, or nobody knows what', (query) => {
    expect(equal(get(`/healthz?${query}`), get('/healthz'))).toEqual([]);
  });
});

describe('left alone', () => {
  test.each([
    ['two paths', get('/live'), get('/ready')],
    ['two ports', { httpGet: { path: '/', port: 9000 } }, get('/')],
    ['two services of one gRPC server', { grpc: { port: 1, service: 'live' } }, { grpc: { port: 1, service: 'ready' } }],
    ['readiness alone', undefined, get('/')],
    ['probes without a handler', {}, {}],
  ])('%s', (_, liveness, readiness) => {
    expect(equal(liveness, readiness)).toEqual([]);
  });
});

test('a query asks for something else: nothing is said', () => {
  expect(equal(get('/health'), get('/health?full=1'))).toEqual([]);
});
