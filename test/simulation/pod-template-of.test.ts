import { describe, expect, test } from '@jest/globals';
import { Duration } from 'cdk8s';
import { assume } from '../../lib/simulation/assumptions';
import { podTemplateOf } from '../../lib/simulation/pod-template-of';
import { asking, web, type Web } from '../scenarios/subject';
import { WaitForMigrations } from '../../lib/mixins/wait-for-migrations';
import { manifest, podSpec, rendered } from '../mixins/workload';

function templateOf(subject: Web) {
  const reading = web(subject);
  const { workload } = reading;
  const { pool, template } = podTemplateOf(reading);
  return { pool, ...template(assume({}, { workload, pool: pool.settings, users: true })) };
}

const init = (container: object) =>
  templateOf({ podSpec: { initContainers: [{ name: 'init', image: 'app', ...container }] } }).initContainers[0].container;

describe('an init container', () => {
  test('that WaitForMigrations writes says how often it asks and for how long', () => {
    const written = podSpec(rendered(manifest(), new WaitForMigrations({ atMost: Duration.seconds(90) }))).initContainers[0];

    expect(init(written)).toEqual({ name: 'wait-for-migrations', duration: 2_000, wait: { interval: 2_000, patience: 90_000 } });
  });

  test.each([
    ['migrates, and fails at once', ['python', 'manage.py', 'migrate'], 0],
    ['migrates in a shell', ['sh', '-c', 'cd /app && python manage.py migrate --noinput'], 0],
    ['upgrades its schema', ['alembic', 'upgrade', 'head'], 0],
    ['asks in a loop, and never gives up', ['sh', '-c', 'until nc -z db 5432; do sleep 1; done'], Infinity],
    ['asks in another loop', ['sh', '-c', 'while ! pg_isready -h db; do sleep 2; done'], Infinity],
  ])('that %s', (_, command, patience) => {
    expect(init({ command })).toMatchObject({ wait: { patience } });
  });

  test.each([[['sh', '-c', 'chown -R 1000 /data']], [['python', 'manage.py', 'collectstatic']], [undefined]])(
    'whose command is %j needs nothing',
    (command) => {
      expect(init({ command })).toEqual({ name: 'init', duration: 2_000 });
    },
  );
});

describe('a pod with several containers', () => {
  const PROXY = { name: 'proxy', image: 'nginx', ports: [{ containerPort: 8080 }], readinessProbe: asking('/') };
  const GUNICORN = { name: 'web', image: 'app', command: ['gunicorn', '--bind=0.0.0.0:8000', 'app.wsgi'] };
  const APP = { name: 'app', image: 'other', ports: [{ containerPort: 8000 }] };

  test('serves from the one that the port of the Service belongs to', () => {
    expect(templateOf({ podSpec: { containers: [PROXY, APP] } }).serving).toBe('app');
  });

  test('or from the application behind it, where the port is that of a proxy', () => {
    const nginx = { ...PROXY, ports: [{ containerPort: 8000 }] };

    expect(
      templateOf({ podSpec: { containers: [nginx, { ...GUNICORN, command: ['gunicorn', '--bind=127.0.0.1:9000', 'app.wsgi'] }] } }).serving,
    ).toBe('web');
  });

  test('gives each its own probes, and says what it takes for the boot of a companion', () => {
    const { containers, pool } = templateOf({
      podSpec: { containers: [PROXY, { ...GUNICORN, livenessProbe: asking('/health/'), ports: [{ containerPort: 8000 }] }] },
    });

    expect(containers.map(({ name, probes, settings }) => [name, Object.keys(probes), settings.boot])).toEqual([
      ['proxy', ['readiness'], 1_000],
      ['web', ['liveness'], 5_000],
    ]);
    expect(pool.assumed).toContainEqual({ name: 'boot of proxy', value: 1, origin: 'default' });
    expect(pool.assumed).toContainEqual({ name: 'container', value: 'web', origin: 'manifest' });
  });

  test('starts sidecars and init containers in the order in which they stand', () => {
    const { initContainers, containers } = templateOf({
      podSpec: {
        initContainers: [
          { name: 'first', image: 'app' },
          { ...PROXY, restartPolicy: 'Always' },
          { name: 'last', image: 'app' },
        ],
      },
    });

    expect(initContainers.map(({ kind, container }) => [kind, container.name])).toEqual([
      ['to its end', 'first'],
      ['sidecar', 'proxy'],
      ['to its end', 'last'],
    ]);
    expect(containers.map(({ name }) => name)).toEqual(['web']);
  });
});

describe('the pool of the container that serves', () => {
  test('has the backlog of its command line, as far as the kernel keeps one', () => {
    expect([['--backlog=64'], ['--backlog', '100000'], []].map((args) => templateOf({ args }).pool.settings.backlog)).toEqual([
      64, 4096, 2048,
    ]);
  });

  test('that requests no CPU is said to be modelled on a node with time to spare', () => {
    const named = (container: object) => templateOf({ container }).pool.assumed.filter(({ name }) => name === 'CPU request');

    expect(named({})).toEqual([{ name: 'CPU request', value: expect.stringContaining('not modelled'), origin: 'manifest' }]);
    expect(named({ resources: { requests: { cpu: '500m' } } })).toEqual([]);
  });
});
