import { describe, expect, test } from '@jest/globals';
import { deployment, seen } from '../shop';

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
    ['TCP', { tcpSocket: { port: 8000 } }, { tcpSocket: { port: 'http' } }],
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
