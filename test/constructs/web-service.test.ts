import { describe, expect, test } from '@jest/globals';
import { Duration, Size } from 'cdk8s';
import { Cpu, EnvValue, Volume } from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import { LEAST, containerOf, environmentOf, gunicornService, objectOf, podOf, verdicts, webService } from './fixtures';
import { HealthCheck, HealthEndpoints, PreStopDelay, Replicas, Tls, WorkerClass, WorkerPolicy } from '../../lib';

const HOSTS = ['app.example.org', 'www.example.org'];
const seconds = (amount: number) => Duration.seconds(amount);

describe('given health endpoints, the probes', () => {
  test('ask different questions: startup and liveness the one, readiness the other', () => {
    const { startupProbe, readinessProbe, livenessProbe } = containerOf(webService());
    expect([startupProbe, livenessProbe, readinessProbe].map(({ httpGet }) => httpGet.path)).toEqual(['/health/', '/health/', '/ready/']);
  });

  test("are never cdk8s-plus's own TCP probe, with readiness alone neither", () => {
    const web = containerOf(webService({ health: { endpoints: HealthEndpoints.readinessOnly('/ready/') } }));
    expect([web.startupProbe, web.livenessProbe]).toEqual([undefined, undefined]);
    expect(web.readinessProbe.httpGet.path).toBe('/ready/');
  });

  test("send the first host as Host, since an application that checks its hosts refuses the kubelet's", () => {
    expect(containerOf(webService({ traffic: { hosts: HOSTS } })).readinessProbe.httpGet.httpHeaders).toEqual([
      { name: 'Host', value: 'app.example.org' },
    ]);
  });

  test.each([
    ['at the route', Tls.secret('app-tls')],
    ["with the controller's certificate", Tls.defaultCertificate()],
    ['elsewhere', Tls.elsewhere()],
  ])('send X-Forwarded-Proto: https where TLS ends %s', (_where, tls) => {
    expect(containerOf(webService({ traffic: { hosts: HOSTS, tls } })).livenessProbe.httpGet.httpHeaders).toContainEqual({
      name: 'X-Forwarded-Proto',
      value: 'https',
    });
  });

  test('send no header of ours without hosts', () => {
    expect(containerOf(webService()).readinessProbe.httpGet).not.toHaveProperty('httpHeaders');
  });

  test("let the check's own header win, whatever its case", () => {
    const health = HealthEndpoints.checks({
      liveness: HealthCheck.http('/health/', { headers: { host: 'inside' } }),
      readiness: HealthCheck.http('/ready/'),
    });
    expect(containerOf(webService({ traffic: { hosts: HOSTS }, health: { endpoints: health } })).livenessProbe.httpGet.httpHeaders).toEqual(
      [{ name: 'host', value: 'inside' }],
    );
  });

  test('keep an annotation of why one endpoint answers two questions', () => {
    const web = webService({ health: { endpoints: HealthEndpoints.shared('/up', { because: 'the vendor image has no other' }) } });
    expect(objectOf(web, 'Deployment').spec.template.metadata.annotations).toMatchObject({
      'probewise.dev/shared-health-endpoint': 'the vendor image has no other',
    });
  });

  test('act later for liveness than for readiness even on one shared endpoint', () => {
    const web = containerOf(
      webService({
        health: { endpoints: HealthEndpoints.shared('/up', { because: 'no other' }) },
        traffic: { slowestRequest: seconds(1) },
      }),
    );
    expect(verdicts(web.livenessProbe).earliest).toBeGreaterThan(verdicts(web.readinessProbe).latest);
  });
});

describe('given any budgets, the rendered probes', () => {
  test('keep promises of patience at the earliest verdict and limits at the latest', () => {
    const times = fc.record({
      startsWithin: fc.integer({ min: 1, max: 900 }),
      removeAfter: fc.integer({ min: 2, max: 120 }),
      slowestRequest: fc.integer({ min: 1, max: 300 }),
      slack: fc.option(fc.integer({ min: 0, max: 100 })),
    });
    fc.assert(
      fc.property(times, ({ startsWithin, removeAfter, slowestRequest, slack }) => {
        // The least that leaves room for liveness to sit through the work, and to act after readiness.
        const restartAfter = slack === null ? undefined : Math.max(slowestRequest, removeAfter + 1) + 2 + slack;
        const { startupProbe, readinessProbe, livenessProbe } = containerOf(
          webService({
            health: {
              ...LEAST.health,
              startsWithin: seconds(startsWithin),
              removeAfter: seconds(removeAfter),
              restartAfter: restartAfter === undefined ? undefined : seconds(restartAfter),
            },
            traffic: { slowestRequest: seconds(slowestRequest) },
          }),
        );
        expect(verdicts(startupProbe).earliest).toBeGreaterThanOrEqual(startsWithin);
        expect(verdicts(readinessProbe).latest).toBeLessThanOrEqual(removeAfter);
        expect(verdicts(livenessProbe).earliest).toBeGreaterThanOrEqual(slowestRequest);
        expect(verdicts(livenessProbe).earliest).toBeGreaterThan(verdicts(readinessProbe).latest);
        expect(verdicts(livenessProbe).latest).toBeLessThanOrEqual(restartAfter ?? Infinity);
      }),
      { numRuns: 60 },
    );
  });

  test('sit through timeout plus a period for sync workers, which timeout frees', () => {
    const workers = WorkerPolicy.fit({ workerClass: WorkerClass.SYNC, timeout: seconds(45) });
    const { livenessProbe } = containerOf(gunicornService({ workers }));
    expect(verdicts(livenessProbe).earliest).toBeGreaterThanOrEqual(45 + livenessProbe.periodSeconds);
  });

  test.each(Object.values(WorkerClass).filter((one) => one !== WorkerClass.SYNC))(
    'sit through the slowest request for %s workers, which no timeout frees',
    (workerClass) => {
      const web = gunicornService({
        workers: WorkerPolicy.fit({ workerClass, timeout: seconds(10) }),
        traffic: { slowestRequest: seconds(95) },
      });
      expect(verdicts(containerOf(web).livenessProbe).earliest).toBeGreaterThanOrEqual(95);
    },
  );

  test('sit through 60 s, the ingress read timeout, where no slowest request is stated', () => {
    expect(verdicts(containerOf(gunicornService()).livenessProbe).earliest).toBeGreaterThanOrEqual(60);
  });

  test('leave a rollout time for init containers, boot and readiness', () => {
    const web = webService({
      pod: { initWithin: Duration.minutes(10) },
      health: { ...LEAST.health, startsWithin: Duration.minutes(20), removeAfter: seconds(60) },
    });
    const { startupProbe, readinessProbe } = containerOf(web);
    expect(objectOf(web, 'Deployment').spec.progressDeadlineSeconds).toBeGreaterThan(
      600 + verdicts(startupProbe).latest + readinessProbe.periodSeconds + readinessProbe.timeoutSeconds,
    );
  });
});

describe('given a shutdown', () => {
  test('delay, drain and margin make the grace period: 10 + 60 + 5 s', () => {
    expect(podOf(webService()).terminationGracePeriodSeconds).toBe(75);
    expect(containerOf(webService()).lifecycle.preStop).toEqual({ exec: { command: ['sleep', '10'] } });
  });

  test('a longer slowest request makes a longer grace period', () => {
    expect(podOf(webService({ traffic: { slowestRequest: Duration.minutes(5) } })).terminationGracePeriodSeconds).toBe(315);
  });

  test('a fraction of a second is rounded up', () => {
    expect(podOf(webService({ traffic: { slowestRequest: Duration.millis(1500) } })).terminationGracePeriodSeconds).toBe(17);
  });

  test('gunicorn drains for its graceful timeout', () => {
    const web = gunicornService({ workers: WorkerPolicy.fit({ gracefulTimeout: seconds(20) }) });
    expect(podOf(web).terminationGracePeriodSeconds).toBe(35);
    expect(environmentOf(containerOf(web)).GUNICORN_CMD_ARGS).toContain('--graceful-timeout=20 ');
  });

  test.each([
    [PreStopDelay.NATIVE, { sleep: { seconds: 15 } }],
    [PreStopDelay.PYTHON, { exec: { command: ['python', '-c', 'import time; time.sleep(15)'] } }],
  ])('%s waits on request', (delayBy, hook) => {
    expect(containerOf(webService({ shutdown: { delay: seconds(15), delayBy } })).lifecycle.preStop).toEqual(hook);
  });
});

describe('given a rollout or a drain', () => {
  test('two pods run, and no rollout takes one away before another is ready', () => {
    expect(objectOf(webService(), 'Deployment').spec).toMatchObject({
      replicas: 2,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: '25%' } },
    });
  });

  test('the disruption budget allows one at a time and never protects a broken pod', () => {
    const web = webService();
    expect(objectOf(web, 'PodDisruptionBudget').spec).toEqual({
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
      selector: objectOf(web, 'Deployment').spec.selector,
    });
  });

  test('a single pod can be drained too', () => {
    expect(objectOf(webService({ replicas: Replicas.fixed(1) }), 'PodDisruptionBudget').spec.maxUnavailable).toBe(1);
  });

  test('pods prefer different nodes and zones, and never stay pending for it', () => {
    expect(
      podOf(webService()).topologySpreadConstraints.map(({ topologyKey, whenUnsatisfiable }: Record<string, string>) => [
        topologyKey,
        whenUnsatisfiable,
      ]),
    ).toEqual([
      ['kubernetes.io/hostname', 'ScheduleAnyway'],
      ['topology.kubernetes.io/zone', 'ScheduleAnyway'],
    ]);
  });

  test('under an autoscaler the Deployment states no number, and the autoscaler scales this Deployment', () => {
    const web = webService({ replicas: Replicas.autoscaled({ max: 6, cpuPercent: 60 }) });
    expect(objectOf(web, 'Deployment').spec).not.toHaveProperty('replicas');
    expect(objectOf(web, 'HorizontalPodAutoscaler').spec).toMatchObject({
      minReplicas: 2,
      maxReplicas: 6,
      scaleTargetRef: { kind: 'Deployment', name: web.deployment.name },
      metrics: [{ resource: { name: 'cpu', target: { averageUtilization: 60 } } }],
    });
  });

  test('managed elsewhere, the Deployment states no number and there is no autoscaler of ours', () => {
    const web = webService({ replicas: Replicas.managedElsewhere(6) });
    expect(objectOf(web, 'Deployment').spec).not.toHaveProperty('replicas');
    expect(objectOf(web, 'HorizontalPodAutoscaler')).toBeUndefined();
  });
});

describe('given nothing about security', () => {
  test("the pod runs as UID and GID 10001, with the runtime's seccomp profile", () => {
    expect(podOf(webService()).securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 10001,
      runAsGroup: 10001,
      fsGroup: 10001,
      seccompProfile: { type: 'RuntimeDefault' },
    });
  });

  test('the container cannot escalate, has no capability and a read-only root', () => {
    expect(containerOf(webService()).securityContext).toEqual({
      allowPrivilegeEscalation: false,
      privileged: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  test('the pod gets no token and no variables of other Services', () => {
    expect(podOf(webService())).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
  });

  test('/tmp and HOME are writable, on disk and within a limit', () => {
    expect(podOf(webService()).volumes).toEqual([{ name: 'tmp', emptyDir: { sizeLimit: '256Mi' } }]);
    expect(containerOf(webService()).volumeMounts).toEqual([{ name: 'tmp', mountPath: '/tmp' }]);
    expect(environmentOf(containerOf(webService())).HOME).toBe('/tmp');
  });

  test("gunicorn's heartbeat lies in memory, not on a disk that may stall", () => {
    expect(environmentOf(containerOf(gunicornService())).GUNICORN_CMD_ARGS).toContain('--worker-tmp-dir=/dev/shm');
  });

  test('memory and disk are requested as they are limited, and CPU is not limited', () => {
    const { requests, limits } = containerOf(webService()).resources;
    expect(requests).toEqual({ cpu: '500m', memory: '1024Mi', 'ephemeral-storage': '384Mi' });
    expect(limits).toEqual({ memory: '1024Mi', 'ephemeral-storage': '384Mi' });
  });

  test('a CPU limit is there when asked for', () => {
    expect(containerOf(webService({ resources: { ...LEAST.resources, cpuLimit: Cpu.units(2) } })).resources.limits.cpu).toBe('2');
  });

  test('another user and another size of /tmp are there when asked for', () => {
    const web = webService({ pod: { user: 20000, tmpSize: Size.gibibytes(1) } });
    expect(podOf(web)).toMatchObject({
      securityContext: { runAsUser: 20000, runAsGroup: 20000 },
      volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '1024Mi' } }],
    });
  });
});

describe('given what the user adds through the escape hatches', () => {
  test('a variable and a volume added later are there', () => {
    const web = webService();
    web.container.env.addVariable('LATE', EnvValue.fromValue('yes'));
    web.container.mount('/cache', Volume.fromEmptyDir(web, 'Cache', 'cache'));
    expect(environmentOf(containerOf(web)).LATE).toBe('yes');
    expect(containerOf(web).volumeMounts).toContainEqual({ name: 'cache', mountPath: '/cache' });
  });

  test("the image's ENTRYPOINT runs unless a command is given, and a command stays as it was given", () => {
    expect(containerOf(webService())).not.toHaveProperty('command');
    expect(containerOf(webService({ command: ['/app/server'], args: ['--verbose'] }))).toMatchObject({
      command: ['/app/server'],
      args: ['--verbose'],
    });
  });
});
