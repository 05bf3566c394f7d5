import { describe, expect, test } from '@jest/globals';
import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { HealthCheck } from '../../lib/health/health-check';
import { HealthPlan } from '../../lib/health/health-plan';
import { HealthEndpoints } from '../../lib/health/health-endpoints';
import { probeJson, ServedPort } from '../../lib/health/probe-json';

const NAMED = { number: 8080, name: 'http' };
const rendered = (check: HealthCheck, served: ServedPort = NAMED, headers = {}) =>
  probeJson(HealthPlan.of(HealthEndpoints.livenessOnly(check)).liveness!, served, headers);

describe('given a check over HTTP', () => {
  test('it asks the served port by name, so that it moves with the number', () => {
    expect(rendered(HealthCheck.http('/health/'))).toMatchObject({ httpGet: { path: '/health/', port: 'http', scheme: 'HTTP' } });
  });

  test('it asks the served port by number where that has no name', () => {
    expect(rendered(HealthCheck.http('/health/'), { number: 8080 })).toMatchObject({ httpGet: { port: 8080 } });
  });

  test('a port or a name of its own wins', () => {
    expect(rendered(HealthCheck.http('/', { port: 9000 }))).toMatchObject({ httpGet: { port: 9000 } });
    expect(rendered(HealthCheck.http('/', { portName: 'admin' }))).toMatchObject({ httpGet: { port: 'admin' } });
  });

  test('over TLS its scheme is HTTPS', () => {
    expect(rendered(HealthCheck.http('/', { tls: true }))).toMatchObject({ httpGet: { scheme: 'HTTPS' } });
  });

  test("its headers beside the service's are all sent, and replace those of the same name in any case", () => {
    const check = HealthCheck.http('/', { headers: { 'x-forwarded-proto': 'http', 'X-Probe': '1' } });
    expect(rendered(check, NAMED, { Host: 'app.example.org', 'X-Forwarded-Proto': 'https' })).toMatchObject({
      httpGet: {
        httpHeaders: [
          { name: 'Host', value: 'app.example.org' },
          { name: 'X-Probe', value: '1' },
          { name: 'x-forwarded-proto', value: 'http' },
        ],
      },
    });
  });
});

describe('given a check of another kind', () => {
  test('TCP connects to the served port', () => {
    expect(rendered(HealthCheck.tcp())).toMatchObject({ tcpSocket: { port: 'http' } });
  });

  test('gRPC asks by number, since it knows no named ports', () => {
    expect(rendered(HealthCheck.grpc({ service: 'users' }))).toMatchObject({ grpc: { port: 8080, service: 'users' } });
  });

  test('gRPC without a service asks for the server as a whole', () => {
    expect(rendered(HealthCheck.grpc()).grpc).toEqual({ port: 8080 });
  });

  test('exec runs the vector as it is', () => {
    expect(rendered(HealthCheck.exec(['pg_isready', '-h', '127.0.0.1']))).toMatchObject({
      exec: { command: ['pg_isready', '-h', '127.0.0.1'] },
    });
  });

  test('a heartbeat passes file and age to an interpreter, without a shell', () => {
    const [python, flag, , path, age] = HealthCheck.heartbeat('/tmp/heartbeat', Duration.minutes(2)).command!;
    expect([python, flag, path, age]).toEqual(['python', '-c', '/tmp/heartbeat', '120']);
  });
});

describe('whether two checks ask the same', () => {
  const http = HealthCheck.http;

  test.each<[string, HealthCheck, HealthCheck]>([
    ['a slash at the end', http('/health'), http('/health/')],
    ['a query', http('/health?a'), http('/health?b')],
    ['headers', http('/health', { headers: { Host: 'a' } }), http('/health')],
  ])('%s makes no difference', (_what, one, other) => {
    expect(one.asksTheSameAs(other)).toBe(true);
  });

  test.each<[string, HealthCheck, HealthCheck]>([
    ['path', http('/health'), http('/ready')],
    ['port', http('/health', { port: 1 }), http('/health', { port: 2 })],
    ['kind', HealthCheck.tcp({ port: 1 }), HealthCheck.grpc({ port: 1 })],
    ['gRPC service', HealthCheck.grpc({ service: 'a' }), HealthCheck.grpc({ service: 'b' })],
    ['command', HealthCheck.exec(['a']), HealthCheck.exec(['b'])],
  ])('another %s is another question', (_what, one, other) => {
    expect(one.asksTheSameAs(other)).toBe(false);
  });

  test('the served port, said or not, is one port', () => {
    const [said, unsaid] = [http('/health', { port: 8080 }), http('/health')];
    expect([said.asksTheSameAs(unsaid), said.asksTheSameAs(unsaid, 8080), said.asksTheSameAs(unsaid, 9000)]).toEqual([false, true, false]);
  });

  test('a check asks the same as itself, and the answer does not depend on who is asked', () => {
    const check = fc.webPath().map((path) => http(`/${path.replace(/\s/g, '')}`));
    fc.assert(
      fc.property(check, check, (one, other) => {
        expect(one.asksTheSameAs(one)).toBe(true);
        expect(one.asksTheSameAs(other)).toBe(other.asksTheSameAs(one));
      }),
    );
  });
});

describe('explain', () => {
  test.each<[HealthCheck, string]>([
    [HealthCheck.http('/ready/'), 'GET /ready/'],
    [HealthCheck.tcp(), 'TCP connect'],
    [HealthCheck.grpc(), 'gRPC health'],
    [HealthCheck.grpc({ service: 'users' }), 'gRPC health of users'],
    [HealthCheck.exec(['pg_isready', '-q']), 'exec pg_isready'],
  ])('says the question in a few words', (check, words) => {
    expect(check.explain()).toBe(words);
  });
});
