import { describe, expect, test } from '@jest/globals';
import { Size, Testing } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import {
  LEAST,
  containerOf,
  djangoService,
  environmentOf,
  gunicornService,
  migratingService,
  objectOf,
  objectsOf,
  podOf,
  postgres,
  secret,
} from './fixtures';
import {
  Dependency,
  GunicornConfig,
  GunicornService,
  GunicornServiceProps,
  IpFamily,
  Metrics,
  Replicas,
  WorkerClass,
  WorkerPolicy,
} from '../../lib';

const FILE = GunicornConfig.file('/app/gunicorn.conf.py');
const withDatabase = (database: Parameters<typeof postgres>[1], props: Partial<GunicornServiceProps> = {}) => {
  const chart = Testing.chart();
  return gunicornService({ database: postgres(chart, database), workers: WorkerPolicy.fixed(2), ...props }, chart);
};
const accountOf = (web: { explain(): string }) =>
  web
    .explain()
    .split('\n')
    .find((line) => line.startsWith('database'))!;

describe('given trusted proxies', () => {
  const allowed = (trustProxy: string[] | undefined, ipFamily?: IpFamily) =>
    environmentOf(containerOf(gunicornService({ traffic: { trustProxy, ipFamily } }))).FORWARDED_ALLOW_IPS;

  test("none: gunicorn's own 127.0.0.1 and ::1 stay", () => {
    expect(allowed(undefined)).toBeUndefined();
  });

  test('addresses and ranges become FORWARDED_ALLOW_IPS', () => {
    expect(allowed(['10.0.0.0/8', '192.168.1.7', 'fd00::/8'])).toBe('10.0.0.0/8,192.168.1.7,fd00::/8');
  });

  test.each([IpFamily.IPV6, IpFamily.DUAL_STACK])(
    'on a %s cluster an IPv4 peer appears mapped into IPv6, so its ranges are given in that form too',
    (family) => {
      expect(allowed(['10.0.0.0/8', '192.168.1.7', 'fd00::/8'], family)).toBe(
        '10.0.0.0/8,::ffff:10.0.0.0/104,192.168.1.7,::ffff:192.168.1.7,fd00::/8',
      );
    },
  );

  test('everybody is *, and stays so in every family', () => {
    expect([allowed(['*']), allowed(['*'], IpFamily.IPV6)]).toEqual(['*', '*']);
  });

  test('an IPv4 range is accepted exactly when it has no host bits', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.integer({ min: 0, max: 32 }), (bits, prefix) => {
        const address = [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.');
        const hostBits = prefix === 0 ? bits !== 0 : (bits & (2 ** (32 - prefix) - 1)) !== 0;
        const code = () => gunicornService({ traffic: { trustProxy: [`${address}/${prefix}`] } });
        if (hostBits) {
          expect(code).toThrow(/host|bits set beyond/);
        } else {
          expect(code).not.toThrow();
        }
      }),
      {
        numRuns: 50,
        examples: [
          [0, 0],
          [0x0a000000, 8],
          [0x0a000000, 7],
          [0x0a000001, 32],
        ],
      },
    );
  });

  test('nothing of it reaches the migrations, which serve nobody', () => {
    const job = objectOf(migratingService({ traffic: { trustProxy: ['10.0.0.0/8'] } }), 'Job');
    expect(environmentOf(job.spec.template.spec.containers[0])).not.toHaveProperty('FORWARDED_ALLOW_IPS');
  });
});

describe('given dependencies', () => {
  test('their addresses come from Secrets and never stand in a manifest', () => {
    const chart = Testing.chart();
    const web = gunicornService({ database: postgres(chart), cache: Dependency.redis(secret(chart, 'cache'), { key: 'url' }) }, chart);
    expect(environmentOf(containerOf(web))).toMatchObject({
      DATABASE_URL: { secretKeyRef: { name: 'database', key: 'DATABASE_URL' } },
      REDIS_URL: { secretKeyRef: { name: 'cache', key: 'url' } },
    });
  });

  test('another variable is another key of the Secret', () => {
    expect(environmentOf(containerOf(withDatabase({ variable: 'PG_URL' })))).toMatchObject({ PG_URL: { secretKeyRef: { key: 'PG_URL' } } });
  });
});

describe('given a database, the account of its connections', () => {
  test('counts replicas, surge and terminating pods, times workers and threads', () => {
    expect(accountOf(withDatabase({ maxConnections: 100 }))).toBe(
      'database   (2 replicas + 1 surge + 2 terminating) × 2 workers × 4 threads + 0 beside them = 40 of 100 − 3 reserved',
    );
  });

  test('says that nobody stated the limit, and judges nothing', () => {
    expect(accountOf(withDatabase({}, { replicas: Replicas.fixed(500) }))).toMatch(/= 9000.*; the limit of the database is not stated$/);
  });

  test('counts the most that an autoscaler runs', () => {
    expect(accountOf(withDatabase({ maxConnections: 300 }, { replicas: Replicas.autoscaled({ max: 8 }) }))).toContain(
      '(8 replicas + 2 surge + 8 terminating) × 2 workers × 4 threads',
    );
  });

  test('counts every database of the server', () => {
    expect(accountOf(withDatabase({ maxConnections: 100, databases: 2 }))).toContain(
      '× 2 workers × 4 threads × 2 databases + 0 beside them = 80 of 100',
    );
  });

  test('counts against the pooler where there is one, and reserves nothing of it', () => {
    expect(accountOf(withDatabase({ maxConnections: 20, pooler: { maxClients: 500 } }))).toContain('= 40 of 500 − 0 reserved');
  });

  test('counts the migration Job beside the pods', () => {
    expect(accountOf(migratingService())).toContain('× 4 threads + 1 beside them = 41');
  });

  test('counts background processes, their surge and those that still finish a task', () => {
    const web = withDatabase({ maxConnections: 100 });
    web.addProcess('worker', { command: ['celery', 'worker'], replicas: 4, connections: 2 });
    web.addProcess('beat', { command: ['celery', 'beat'], singleton: true });
    expect(accountOf(web)).toContain('× 4 threads + 19 beside them = 59'); // 2 × (4 + 1 + 4) + 1
  });

  test('makes a background process beyond the limit an error', () => {
    const web = withDatabase({ maxConnections: 50 });
    expect(() => web.addProcess('worker', { command: ['celery', 'worker'], replicas: 4 })).toThrow(
      /database connections: .* = 49 of 50 − 3 reserved/,
    );
  });

  test('bounds a fitted pool, so that what is rendered never exceeds the limit', () => {
    const given = fc.record({
      maxConnections: fc.integer({ min: 10, max: 400 }),
      replicas: fc.integer({ min: 1, max: 12 }),
      databases: fc.integer({ min: 1, max: 3 }),
      cpu: fc.integer({ min: 1, max: 16 }),
      otherConnections: fc.integer({ min: 0, max: 20 }),
      threads: fc.integer({ min: 2, max: 8 }),
    });
    fc.assert(
      fc.property(given, ({ maxConnections, replicas, databases, cpu, otherConnections, threads }) => {
        const build = () =>
          withDatabase(
            { maxConnections, databases, otherConnections },
            {
              replicas: Replicas.fixed(replicas),
              workers: WorkerPolicy.fit({ threads }),
              resources: { memory: Size.gibibytes(4), cpu: Cpu.units(cpu) },
            },
          );
        const pods = 2 * replicas + Math.ceil(replicas / 4);
        const granted = maxConnections - 3 - otherConnections * databases;
        if (granted < pods * threads * databases) {
          expect(build).toThrow(/database connections for each pod: one gthread worker opens up to|database connections/);
        } else {
          expect(pods * build().workerPlan.workers * threads * databases).toBeLessThanOrEqual(granted);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('refuses workers whose connections nothing bounds', () => {
    expect(() => withDatabase({ maxConnections: 100 }, { workers: WorkerPolicy.fit({ workerClass: WorkerClass.GEVENT }) })).toThrow(
      /nothing bounds how many one gevent worker opens; .* connectionsPerWorker/,
    );
  });
});

describe('given a database of limited connections, the pods say', () => {
  const said = (web: GunicornService) => annotationsOf(web, web.deployment.name);
  const annotationsOf = (web: GunicornService, name: string) =>
    objectsOf(web).find(({ metadata }) => metadata.name === name).spec.template.metadata.annotations;

  test('how many all of them may open in each database', () => {
    expect(said(withDatabase({ maxConnections: 100, databases: 2, otherConnections: 3 }))).toMatchObject({
      'probewise.dev/database-connections': '45',
    });
  });
  test('what a process that was added later leaves of them', () => {
    const web = withDatabase({ maxConnections: 100 });
    web.addProcess('worker', { command: ['celery', 'worker'], replicas: 4, connections: 2 });
    expect(said(web)).toMatchObject({ 'probewise.dev/database-connections': '79' });
  });
  test('how many a worker opens where these are not its threads', () => {
    const workers = WorkerPolicy.fixed(2, { workerClass: WorkerClass.GEVENT, connectionsPerWorker: 1 });
    expect(said(withDatabase({ maxConnections: 100 }, { workers }))).toMatchObject({ 'probewise.dev/connections-per-worker': '1' });
    expect(said(withDatabase({ maxConnections: 100 }))).not.toHaveProperty(['probewise.dev/connections-per-worker']);
  });
  test('and a process beside the web and the migration Job do not', () => {
    const chart = Testing.chart();
    const web = djangoService({ database: postgres(chart, { maxConnections: 100 }) }, chart);
    const { deployment } = web.addProcess('worker', { command: ['celery', 'worker'] });
    expect(said(web)).toHaveProperty(['probewise.dev/database-connections']);
    expect(annotationsOf(web, deployment.name)).toBeUndefined();
    expect(objectOf(web, 'Job').spec.template.metadata.annotations).toBeUndefined();
  });
  test('nothing where nobody stated the limit', () => {
    expect(said(withDatabase({}))).not.toHaveProperty(['probewise.dev/database-connections']);
  });
});

describe('given metrics of several workers', () => {
  test('a configuration file shares a directory and wipes it at start', () => {
    const web = gunicornService({ metrics: Metrics.onPort(9100), config: FILE });
    expect(environmentOf(containerOf(web)).PROMETHEUS_MULTIPROC_DIR).toBe('/var/run/prometheus');
    expect(containerOf(web).volumeMounts).toContainEqual({ name: 'prometheus', mountPath: '/var/run/prometheus' });
    expect(podOf(web).volumes).toContainEqual({ name: 'prometheus', emptyDir: { sizeLimit: '64Mi' } });
    expect(objectOf(web, 'ConfigMap').data['gunicorn.conf.py']).toMatch(/os\.unlink[\s\S]*mark_process_dead/);
  });

  test('the environment alone is refused, since nothing could wipe the directory', () => {
    expect(() => gunicornService({ metrics: Metrics.onPort(9100) })).toThrow(/GunicornConfig\.file/);
  });

  test('an image that wipes it itself says so with the variable', () => {
    const web = gunicornService({ metrics: Metrics.onPort(9100), environment: { PROMETHEUS_MULTIPROC_DIR: '/tmp/prometheus' } });
    expect(environmentOf(containerOf(web)).PROMETHEUS_MULTIPROC_DIR).toBe('/tmp/prometheus');
  });

  test('one worker has nothing to share', () => {
    const web = gunicornService({ metrics: Metrics.onPort(9100), workers: WorkerPolicy.fixed(1) });
    expect(environmentOf(containerOf(web))).not.toHaveProperty('PROMETHEUS_MULTIPROC_DIR');
  });

  test('without metrics there is no such directory', () => {
    expect(environmentOf(containerOf(gunicornService({ config: FILE })))).not.toHaveProperty('PROMETHEUS_MULTIPROC_DIR');
  });
});

describe('given the settings', () => {
  test("they travel in the environment by default, and the image's ENTRYPOINT runs", () => {
    const web = containerOf(gunicornService());
    expect(environmentOf(web)).toMatchObject({
      PORT: '8080',
      WEB_CONCURRENCY: '2',
      GUNICORN_CMD_ARGS: expect.stringContaining('--workers=2 '),
    });
    expect(web).not.toHaveProperty('command');
  });

  test("as a file they lie over the image's own, and leave GUNICORN_CMD_ARGS alone", () => {
    const web = gunicornService({ config: FILE });
    expect(containerOf(web).volumeMounts).toContainEqual({
      name: 'gunicorn-conf',
      mountPath: '/app/gunicorn.conf.py',
      subPath: 'gunicorn.conf.py',
      readOnly: true,
    });
    expect(environmentOf(containerOf(web))).not.toHaveProperty('GUNICORN_CMD_ARGS');
  });

  test('the CPU limit counts where there is one, the request otherwise', () => {
    const workers = WorkerPolicy.capped(20);
    const plan = (cpuLimit?: Cpu) =>
      gunicornService({ workers, resources: { ...LEAST.resources, cpu: Cpu.units(1), cpuLimit } }).workerPlan;
    expect([plan().workers, plan(Cpu.units(4)).workers]).toEqual([3, 9]);
  });

  test("Django's settings module is said once", () => {
    expect(environmentOf(containerOf(djangoService({ settings: 'project.settings' }))).DJANGO_SETTINGS_MODULE).toBe('project.settings');
  });
});
