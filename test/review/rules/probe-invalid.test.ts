import { describe, expect, test } from '@jest/globals';
import { deployment, seen } from '../shop';

const invalid = (...objects: unknown[]) => seen('probe-invalid', ...objects);
const get = { httpGet: { path: '/', port: 8000 } };

describe('reported', () => {
  test.each([
    ['no handler', 'readinessProbe', { periodSeconds: 5 }, 'readinessProbe: the readiness probe of container web: it has no handler'],
    ['two handlers', 'readinessProbe', { ...get, tcpSocket: { port: 1 } }, 'it has 2 handlers, httpGet and tcpSocket, and may have one'],
    ['liveness that needs two successes', 'livenessProbe', { ...get, successThreshold: 2 }, 'livenessProbe.successThreshold: '],
    ['startup that needs two successes', 'startupProbe', { ...get, successThreshold: 2 }, 'must be 1 for startup'],
    ['a negative period', 'livenessProbe', { ...get, periodSeconds: -1 }, 'periodSeconds is -1'],
    ['a quoted number', 'livenessProbe', { ...get, timeoutSeconds: '5' }, 'timeoutSeconds is "5"'],
    ['a fraction', 'livenessProbe', { ...get, timeoutSeconds: 0.5 }, 'timeoutSeconds is 0.5'],
    [
      'an underscore in a header',
      'livenessProbe',
      { httpGet: { port: 1, httpHeaders: [{ name: 'X_A', value: '1' }] } },
      'httpHeaders[0].name',
    ],
    ['a scheme in lower case', 'livenessProbe', { httpGet: { port: 1, scheme: 'https' } }, 'scheme is "https"'],
    ['no port', 'livenessProbe', { httpGet: { path: '/' } }, 'its port is missing'],
    ['a quoted port', 'livenessProbe', { tcpSocket: { port: '8000' } }, 'its port is "8000": a port name'],
    ['a named gRPC port', 'livenessProbe', { grpc: { port: 'grpc' } }, 'its port is "grpc"'],
    [
      'a header value without quotes',
      'livenessProbe',
      { httpGet: { port: 1, httpHeaders: [{ name: 'A', value: 1 }] } },
      'httpHeaders[0].value: ',
    ],
    ['something that is no probe', 'livenessProbe', 'none', 'livenessProbe of container web is no object'],
    ['no command', 'livenessProbe', { exec: {} }, 'it has no command'],
    [
      'a grace period of readiness',
      'readinessProbe',
      { ...get, terminationGracePeriodSeconds: 5 },
      'may have no terminationGracePeriodSeconds',
    ],
    ['a grace period of zero', 'livenessProbe', { ...get, terminationGracePeriodSeconds: 0 }, 'terminationGracePeriodSeconds is 0'],
  ])('%s', (_, field, probe, message) => {
    expect(invalid(deployment({ [field]: probe }))).toEqual([expect.stringContaining(message)]);
  });

  test('a probe of an init container that runs to its end', () => {
    expect(invalid(deployment({}, { initContainers: [{ name: 'migrate', readinessProbe: get }] }))).toEqual([
      'error spec.template.spec.initContainers[0].readinessProbe: the readiness probe of container migrate: an init container ' +
        'may have one only with restartPolicy: Always',
    ]);
  });
});

describe('left alone', () => {
  test.each([
    ['zeros, which mean the defaults', { ...get, periodSeconds: 0, timeoutSeconds: 0, successThreshold: 0, failureThreshold: 0 }],
    ['no path and no scheme', { httpGet: { port: 'http' } }],
    ['a timeout longer than the period', { ...get, periodSeconds: 5, timeoutSeconds: 30 }],
    ['a number of nulls', { ...get, tcpSocket: null, terminationGracePeriodSeconds: null, periodSeconds: null }],
  ])('%s', (_, probe) => {
    expect(invalid(deployment({ livenessProbe: probe }))).toEqual([]);
  });

  test('a readiness probe that needs three successes', () => {
    expect(invalid(deployment({ readinessProbe: { ...get, successThreshold: 3 } }))).toEqual([]);
  });

  test('a probe of a sidecar', () => {
    expect(invalid(deployment({}, { initContainers: [{ name: 'proxy', restartPolicy: 'Always', readinessProbe: get }] }))).toEqual([]);
  });
});
