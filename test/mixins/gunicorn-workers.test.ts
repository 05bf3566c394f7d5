import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { App, Chart, Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { asYaml } from '../as-yaml';
import { chart, manifest, podSpec, rendered, variables, web, workload } from './workload';
import { GunicornConfig } from '../../lib/mixins/gunicorn-config';
import { GunicornWorkers } from '../../lib/mixins/gunicorn-workers';
import { IpFamily } from '../../lib/mixins/ip-family';
import type { GunicornWorkersProps } from '../../lib/mixins/gunicorn-workers';
import { configurationFile, gunicornSettings } from '../../lib/workers/gunicorn-settings';
import { WorkerClass } from '../../lib/workers/worker-class';
import { WorkerPolicy } from '../../lib/workers/worker-policy';
import { MEBIBYTE } from '../../lib/conventions/quantity';

const PATH = '/app/gunicorn.conf.py';
const FILE = GunicornConfig.file(PATH);
const plan = WorkerPolicy.fit()._planFor({ memory: 1024 * MEBIBYTE, cpus: 1 });
const workers = (props: GunicornWorkersProps = {}) => new GunicornWorkers(props);
const environment = (props: GunicornWorkersProps = {}, container = {}) => variables(web(workers(props), container));

describe('what it does to a small Deployment', () => {
  test('through the environment', () => {
    expect(asYaml(rendered(manifest(), workers()))).toMatchSnapshot();
  });

  test('through a file', () => {
    const scope = chart();
    workload(manifest(), scope).with(workers({ config: FILE }));
    expect(asYaml(...scope.toJson())).toMatchSnapshot();
  });
});

describe('given the port, which is said once', () => {
  test('PORT and the bind address are the first TCP port that the container declares', () => {
    const ports = [{ containerPort: 53, protocol: 'UDP' }, { containerPort: 9000 }];
    expect(environment({}, { ports })).toMatchObject({ PORT: '9000', GUNICORN_CMD_ARGS: expect.stringContaining('--bind=0.0.0.0:9000 ') });
  });

  test('PORT and the bind address agree whatever the port', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 65535 }), (port) => {
        expect(environment({ port })).toMatchObject({
          PORT: String(port),
          GUNICORN_CMD_ARGS: expect.stringContaining(`--bind=0.0.0.0:${port} `),
        });
      }),
      { numRuns: 20 },
    );
  });

  test('no port is an error that names the container and the prop', () => {
    expect(() => environment({}, { ports: [] })).toThrow(/gunicorn workers for container 'web' without a port: .*\{ port: 8080 \}/);
  });

  test('a port out of range is refused when the mixin is made', () => {
    expect(() => workers({ port: 0 })).toThrow(/port 0: a port is a whole number/);
  });

  test.each([IpFamily.IPV6, IpFamily.DUAL_STACK])('an %s cluster is answered on [::]', (ipFamily) => {
    expect(environment({ ipFamily }).GUNICORN_CMD_ARGS).toContain('--bind=[::]:8080 ');
  });
});

describe('given the traps of the environment', () => {
  test('WEB_CONCURRENCY is never empty, and agrees with --workers, which beats a config file', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), (count) => {
        const { WEB_CONCURRENCY, GUNICORN_CMD_ARGS } = environment({ policy: WorkerPolicy.fixed(count) });
        expect(WEB_CONCURRENCY).toBe(String(count));
        expect(GUNICORN_CMD_ARGS).toContain(`--workers=${count} `);
      }),
    );
  });

  test.each(['PORT', 'GUNICORN_CMD_ARGS', 'WEB_CONCURRENCY'])(
    "a %s of the user's own is an error: pod env replaces the other value, and one of the two would be lost",
    (name) => {
      expect(() => environment({}, { env: [{ name, value: '17' }] })).toThrow(
        new RegExp(`^${name}='17' in the environment of container 'web': it contradicts the plan.*; remove it`),
      );
    },
  );

  test.each(['PORT', 'GUNICORN_CMD_ARGS', 'WEB_CONCURRENCY'])('a %s from a secret is an error as well', (name) => {
    const env = [{ name, valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }];
    expect(() => environment({}, { env })).toThrow(`${name} in the environment of container 'web': it contradicts the plan`);
  });

  test("a value of the user's own that agrees with the plan is no contradiction", () => {
    expect(
      web(workers(), { env: [{ name: 'PORT', value: '8080' }] }).env.filter(({ name }: { name: string }) => name === 'PORT'),
    ).toHaveLength(1);
  });

  test("an empty WEB_CONCURRENCY of the user's own does not reach gunicorn", () => {
    expect(() => environment({}, { env: [{ name: 'WEB_CONCURRENCY', value: '' }] })).toThrow(/WEB_CONCURRENCY='' in the environment/);
  });

  test('other containers and init containers do not inherit the settings', () => {
    const helper = { name: 'helper', image: 'h' };
    const { containers, initContainers } = podSpec(
      rendered(manifest('Deployment', { containers: [...podSpec(manifest()).containers, helper], initContainers: [helper] }), workers()),
    );
    expect([containers[1], initContainers[0]]).toEqual([helper, helper]);
  });

  test('nothing in it is expanded by the kubelet', () => {
    expect(environment().GUNICORN_CMD_ARGS).not.toMatch(/\$\(/);
  });

  test("the image's own entry point is left alone", () => {
    expect(Object.keys(web(workers()))).not.toEqual(expect.arrayContaining(['command']));
    expect(web(workers(), { command: ['/app/startup.sh'] }).command).toEqual(['/app/startup.sh']);
  });
});

describe("given the container's own resources", () => {
  const planFor = (resources: object, props: GunicornWorkersProps = {}) => {
    const mixin = workers(props);
    const object = workload(manifest('Deployment', {}, { resources }));
    object.with(mixin);
    return mixin.planOf(object);
  };

  test('the plan is made of its limits', () => {
    expect(planFor({ limits: { cpu: '3', memory: '2Gi' }, requests: { cpu: '1', memory: '1Gi' } })).toMatchObject({
      cpus: 3,
      workers: 3,
      memoryLimitBytes: 2 ** 31,
    });
  });

  test('a CPU request does where there is no limit', () => {
    expect(planFor({ limits: { memory: '2Gi' }, requests: { cpu: '2500m' } })).toMatchObject({ cpus: 2.5, workers: 3 });
  });

  test('no CPU at all is a stated assumption', () => {
    expect(planFor({ limits: { memory: '1Gi' } }).explain()).toContain('assumed    no CPU request or limit is stated: planned for 1 CPU');
  });

  test('a memory request without a limit is a stated assumption', () => {
    expect(planFor({ requests: { cpu: '1', memory: '512Mi' } }).explain()).toContain(
      "assumed    container 'web' states no memory limit: planned for its request of 512Mi",
    );
  });

  test('no memory at all is an error', () => {
    expect(() => planFor({})).toThrow(/a container without a memory limit/);
  });

  test('a limit below one worker is an error', () => {
    expect(() => planFor({ limits: { memory: '64Mi' } })).toThrow(/a memory limit of 64 MiB: one gthread worker weighs 77 MiB under load/);
  });

  test.each([
    ['memory', { memory: '1GB' }],
    ['cpu', { memory: '1Gi', cpu: '1core' }],
  ])('a %s that is no quantity is named, and not taken for none', (resource, limits) => {
    expect(() => planFor({ limits })).toThrow(new RegExp(`^${resource} '.*' of container 'web': it is no Kubernetes quantity`));
  });

  test('memory-backed volumes of the container are taken off the limit before the workers get theirs', () => {
    const volumes = [
      { name: 'shm', emptyDir: { medium: 'Memory', sizeLimit: '256Mi' } },
      { name: 'disk', emptyDir: { sizeLimit: '1Gi' } },
    ];
    const volumeMounts = [
      { name: 'shm', mountPath: '/dev/shm' },
      { name: 'disk', mountPath: '/disk' },
    ];
    const mixin = workers();
    const object = workload(manifest('Deployment', { volumes }, { volumeMounts }));
    object.with(mixin);
    expect(mixin.planOf(object).explain()).toContain('256 MiB reserved + master');
  });

  test('the slowest request goes into the times', () => {
    expect(planFor({ limits: { memory: '1Gi' } }, { slowestRequest: Duration.seconds(90) }).gracefulTimeoutSeconds).toBe(90);
  });

  test('a plan that was made already is used as it is', () => {
    expect(planFor({}, { plan })).toBe(plan);
  });

  test('a plan beside a policy is refused', () => {
    expect(() => workers({ plan, policy: WorkerPolicy.fit() })).toThrow(/a worker plan beside a policy: .*give one of the two/);
  });

  test('the plan of a workload that the mixin was not applied to is an error with its path', () => {
    expect(() => workers().planOf(workload())).toThrow(/the worker plan of 'chart\/workload': these workers were not applied to it/);
  });
});

describe('given a configuration file', () => {
  const withFile = (props: GunicornWorkersProps = {}, json = manifest(), scope = chart()) => {
    const object = workload(json, scope);
    object.with(workers({ config: FILE, ...props }));
    const [deployment, configMap] = scope.toJson();
    const [container] = podSpec(deployment).containers;
    return {
      object,
      scope,
      deployment,
      configMap,
      container,
      hash: deployment.spec.template.metadata.annotations['probewise.dev/gunicorn-conf'],
    };
  };

  test('the ConfigMap holds the plan, setting for setting', () => {
    expect(withFile({ plan }).configMap.data['gunicorn.conf.py']).toBe(configurationFile(gunicornSettings(plan, ['0.0.0.0:8080'], true)));
  });

  test("it lies over the image's own path, read-only, and nothing beside it is hidden", () => {
    expect(withFile().container.volumeMounts).toEqual([
      { name: 'gunicorn-conf', mountPath: PATH, subPath: 'gunicorn.conf.py', readOnly: true },
    ]);
  });

  test('the volume is the ConfigMap', () => {
    const { deployment, configMap } = withFile();
    expect(podSpec(deployment).volumes).toMatchObject([{ name: 'gunicorn-conf', configMap: { name: configMap.metadata.name } }]);
  });

  test('the annotation is the hash of the file, so that a change of the file alone rolls the pods', () => {
    const { configMap, hash } = withFile();
    expect(hash).toBe(createHash('sha256').update(configMap.data['gunicorn.conf.py']).digest('hex').slice(0, 16));
  });

  test('plans that differ have hashes that differ', () => {
    const hashes = [1, 2, 3, 4].map((count) => withFile({ policy: WorkerPolicy.fixed(count) }).hash);
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  test('applied again with another plan, pod and file both speak of the new one', () => {
    const { object, scope } = withFile({ policy: WorkerPolicy.fixed(2) });
    object.with(workers({ config: FILE, policy: WorkerPolicy.fixed(3) }));
    const [deployment, configMap] = scope.toJson();
    expect(variables(podSpec(deployment).containers[0]).WEB_CONCURRENCY).toBe('3');
    expect(configMap.data['gunicorn.conf.py']).toContain('workers = 3');
  });

  test('the ConfigMap is in the namespace that the workload names, since a pod mounts nothing from another', () => {
    const json = manifest();
    expect(withFile({}, { ...json, metadata: { name: 'web', namespace: 'own' } }).configMap.metadata.namespace).toBe('own');
  });

  test('the ConfigMap is in the namespace of the chart where the workload names none', () => {
    expect(withFile({}, manifest(), new Chart(new App(), 'chart', { namespace: 'chart' })).configMap.metadata.namespace).toBe('chart');
  });

  test('PORT and WEB_CONCURRENCY are said as well; GUNICORN_CMD_ARGS is not', () => {
    expect(Object.keys(variables(withFile().container))).toEqual(['PORT', 'WEB_CONCURRENCY']);
  });

  test("a GUNICORN_CMD_ARGS of the user's own is an error, because it would beat the file", () => {
    expect(() => web(workers({ config: FILE }), { env: [{ name: 'GUNICORN_CMD_ARGS', value: '--workers=67' }] })).toThrow(
      /GUNICORN_CMD_ARGS='--workers=67' .* contradicts the plan/,
    );
  });

  test("a mount of the user's own at the path is an error, because gunicorn would read that file instead", () => {
    expect(() => web(workers({ config: FILE }), { volumeMounts: [{ name: 'own', mountPath: PATH }] })).toThrow(
      `a mount at '${PATH}': the plan needs its place`,
    );
  });

  test("a volume of the user's own under the same name is an error", () => {
    expect(() => web(workers({ config: FILE }), {}, { volumes: [{ name: 'gunicorn-conf', emptyDir: {} }] })).toThrow(
      "a volume 'gunicorn-conf': the plan needs its place",
    );
  });

  test('a second container with a file of its own is an error, because the pod has one', () => {
    const { object } = withFile();
    expect(() => object.with(workers({ config: FILE, container: 'other' }))).toThrow(
      /a gunicorn configuration file for container 'other': .*GunicornConfig.environment\(\)/,
    );
  });

  describe('and a metrics directory', () => {
    const metrics = withFile({ metricsDirectory: '/var/run/prometheus' });

    test('the workers are told where it is', () => {
      expect(variables(metrics.container).PROMETHEUS_MULTIPROC_DIR).toBe('/var/run/prometheus');
    });

    test('it is a disk volume of a bounded size', () => {
      expect(podSpec(metrics.deployment).volumes).toContainEqual({ name: 'prometheus', emptyDir: { sizeLimit: '64Mi' } });
      expect(metrics.container.volumeMounts).toContainEqual({ name: 'prometheus', mountPath: '/var/run/prometheus' });
    });

    test('the file wipes it before it says anything else', () => {
      expect(metrics.configMap.data['gunicorn.conf.py']).toMatch(/^import fcntl\n[^]*os\.unlink[^]*\nbind = /);
    });
  });

  test('a metrics directory without a file to wipe it is refused', () => {
    expect(() => workers({ metricsDirectory: '/metrics' })).toThrow(
      /metricsDirectory '\/metrics' with settings in the environment: the directory has to be wiped at start/,
    );
  });
});

describe('given any worker class', () => {
  test.each(Object.values(WorkerClass))('%s reaches gunicorn by the name that it takes', (workerClass) => {
    expect(environment({ policy: WorkerPolicy.fit({ workerClass }) }).GUNICORN_CMD_ARGS).toContain(` --worker-class=${workerClass} `);
  });
});

test.each(['Job', 'CronJob'])('given a %s, which serves nobody, it is not touched', (kind) => {
  expect(rendered(manifest(kind), workers())).toEqual(workload(manifest(kind)).toJson());
});

test.each(['StatefulSet', 'DaemonSet', 'Pod'])('given a %s, it is steered', (kind) => {
  expect(variables(podSpec(rendered(manifest(kind), workers())).containers[0]).WEB_CONCURRENCY).toBe('2');
});
