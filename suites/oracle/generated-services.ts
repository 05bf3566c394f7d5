import { Chart, Cron, Duration, Size, Testing } from 'cdk8s';
import { Cpu, Secret } from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import {
  Dependency,
  DjangoService,
  GunicornConfig,
  GunicornService,
  HealthCheck,
  HealthEndpoints,
  IngressAccess,
  IpFamily,
  Metrics,
  MigrationHooks,
  Migrations,
  PreStopDelay,
  Replicas,
  Route,
  StaticFiles,
  Tls,
  WebService,
  WorkerClass,
  WorkerPolicy,
  type BackgroundProcessProps,
  type ScheduledTaskProps,
  type WebServiceProps,
} from '../../lib';
import { Rejection } from '../../lib/props/rejection';

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const seconds = (min: number, max: number) => fc.integer({ min, max }).map((count) => Duration.seconds(count));
const mebibytes = (min: number, max: number) => fc.integer({ min, max }).map((count) => Size.mebibytes(count));

const port = fc.integer({ min: 1, max: 65535 });
const label = fc.oneof(fc.stringMatching(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/), fc.constantFrom('web', 'a', '8', 'x'.repeat(63)));
const host = fc.oneof(fc.domain(), fc.constantFrom('app.example.org', '*.example.org', 'localhost', 'x'.repeat(63)));
const path = fc.oneof(
  fc.webPath().filter((text) => text.startsWith('/')),
  fc.constantFrom('/', '/ready/', '/a%20b', '/ü', '/a?b=c#d', '//', '/a/../b', '/{x}', "/'"),
);
const word = fc.oneof(fc.string(), fc.constantFrom('-c', '$(PORT)', '', 'a b'));
const words = fc
  .tuple(fc.constantFrom('gunicorn', '/app/run', '-'), fc.array(word, { maxLength: 3 }))
  .map(([program, args]) => [program, ...args]);
const variables = fc.dictionary(fc.stringMatching(/^[-._a-zA-Z][-._a-zA-Z0-9]{0,20}$/), fc.string(), { maxKeys: 3 });

const check: fc.Arbitrary<() => HealthCheck> = fc.oneof(
  fc
    .record({
      path,
      port: maybe(port),
      tls: maybe(fc.boolean()),
      headers: maybe(fc.dictionary(fc.stringMatching(/^[-A-Za-z0-9]{1,20}$/), fc.string(), { maxKeys: 2 })),
    })
    .map(
      ({ path: asked, ...options }) =>
        () =>
          HealthCheck.http(asked, options),
    ),
  fc.record({ port: maybe(port) }).map((options) => () => HealthCheck.tcp(options)),
  fc.record({ port: maybe(port), service: maybe(fc.string()) }).map((options) => () => HealthCheck.grpc(options)),
  words.map((command) => () => HealthCheck.exec(command)),
  fc.tuple(path, seconds(10, 600)).map(
    ([file, age]) =>
      () =>
        HealthCheck.heartbeat(file, age),
  ),
);
const health: fc.Arbitrary<() => HealthEndpoints> = fc.oneof(
  fc.record({ liveness: path, readiness: path }).map((paths) => () => HealthEndpoints.separate(paths)),
  fc.record({ liveness: check, readiness: check, startup: maybe(check) }).map(
    ({ liveness, readiness, startup }) =>
      () =>
        HealthEndpoints.checks({ liveness: liveness(), readiness: readiness(), startup: startup?.() }),
  ),
  path.map((asked) => () => HealthEndpoints.readinessOnly(asked)),
  fc.tuple(path, fc.string({ minLength: 1 })).map(
    ([asked, because]) =>
      () =>
        HealthEndpoints.shared(asked, { because }),
  ),
);
const millis = (min: number, max: number) => fc.integer({ min, max }).map((count) => Cpu.millis(count));
const resources = fc.record({ memory: mebibytes(200, 8192), cpu: maybe(millis(1, 4000)), cpuLimit: maybe(millis(4000, 16_000)) });
const replicas: fc.Arbitrary<() => Replicas> = fc.oneof(
  fc.integer({ min: 1, max: 500 }).map((count) => () => Replicas.fixed(count)),
  fc
    .record({
      min: maybe(fc.integer({ min: 1, max: 5 })),
      max: fc.integer({ min: 5, max: 100 }),
      cpuPercent: maybe(fc.integer({ min: 1, max: 100 })),
    })
    .map((props) => () => Replicas.autoscaled(props)),
  fc.integer({ min: 1, max: 50 }).map((most) => () => Replicas.managedElsewhere(most)),
);
const paths = maybe(fc.uniqueArray(path, { minLength: 1, maxLength: 3 }));
const annotations = maybe(fc.constantFrom<Record<string, string>>({ 'nginx.ingress.kubernetes.io/proxy-read-timeout': '60' }, { a: '' }));
const name = fc.oneof(label, fc.constantFrom('a.b', 'x'.repeat(253).replace(/x{64}/g, `${'x'.repeat(63)}.`)));
const hosts = fc
  .tuple(
    host.filter((one) => !one.startsWith('*')),
    fc.array(host, { maxLength: 2 }),
  )
  .map(([first, more]) => () => [...new Set([first, ...more])]);
const exposure = fc.oneof(
  fc.constant({}),
  fc.record({
    hosts,
    route: maybe(fc.record({ className: maybe(name), paths, annotations }).map((props) => () => Route.ingress(props))),
    tls: maybe(
      fc.oneof(
        name.map((secret) => () => Tls.secret(secret)),
        fc.constant(Tls.defaultCertificate),
        fc.constant(Tls.elsewhere),
      ),
    ),
  }),
  fc.record({
    hosts,
    route: fc
      .record({ gateway: name, gatewayNamespace: maybe(label), listener: maybe(name), paths })
      .map((props) => () => Route.gateway(props)),
    tls: maybe(fc.constant(Tls.elsewhere)),
  }),
);
const metrics: fc.Arbitrary<() => Metrics> = fc
  .tuple(maybe(port), fc.record({ path: maybe(path), serviceMonitor: maybe(fc.boolean()) }))
  .map(
    ([own, props]) =>
      () =>
        own ? Metrics.onPort(own, props) : Metrics.onWebPort(props),
  );
const watching = fc.oneof(
  fc.record({ access: maybe(label.map((namespace) => () => IngressAccess.fromNamespace(namespace))) }),
  fc.record({
    metrics,
    access: maybe(
      fc.tuple(label, label).map(
        ([namespace, metricsFrom]) =>
          () =>
            IngressAccess.fromNamespace(namespace, { metricsFrom }),
      ),
    ),
  }),
);
const workerOptions = fc.record({
  workerClass: fc.constantFrom(...Object.values(WorkerClass)),
  maxRequests: maybe(fc.constantFrom(0, 0, 1000)),
  preloadApp: maybe(fc.boolean()),
  timeout: maybe(seconds(60, 300)),
  gracefulTimeout: maybe(seconds(1, 300)),
  connectionsPerWorker: maybe(fc.integer({ min: 1, max: 9 })),
  accessLog: maybe(fc.boolean()),
});
const workers: fc.Arbitrary<() => WorkerPolicy> = fc.oneof(
  workerOptions.map((options) => () => WorkerPolicy.fit(options)),
  fc.tuple(fc.integer({ min: 1, max: 8 }), workerOptions).map(
    ([cap, options]) =>
      () =>
        WorkerPolicy.capped(cap, options),
  ),
  fc.tuple(fc.integer({ min: 1, max: 8 }), workerOptions).map(
    ([count, options]) =>
      () =>
        WorkerPolicy.fixed(count, options),
  ),
);
const postgres = fc.record({
  maxConnections: maybe(fc.integer({ min: 50, max: 5000 })),
  key: maybe(fc.constantFrom('url', 'DATABASE_URL')),
});
const database = postgres.map(
  (props) => (chart: Chart) => Dependency.postgres(Secret.fromSecretName(chart, 'Database', 'database'), props),
);
const migrations: fc.Arbitrary<() => Migrations> = fc.oneof(
  fc
    .record({
      hooks: maybe(fc.constantFrom(...Object.values(MigrationHooks))),
      deadline: maybe(seconds(30, 3600)),
      retries: maybe(fc.integer({ min: 0, max: 10 })),
      podsWait: maybe(fc.boolean()),
      podsWaitAtMost: maybe(seconds(30, 900)),
    })
    .map((props) => () => Migrations.job(props)),
  fc.constant(Migrations.none),
);
const staticFiles = fc.oneof(
  fc.constant(StaticFiles.inImage),
  fc.tuple(fc.constantFrom('/app/static', '/static'), seconds(1, 30)).map(
    ([root, takes]) =>
      () =>
        StaticFiles.collectAtStart(root, { takes }),
  ),
);
const background: fc.Arbitrary<() => BackgroundProcessProps> = fc
  .record({
    command: words,
    liveness: maybe(check),
    replicas: maybe(fc.integer({ min: 1, max: 9 })),
    slowestTask: maybe(seconds(1, 900)),
    startsWithin: maybe(seconds(1, 600)),
    resources: maybe(resources),
  })
  .map(({ liveness, ...props }) => () => ({ ...props, liveness: liveness?.() }));

const task: fc.Arbitrary<ScheduledTaskProps> = fc.record(
  {
    schedule: fc.constantFrom(Cron.daily(), Cron.everyMinute(), Cron.schedule({ minute: '*/5', hour: '2-4', weekDay: '1' })),
    command: words,
    endsWithin: seconds(1, 86_400),
    timeZone: fc.constantFrom('Europe/Berlin', 'Etc/UTC'),
    retries: fc.integer({ min: 0, max: 6 }),
    resources,
  },
  { requiredKeys: ['schedule', 'command', 'endsWithin'] },
);

/** Parts are made by calling them, so that what they reject is a rejection of the service. */
const parts = fc.record({ replicas: maybe(replicas) });
const values = fc.record({
  image: fc.constantFrom('registry.example/app:1.0', 'app:1', `registry.example:5000/a/b@sha256:${'0'.repeat(64)}`),
  port: maybe(port),
  resources,
  environment: maybe(variables),
  command: maybe(words),
  args: maybe(words),
  shutdown: maybe(fc.record({ delay: maybe(seconds(0, 60)), delayBy: maybe(fc.constantFrom(...Object.values(PreStopDelay))) })),
  pod: maybe(
    fc.record({
      user: maybe(fc.integer({ min: 10_000, max: 2 ** 31 - 1 })),
      tmpSize: maybe(mebibytes(1, 4096)),
      initWithin: maybe(seconds(1, 300)),
    }),
  ),
});
const patience = fc.record({ startsWithin: maybe(seconds(1, 1800)), removeAfter: maybe(seconds(2, 120)) });
const requests = fc.record({ ipFamily: maybe(fc.constantFrom(...Object.values(IpFamily))), slowestRequest: maybe(seconds(1, 50)) });
const config = fc.constantFrom(GunicornConfig.environment, () => GunicornConfig.file('/app/gunicorn.conf.py'));
const gunicorn = fc.record({ workers: maybe(workers), config: maybe(config) });
const django = fc.record({ migrations: maybe(migrations), staticFiles: maybe(staticFiles) });
const djangoValues = fc.record({ settings: maybe(fc.constant('shop.settings')), projectDirectory: maybe(path) });

/** A service of each kind, with props as chance has them. */
const service = fc.record({
  kind: fc.constantFrom('web', 'gunicorn', 'django'),
  chart: label,
  id: label,
  namespace: maybe(label),
  parts,
  health,
  patience,
  values,
  requests,
  exposure,
  watching,
  gunicorn,
  django,
  djangoValues,
  database: maybe(database),
  task: maybe(task),
  processes: fc.uniqueArray(fc.tuple(label, background), { maxLength: 2, selector: ([id]) => id }),
});

/** What one service renders to, or why it was refused: by its props, or by the review of its own objects. */
export interface Generated {
  readonly objects: readonly object[];
  readonly refused?: string;
}

function attempt(make: () => readonly object[]): Generated {
  try {
    return { objects: make() };
  } catch (error) {
    if (error instanceof Rejection || (error instanceof Error && error.message.startsWith('Validation failed'))) {
      return { objects: [], refused: error.message };
    }
    throw error;
  }
}

/** Charts with a service of random props each: the same for the same seed. */
export function generatedServices(seed: number, count: number): readonly Generated[] {
  return fc.sample(service, { seed, numRuns: count }).map((drawn) =>
    attempt(() => {
      const chart = new Chart(Testing.app(), drawn.chart, { namespace: drawn.namespace });
      fill(chart, drawn);
      return Testing.synth(chart);
    }),
  );
}

function fill(chart: Chart, { id, ...drawn }: Drawn): void {
  const props: WebServiceProps = {
    ...drawn.values,
    ...made(drawn.parts),
    ...made({ metrics: 'metrics' in drawn.watching ? drawn.watching.metrics : undefined }),
    health: { ...drawn.patience, endpoints: drawn.health() },
    traffic: { ...drawn.requests, ...made({ ...drawn.exposure, access: drawn.watching.access }) },
  };
  if (drawn.kind === 'web') {
    new WebService(chart, id, props);
    return;
  }
  const python = { ...props, ...made(drawn.gunicorn), database: drawn.database?.(chart) };
  const { migrations: migration, ...files } = drawn.django;
  const web =
    drawn.kind === 'gunicorn'
      ? new GunicornService(chart, id, python)
      : new DjangoService(chart, id, {
          ...python,
          ...drawn.djangoValues,
          ...made({ ...files, ...(drawn.database && { migrations: migration }) }),
        });
  for (const [component, process] of drawn.processes) {
    web.addProcess(component, process());
  }
  if (drawn.task) {
    web.addCronJob('Task', drawn.task); // no process has capital letters
  }
}

type Drawn = typeof service extends fc.Arbitrary<infer T> ? T : never;

function made(callable: object): object {
  return Object.fromEntries(Object.entries(callable).map(([key, part]) => [key, part?.()]));
}
