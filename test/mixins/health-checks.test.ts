import { describe, expect, test } from '@jest/globals';
import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { asYaml } from '../as-yaml';
import { manifest, podSpec, rendered, web, workload } from './workload';
import { HealthCheck } from '../../lib/health/health-check';
import { HealthEndpoints } from '../../lib/health/health-endpoints';
import { HealthChecks } from '../../lib/mixins/health-checks';
import type { HealthChecksProps } from '../../lib/mixins/health-checks';

const SEPARATE = HealthEndpoints.separate({ liveness: '/health/', readiness: '/ready/' });
const healthChecks = (props: Partial<HealthChecksProps> = {}) => new HealthChecks({ endpoints: SEPARATE, ...props });
const PROBES = ['startupProbe', 'readinessProbe', 'livenessProbe'] as const;
/** The readiness probe of a container whose readiness is this check. */
const asked = (readiness: HealthCheck, container = {}, props: Partial<HealthChecksProps> = {}) =>
  web(healthChecks({ endpoints: HealthEndpoints.checks({ liveness: HealthCheck.exec(['true']), readiness }), ...props }), container)
    .readinessProbe;

test('what it does to a small Deployment', () => {
  expect(asYaml(rendered(manifest(), healthChecks()))).toMatchSnapshot();
});

describe('given separate endpoints', () => {
  const container = web(healthChecks());

  test('readiness asks one path, liveness and startup the other', () => {
    expect(PROBES.map((probe) => container[probe].httpGet.path)).toEqual(['/health/', '/ready/', '/health/']);
  });

  test('all probes ask the same port, by its name', () => {
    expect(PROBES.map((probe) => container[probe].httpGet.port)).toEqual(['http', 'http', 'http']);
  });

  test('nothing says that an endpoint is shared', () => {
    expect(rendered(manifest(), healthChecks()).spec.template.metadata.annotations).not.toHaveProperty([
      'probewise.dev/shared-health-endpoint',
    ]);
  });
});

describe('given one endpoint for both questions', () => {
  const shared = healthChecks({ endpoints: HealthEndpoints.shared('/health', { because: 'the vendor image has no other' }) });

  test('the reason is an annotation of the pod', () => {
    expect(rendered(manifest(), shared).spec.template.metadata.annotations).toMatchObject({
      'probewise.dev/shared-health-endpoint': 'the vendor image has no other',
    });
  });

  test('the reason is an annotation of a bare Pod as well', () => {
    expect(rendered(manifest('Pod'), shared).metadata.annotations).toMatchObject({
      'probewise.dev/shared-health-endpoint': 'the vendor image has no other',
    });
  });

  test('liveness acts strictly later than readiness', () => {
    expect(shared.plan.liveness!.timing.earliestVerdict).toBeGreaterThan(shared.plan.readiness!.timing.latestVerdict);
  });
});

describe('given readiness alone', () => {
  const container = web(healthChecks({ endpoints: HealthEndpoints.readinessOnly('/ready/') }));

  test('nothing but its own exit restarts the container', () => {
    expect(PROBES.filter((probe) => container[probe])).toEqual(['readinessProbe']);
  });
});

describe('given liveness alone', () => {
  test('a queue worker has no readiness, and needs no port for an exec check', () => {
    const container = web(healthChecks({ endpoints: HealthEndpoints.livenessOnly(HealthCheck.exec(['true'])) }), { ports: [] });
    expect(PROBES.filter((probe) => container[probe])).toEqual(['startupProbe', 'livenessProbe']);
  });
});

describe('the time that a boot may take is an annotation of the pod', () => {
  const annotationsOf = (checks: HealthChecks) => rendered(manifest(), checks).spec.template.metadata.annotations;
  const startsWithin = Duration.millis(90_500);

  test('under the name of the container', () => {
    expect(annotationsOf(healthChecks({ startsWithin }))).toEqual({ 'starts-within.probewise.dev/web': '90.5' });
  });
  test('one for each container that is checked', () => {
    const both = healthChecks({ startsWithin });
    const other = healthChecks({ container: 'proxy', port: 9000 });
    const containers = [{ name: 'web', ports: [{ containerPort: 8080 }] }, { name: 'proxy' }];
    const object = rendered(manifest('Deployment', { containers }), both, other);
    expect(object.spec.template.metadata.annotations).toEqual({
      'starts-within.probewise.dev/web': '90.5',
      'starts-within.probewise.dev/proxy': '60',
    });
  });
  test('and not there where no probe could end the boot', () => {
    expect(annotationsOf(healthChecks({ endpoints: HealthEndpoints.readinessOnly('/ready/') }))).toBeUndefined();
  });
});

describe('given probes that the container had', () => {
  const tcp = { tcpSocket: { port: 8080 }, failureThreshold: 3 };

  test('the TCP startup probe that cdk8s-plus adds is replaced', () => {
    expect(web(healthChecks(), { startupProbe: tcp }).startupProbe).not.toHaveProperty('tcpSocket');
  });

  test('any other is an error that says what it asks', () => {
    expect(() => web(healthChecks(), { startupProbe: { ...tcp, periodSeconds: 5 } })).toThrow(/it has probes: startup \(TCP connect\)/);
    expect(() => web(healthChecks(), { readinessProbe: { httpGet: { path: '/up', port: 80 } } })).toThrow(/readiness \(GET \/up\)/);
    expect(() => web(healthChecks(), { livenessProbe: { grpc: { port: 80 } } })).toThrow(/liveness \(gRPC health\)/);
  });

  test('all three are replaced where that is said', () => {
    const container = web(healthChecks({ replace: true }), { startupProbe: tcp, readinessProbe: tcp, livenessProbe: tcp });
    expect(PROBES.filter((probe) => container[probe].tcpSocket)).toEqual([]);
  });

  test('those of other containers are left alone', () => {
    const sidecar = { name: 'sidecar', image: 's', livenessProbe: { tcpSocket: { port: 1 } } };
    const object = rendered(manifest('Deployment', { containers: [...podSpec(manifest()).containers, sidecar] }), healthChecks());
    expect(podSpec(object).containers[1]).toEqual(sidecar);
  });
});

describe('given ways to ask', () => {
  test('HTTP over TLS with a header', () => {
    expect(asked(HealthCheck.http('/ready', { tls: true, headers: { 'X-Probe': 'yes' } }))).toMatchObject({
      httpGet: { path: '/ready', port: 'http', scheme: 'HTTPS', httpHeaders: [{ name: 'X-Probe', value: 'yes' }] },
    });
  });

  test('a TCP connect', () => {
    expect(asked(HealthCheck.tcp())).toMatchObject({ tcpSocket: { port: 'http' } });
  });

  test('gRPC, by number, since it has no named ports', () => {
    expect(asked(HealthCheck.grpc({ service: 'web' }))).toMatchObject({ grpc: { port: 8080, service: 'web' } });
  });

  test('a command', () => {
    expect(asked(HealthCheck.exec(['pg_isready']))).toMatchObject({ exec: { command: ['pg_isready'] } });
  });

  test('a port of its own', () => {
    expect(asked(HealthCheck.http('/ready', { port: 9000 }))).toMatchObject({ httpGet: { port: 9000 } });
  });

  test('a named port of its own', () => {
    const ports = [
      { name: 'http', containerPort: 8080 },
      { name: 'admin', containerPort: 9000 },
    ];
    expect(asked(HealthCheck.http('/ready', { portName: 'admin' }), { ports })).toMatchObject({ httpGet: { port: 'admin' } });
  });

  test('a port name that the container does not declare is an error with those it does, since the kubelet would never find it', () => {
    expect(() => asked(HealthCheck.http('/ready', { portName: 'admin' }))).toThrow(
      /port name 'admin' for container 'web': the container names only 'http'/,
    );
  });
});

describe('given the port that serves the users', () => {
  test('a port without a name is asked by number', () => {
    expect(asked(HealthCheck.http('/ready'), { ports: [{ containerPort: 8080 }] })).toMatchObject({ httpGet: { port: 8080 } });
  });

  test('a UDP port is no port to ask', () => {
    const ports = [
      { name: 'dns', containerPort: 53, protocol: 'UDP' },
      { name: 'http', containerPort: 8080, protocol: 'TCP' },
    ];
    expect(asked(HealthCheck.http('/ready'), { ports })).toMatchObject({ httpGet: { port: 'http' } });
  });

  test('a port that was said is asked, under its name where it has one', () => {
    const ports = [
      { name: 'metrics', containerPort: 9000 },
      { name: 'http', containerPort: 8080 },
    ];
    expect(asked(HealthCheck.http('/ready'), { ports }, { port: 8080 })).toMatchObject({ httpGet: { port: 'http' } });
    expect(asked(HealthCheck.http('/ready'), { ports }, { port: 7000 })).toMatchObject({ httpGet: { port: 7000 } });
  });

  test('no port to ask is an error that names the container and the prop', () => {
    expect(() => web(healthChecks(), { ports: undefined })).toThrow(/health checks for container 'web' without a port: .*\{ port: 8080 \}/);
  });

  test('a port out of range is refused when the mixin is made', () => {
    expect(() => healthChecks({ port: 70000 })).toThrow(/port 70000: a port is a whole number from 1 to 65535/);
  });
});

describe('given an application that checks its hosts and redirects to https', () => {
  const headers = (props: Partial<HealthChecksProps>, check = HealthCheck.http('/ready')) => asked(check, {}, props).httpGet.httpHeaders;

  test('Host and X-Forwarded-Proto are sent', () => {
    expect(headers({ host: 'web.example', tls: true })).toEqual([
      { name: 'Host', value: 'web.example' },
      { name: 'X-Forwarded-Proto', value: 'https' },
    ]);
  });

  test('neither is sent where neither is needed', () => {
    expect(headers({})).toBeUndefined();
  });

  test('a header of the check wins, whatever its case', () => {
    expect(headers({ host: 'web.example' }, HealthCheck.http('/ready', { headers: { host: 'other.example' } }))).toEqual([
      { name: 'host', value: 'other.example' },
    ]);
  });
});

describe('given a rollout', () => {
  const deadline = (props: Partial<HealthChecksProps> = {}, spec = {}) => {
    const json = manifest();
    return rendered({ ...json, spec: { ...json.spec, ...spec } }, healthChecks(props)).spec.progressDeadlineSeconds;
  };
  const seconds = (least: number, most: number) => fc.integer({ min: least, max: most });

  test("the API server's 600 s are said where they are enough", () => {
    expect(deadline()).toBe(600);
  });

  test("a longer deadline of the user's own is kept", () => {
    expect(deadline({}, { progressDeadlineSeconds: 3600 })).toBe(3600);
  });

  test('scheduling and pulling the image have two minutes beside what the pod may take', () => {
    const props = { startsWithin: Duration.minutes(30) };
    expect(deadline(props)).toBe(Math.ceil(healthChecks(props).plan.readyWithinSeconds) + 120);
  });

  test('the deadline exceeds init + startup + readiness + minReadySeconds, whatever they are', () => {
    fc.assert(
      fc.property(
        seconds(1, 3600),
        seconds(2, 300),
        seconds(0, 3600),
        seconds(0, 600),
        (startsWithin, removeAfter, initWithin, minReadySeconds) => {
          const props = {
            startsWithin: Duration.seconds(startsWithin),
            removeAfter: Duration.seconds(removeAfter),
            initWithin: Duration.seconds(initWithin),
          };
          const { startup, readiness } = healthChecks({ ...props, patience: Duration.hours(1) }).plan;
          expect(deadline(props, { minReadySeconds })).toBeGreaterThan(
            initWithin + startup!.timing.latestVerdict + readiness!.timing.periodSeconds + minReadySeconds,
          );
        },
      ),
      { numRuns: 30 },
    );
  });

  test.each(['StatefulSet', 'DaemonSet', 'Pod', 'ReplicaSet'])('a %s is probed, and has no such deadline', (kind) => {
    const object = rendered(manifest(kind), healthChecks());
    expect(podSpec(object).containers[0].livenessProbe).toBeDefined();
    expect(object.spec.progressDeadlineSeconds).toBeUndefined();
  });
});

describe('given something that has no health to check', () => {
  test.each(['Job', 'CronJob', 'Service', 'ConfigMap'])('a %s is not touched', (kind) => {
    expect(rendered(manifest(kind), healthChecks())).toEqual(workload(manifest(kind)).toJson());
  });
});

describe('given intentions that contradict each other', () => {
  test('the mixin is refused when it is made, with both times', () => {
    expect(() => healthChecks({ patience: Duration.seconds(60), restartAfter: Duration.seconds(30) })).toThrow(
      /restartAfter of 30 s: liveness has to sit through 1 min/,
    );
  });
});
