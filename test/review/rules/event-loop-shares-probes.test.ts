import { describe, expect, test } from '@jest/globals';
import { deployment, seen, service, type Json } from '../shop';

const uvicorn = ['uvicorn', 'shop:app', '--host=0.0.0.0'];
const get = (fields: Json = {}) => ({ httpGet: { path: '/health/', port: 'http' }, timeoutSeconds: 5, ...fields });
const shares = (container: Json, ...others: unknown[]) =>
  seen('event-loop-shares-probes', deployment({ command: uvicorn, readinessProbe: get(), ...container }), ...others);

describe('reported', () => {
  test('probes that wait for a second', () => {
    expect(shares({ livenessProbe: get({ timeoutSeconds: 1 }), readinessProbe: get({ timeoutSeconds: undefined }) }, service())).toEqual([
      'warning spec.template.spec.containers[0].readinessProbe: 1 process of uvicorn, with one event loop, answers users and the ' +
        'readiness and liveness probe, which waits 1 s',
    ]);
  });
  test.each([
    ['hypercorn', ['hypercorn', '-b', '0.0.0.0:8000', 'shop:app']],
    ['daphne', ['daphne', '-b', '0.0.0.0', 'shop:app']],
    ['gunicorn', ['gunicorn', '-k', 'gevent', '-w', '1', 'shop:app']],
  ])('a loop of %s', (server, command) => {
    expect(shares({ command, livenessProbe: get({ timeoutSeconds: 1 }) }, service())).toEqual([
      expect.stringContaining(`1 process of ${server}, with one event loop`),
    ]);
  });
  test('a liveness that condemns within a minute, as information', () => {
    expect(shares({ livenessProbe: get({ periodSeconds: 15 }) }, service())).toEqual([
      expect.stringMatching(/^info .*the liveness probe, which may condemn it after 30 s$/),
    ]);
  });
  test('the only pod of a liveness that is more patient, as information', () => {
    const patient = { command: uvicorn, readinessProbe: get(), livenessProbe: get({ periodSeconds: 30 }) };
    expect(seen('event-loop-shares-probes', deployment(patient, {}, { replicas: 1 }), service())).toHaveLength(1);
    expect(seen('event-loop-shares-probes', deployment(patient), service())).toEqual([]);
  });
});

describe('left alone', () => {
  const hurried = { livenessProbe: get({ timeoutSeconds: 1 }) };
  test.each([
    ['several processes', { ...hurried, command: [...uvicorn, '--workers=2'] }, [service()]],
    ['threads', { ...hurried, command: ['gunicorn', '--threads=4', 'shop:app'] }, [service()]],
    ['a server that is not known', { ...hurried, command: ['shop'] }, [service()]],
    ['no users', hurried, []],
    ['a TCP probe', { livenessProbe: { tcpSocket: { port: 8000 } } }, [service()]],
    ['a patient liveness', { livenessProbe: get({ periodSeconds: 30, failureThreshold: 6 }) }, [service()]],
  ])('%s', (_, container, others) => {
    expect(shares(container, ...others)).toEqual([]);
  });
});
