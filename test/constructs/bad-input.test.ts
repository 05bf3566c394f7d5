import { describe, expect, test } from '@jest/globals';
import { Duration, Size, Testing } from 'cdk8s';
import { Cpu, EnvValue, Secret } from 'cdk8s-plus-28';
import { LEAST, djangoService, gunicornService, js, migratingService, objectsOf, postgres, webService } from './fixtures';
import {
  Dependency,
  GunicornConfig,
  GunicornService,
  HealthCheck,
  HealthEndpoints,
  IngressAccess,
  Metrics,
  Migrations,
  Replicas,
  Route,
  StaticFiles,
  Tls,
  WebService,
  WorkerClass,
  WorkerPolicy,
  type WebServiceProps,
} from '../../lib';

/**
 * What is given, the code that gives it, and what has to be said: what was given with its value, why it cannot work, one
 * thing that would.
 */
type Row = readonly [given: string, code: () => unknown, message: RegExp];

const HOSTS = ['app.example.org'];
const seconds = (amount: number) => Duration.seconds(amount);
const separate = (liveness: string, readiness: string) => HealthEndpoints.separate({ liveness, readiness });
const django = (props: Parameters<typeof migratingService>[0]) => migratingService(props);
const worker = (props: object) => gunicornService().addProcess('worker', js({ command: ['celery', 'worker'], ...props }));
const database = (props: Parameters<typeof postgres>[1]) => postgres(Testing.chart(), props);

describe('ports', () => {
  reject([
    ['port 0', () => webService({ port: 0 }), /^port 0: .* whole number from 1 to 65535; use a port such as 8080\.$/],
    ['port 65536', () => webService({ port: 65536 }), /^port 65536: .* from 1 to 65535; use a port such as 8080\.$/],
    ['port 1.5', () => webService({ port: 1.5 }), /^port 1\.5: .* whole number .*; use a port such as 8080\.$/],
    ['port NaN', () => webService({ port: NaN }), /^port NaN: .* whole number .*; use a port such as 8080\.$/],
    ['a negative port', () => webService({ port: -1 }), /^port -1: .* from 1 to 65535; use a port such as 8080\.$/],
    ['a health port out of range', () => HealthCheck.http('/health/', { port: 70000 }), /^port 70000: .* from 1 to 65535; use a port/],
    ['a TCP check of port 0', () => HealthCheck.tcp({ port: 0 }), /^port 0: .*; use a port/],
    ['a gRPC check of port 65536', () => HealthCheck.grpc({ port: 65536 }), /^port 65536: .*; use a port/],
    ['metrics on port -9', () => Metrics.onPort(-9), /^metrics port -9: .* from 1 to 65535; use a port/],
    [
      'metrics on the port of the users',
      () => webService({ port: 9100, metrics: Metrics.onPort(9100) }),
      /^metrics port 9100: .* serves the users; use Metrics\.onWebPort\(\), or another port\.$/,
    ],
    [
      'metrics on the port of the Service',
      () => webService({ metrics: Metrics.onPort(80) }),
      /^metrics port 80: the Service answers users on it; use another, such as Metrics\.onPort\(9100\)\.$/,
    ],
    [
      'a port and a port name',
      () => HealthCheck.http('/', { port: 80, portName: 'http' }),
      /^port 80 and portName 'http': a check asks one port; give one/,
    ],
    [
      'a port name too long',
      () => HealthCheck.http('/', { portName: 'a-name-of-sixteen' }),
      /^port name 'a-name-of-sixteen': .* 1 to 15 .*; use a name such as 'http'/,
    ],
    [
      'a port name in upper case',
      () => HealthCheck.http('/', { portName: 'HTTP' }),
      /^port name 'HTTP': .* a-z, 0-9 .*; use a name such as 'http'/,
    ],
    [
      'a second container on the same port',
      () => {
        const web = webService({ port: 8081 });
        web.deployment.addContainer({ name: 'rival', image: 'registry.example/rival:1', ports: [{ number: 8081 }] });
        objectsOf(web);
      },
      /port 8081 of container 'rival': container 'web' binds it, .* share one network; give one of them another port/,
    ],
  ]);
});

describe('health', () => {
  reject([
    ['liveness without a slash', () => separate('health', '/ready/'), /^health path 'health': .* begins with a slash; use '\/health'\.$/],
    [
      'readiness without a slash',
      () => separate('/health/', 'ready/'),
      /^health path 'ready\/': .* begins with a slash; use '\/ready\/'\.$/,
    ],
    [
      'a URL for a path',
      () => separate('http://app:8080/health/', '/ready/'),
      /^health path 'http:\/\/app:8080\/health\/': .*; use '\/health\/'\.$/,
    ],
    ['an empty path', () => separate('', '/ready/'), /^health path '': .* begins with a slash; use '\/'\.$/],
    ['a path with a space', () => separate('/he alth', '/ready/'), /^health path "\/he alth": .* white space .*; percent-encode them\.$/],
    [
      'a path with a line break',
      () => separate('/health\n', '/ready/'),
      /^health path "\/health\\n": .*control characters; percent-encode them\.$/,
    ],
    [
      'liveness = readiness',
      () => separate('/health/', '/health/'),
      /^liveness = readiness = GET \/health\/: .* database outage .*; give readiness an endpoint of its own/,
    ],
    ['liveness = readiness but for a slash', () => separate('/health', '/health/'), /^liveness = readiness = GET \/health: /],
    [
      'liveness = readiness but for a query',
      () => separate('/health?deep=0', '/health?deep=1'),
      /^liveness = readiness = GET \/health\?deep=0: /,
    ],
    [
      'liveness = readiness on the port said twice',
      () =>
        webService({
          port: 9000,
          health: {
            endpoints: HealthEndpoints.checks({
              liveness: HealthCheck.http('/health/', { port: 9000 }),
              readiness: HealthCheck.http('/health/'),
            }),
          },
        }),
      /^liveness = readiness = GET \/health\/: .*; give readiness an endpoint of its own/,
    ],
    [
      'a shared endpoint with an empty reason',
      () => HealthEndpoints.shared('/health/', { because: ' ' }),
      /shared with an empty reason: .* why .*; say it: \{ because/,
    ],
    ['an empty exec check', () => HealthCheck.exec([]), /^an exec check with an empty command: there is nothing to run; give the program/],
    [
      'an exec check in one string',
      () => HealthCheck.exec(['pg_isready -h db']),
      /^an exec check \['pg_isready -h db'\]: .* no shell splits them; write \["pg_isready","-h","db"\]\.$/,
    ],
    [
      'a header name with an underscore',
      () => HealthCheck.http('/', { headers: { x_probe: '1' } }),
      /^probe header 'x_probe': the API server accepts only .*; use a name/,
    ],
    [
      'a header value of two lines',
      () => HealthCheck.http('/', { headers: { 'X-Probe': 'a\r\nb' } }),
      /^probe header 'X-Probe' with the value "a\\r\\nb": .* one line; remove/,
    ],
    [
      'a relative heartbeat file',
      () => HealthCheck.heartbeat('beat', seconds(60)),
      /^heartbeat file 'beat': .* working directory.*; use an absolute path/,
    ],
    [
      'a heartbeat of 1 s',
      () => HealthCheck.heartbeat('/tmp/beat', seconds(1)),
      /^a heartbeat of 1 s at most: .* interpreter; allow 10 s or more\.$/,
    ],
  ]);
});

describe('durations and budgets', () => {
  reject([
    [
      'startsWithin 0',
      () => webService({ health: { ...LEAST.health, startsWithin: seconds(0) } }),
      /^startsWithin of 0 s: no process boots .*; measure a cold boot/,
    ],
    [
      'removeAfter 0',
      () => webService({ health: { ...LEAST.health, removeAfter: seconds(0) } }),
      /^removeAfter of 0 s: .* one period and one timeout .*; give at least 2 s/,
    ],
    [
      'removeAfter 1 s',
      () => webService({ health: { ...LEAST.health, removeAfter: seconds(1) } }),
      /^removeAfter of 1 s: .*; give at least 2 s/,
    ],
    [
      'patience 0',
      () => webService({ health: { ...LEAST.health, patience: seconds(0) } }),
      /^liveness patience of 0 s: .* killed for one slow request; state the slowest request/,
    ],
    [
      'slowestRequest 0',
      () => webService({ traffic: { slowestRequest: seconds(0) } }),
      /^slowestRequest of 0 s: no request is answered in no time; .*Duration\.seconds\(60\)/,
    ],
    [
      'slowestRequest 0 of gunicorn',
      () => gunicornService({ traffic: { slowestRequest: seconds(0) } }),
      /^slowestRequest of 0 s: .*; .*Duration\.seconds\(60\)/,
    ],
    [
      'restartAfter 0',
      () => webService({ health: { ...LEAST.health, restartAfter: seconds(0) } }),
      /^restartAfter of 0 s: .* sit through 1 min .*; give at least 1 min 2 s/,
    ],
    [
      'restartAfter shorter than patience',
      () => webService({ traffic: { slowestRequest: seconds(30) }, health: { ...LEAST.health, restartAfter: seconds(30) } }),
      /^restartAfter of 30 s: .* sit through 30 s of slow work first.*; give at least 32 s/,
    ],
    [
      'restartAfter before removeAfter',
      () =>
        webService({
          traffic: { slowestRequest: seconds(5) },
          health: { ...LEAST.health, removeAfter: seconds(23), restartAfter: seconds(15) },
        }),
      /^restartAfter of 15 s beside removeAfter of 23 s: liveness has to act later than readiness.*; give a restartAfter of at least 23 s, or a shorter removeAfter/,
    ],
    [
      'half a second of shutdown delay',
      () => webService({ shutdown: { delay: Duration.millis(500) } }),
      /^delay of 0\.5 s: .* whole seconds; use delay of 1 s/,
    ],
    [
      'a migration deadline of 0',
      () => django({ migrations: Migrations.job({ deadline: seconds(0) }) }),
      /^deadline of 0 s: .* ended before it began; .*Duration\.minutes\(10\)/,
    ],
    ['-1 retries of migrations', () => django({ migrations: Migrations.job({ retries: -1 }) }), /^retries -1: .* whole number.*; use 3/],
    [
      'a wait for migrations of 1 s',
      () => django({ migrations: Migrations.job({ podsWaitAtMost: seconds(1) }) }),
      /^a wait of 1 s: .* boot of Django; wait at least 10 s/,
    ],
    [
      'collecting that takes the whole boot',
      () =>
        djangoService({
          health: { ...LEAST.health, startsWithin: seconds(30) },
          staticFiles: StaticFiles.collectAtStart('/app/static', { takes: seconds(30) }),
        }),
      /^collecting static files in 30 s with startsWithin of 30 s: .* part of the boot.*; give startsWithin of 1 min/,
    ],
    [
      'a slowest request over a sync timeout',
      () =>
        gunicornService({
          traffic: { slowestRequest: seconds(90) },
          workers: WorkerPolicy.fit({ workerClass: WorkerClass.SYNC, timeout: seconds(30) }),
        }),
      /^a slowest request of 1 min 30 s with a timeout of 30 s: .* killed in the middle .*; raise the timeout to 1 min 35 s/,
    ],
    [
      'a slowest task of 0',
      () => worker({ slowestTask: seconds(0), liveness: HealthCheck.heartbeat('/tmp/beat', seconds(60)) }),
      /^slowestTask of 0 s: .*; .*Duration\.seconds\(60\)/,
    ],
  ]);
});

describe('image, command and environment', () => {
  reject([
    [
      'an untagged image',
      () => webService({ image: 'registry.example:5000/app' }),
      /^image 'registry\.example:5000\/app': which version runs .*; name a tag or a digest/,
    ],
    ['the latest image', () => webService({ image: 'app:latest' }), /^image 'app:latest': which version runs .*; name a tag or a digest/],
    ['an empty image', () => webService({ image: '' }), /^image '': .*; name a tag or a digest/],
    ['an image with a space', () => webService({ image: 'app :1' }), /^image 'app :1': .* white space; name a tag or a digest/],
    ['an empty command', () => webService({ command: [] }), /^an empty command: there is nothing to run; leave command out/],
    [
      'a command of one string',
      () => webService({ command: ['gunicorn app:app'] }),
      /^command \['gunicorn app:app'\]: .* no shell splits them; write \["gunicorn","app:app"\]/,
    ],
    [
      'PORT in the environment',
      () => webService({ environment: { PORT: '9000' } }),
      /^PORT in the environment: .* two sources .*; say it once: \{ port: … \}\.$/,
    ],
    [
      'PORT added later',
      () => {
        const web = webService();
        web.container.env.addVariable('PORT', EnvValue.fromValue('9000'));
        objectsOf(web);
      },
      /PORT='9000' in the environment of container 'web': it contradicts the plan, which sets '8080'; remove it, and say the port once/,
    ],
    [
      'PORT from a Secret, added later',
      () => {
        const web = webService();
        web.container.env.addVariable(
          'PORT',
          EnvValue.fromSecretValue({ secret: Secret.fromSecretName(web, 'Ports', 'ports'), key: 'web' }),
        );
        objectsOf(web);
      },
      /PORT in the environment of container 'web': it contradicts the plan, which sets '8080'; remove it/,
    ],
    [
      'GUNICORN_CMD_ARGS',
      () => gunicornService({ environment: { GUNICORN_CMD_ARGS: '-w 9' } }),
      /^GUNICORN_CMD_ARGS in the environment: .*; say what it sets through \{ workers/,
    ],
    [
      'WEB_CONCURRENCY',
      () => gunicornService({ environment: { WEB_CONCURRENCY: '9' } }),
      /^WEB_CONCURRENCY in the environment: .*; use \{ workers: WorkerPolicy\.fixed/,
    ],
    [
      'FORWARDED_ALLOW_IPS',
      () => gunicornService({ environment: { FORWARDED_ALLOW_IPS: '*' } }),
      /^FORWARDED_ALLOW_IPS in the environment: .*; use \{ traffic: \{ trustProxy/,
    ],
    [
      'DJANGO_SETTINGS_MODULE',
      () => djangoService({ environment: { DJANGO_SETTINGS_MODULE: 'a.b' } }),
      /^DJANGO_SETTINGS_MODULE in the environment: .*; use \{ settings/,
    ],
    [
      'the variable of the database',
      () => django({ environment: { DATABASE_URL: 'postgres://' } }),
      /^DATABASE_URL in the environment: a dependency sets it from its Secret; .* \{ variable: … \}/,
    ],
    [
      'two dependencies with one variable',
      () => {
        const chart = Testing.chart();
        const from = (name: string) => Secret.fromSecretName(chart, name, name);
        gunicornService(
          { database: Dependency.postgres(from('a'), { variable: 'URL' }), cache: Dependency.redis(from('b'), { variable: 'URL' }) },
          chart,
        );
      },
      /^URL of the database and of the cache: one would hide the other; .* \{ variable: … \}/,
    ],
    [
      'a variable name with a space',
      () => webService({ environment: { 'LOG LEVEL': 'x' } }),
      /^variable 'LOG LEVEL': .* letters, digits.*; use one such as 'LOG_LEVEL'/,
    ],
    [
      'a variable name that begins with a digit',
      () => webService({ environment: { '1ST': 'x' } }),
      /^variable '1ST': .* begins with .*; use one such as 'LOG_LEVEL'/,
    ],
    [
      'a dependency variable with a dash',
      () => database({ variable: 'DATABASE-URL' }),
      /^variable 'DATABASE-URL': .*; use one such as 'DATABASE_URL'/,
    ],
    [
      'a settings path for a module',
      () => djangoService({ settings: 'project/settings.py' }),
      /^settings 'project\/settings\.py': .* dotted path .*; use one such as/,
    ],
    [
      'a relative project directory',
      () => djangoService({ projectDirectory: 'src' }),
      /^projectDirectory 'src': .* absolute path .*; use one such as '\/app\/src'/,
    ],
    [
      'a relative configuration file',
      () => GunicornConfig.file('gunicorn.conf.py'),
      /^the configuration path 'gunicorn\.conf\.py': .* absolute path .*; use the path/,
    ],
    [
      'static files in the root',
      () => StaticFiles.collectAtStart('/', { takes: seconds(5) }),
      /^static files at '\/': .* not the root itself; use one such as/,
    ],
    [
      'a bind address on the command line',
      () => gunicornService({ command: ['gunicorn', '--bind', '0.0.0.0:9000', 'app:app'] }),
      /^--bind in the command: gunicorn's command line beats the plan.*; remove it, and say the port once: \{ port: … \}/,
    ],
    [
      'a bind address in the arguments, in short',
      () => gunicornService({ args: ['-b0.0.0.0:9000'] }),
      /^-b in the args: .*; remove it, and say the port once/,
    ],
    [
      'a number of workers on the command line',
      () => gunicornService({ command: ['gunicorn', '--workers=9', 'app:app'] }),
      /^--workers in the command: .*; remove it, and use \{ workers: WorkerPolicy\.fixed\(…\) \}/,
    ],
  ]);
});

describe('names and hosts', () => {
  reject([
    [
      'an id with a space',
      () => new WebService(Testing.chart(), 'my web', LEAST),
      /^the id 'my web': .* DNS label.*; use one such as 'web'/,
    ],
    [
      'an id of 64 characters',
      () => new WebService(Testing.chart(), 'w'.repeat(64), LEAST),
      /^the id 'w{64}': .* at most 63; use one such as 'web'/,
    ],
    [
      'an id that every object has something of',
      () => new WebService(Testing.chart(), 'constructor', LEAST),
      /^the id 'constructor': every object .*; use one such as 'web'/,
    ],
    [
      'a process of such an id',
      () => gunicornService().addProcess('__proto__', { command: ['celery'] }),
      /^the id '__proto__': every object .*; use one/,
    ],
    [
      'a process id with an underscore',
      () => gunicornService().addProcess('queue_worker', { command: ['celery'] }),
      /^the id 'queue_worker': .* DNS label.*; use one/,
    ],
    [
      'an empty list of hosts',
      () => webService({ traffic: { hosts: [] } }),
      /^an empty list of hosts: .* answer for every host; leave hosts out .*, or name some/,
    ],
    [
      'a wildcard first',
      () => webService({ traffic: { hosts: ['*.example.org', ...HOSTS] } }),
      /^host '\*\.example\.org' in the first place: .* probes send .*; put a plain host first/,
    ],
    [
      'a host with a scheme',
      () => webService({ traffic: { hosts: ['https://app.example.org'] } }),
      /^host 'https:\/\/app\.example\.org': .* without scheme, port or path; use one such as/,
    ],
    [
      'a host with a port',
      () => webService({ traffic: { hosts: ['app.example.org:443'] } }),
      /^host 'app\.example\.org:443': .* without scheme, port or path; use one such as/,
    ],
    [
      'a host in upper case',
      () => webService({ traffic: { hosts: ['App.example.org'] } }),
      /^host 'App\.example\.org': .* lower case.*; use one such as/,
    ],
    ['an empty host', () => webService({ traffic: { hosts: [''] } }), /^host '': .* DNS name .*; use one such as/],
    [
      'an address for a host',
      () => webService({ traffic: { hosts: ['10.0.0.1'] } }),
      /^host '10\.0\.0\.1': .* not an address; use one such as/,
    ],
    ['a host twice', () => webService({ traffic: { hosts: [...HOSTS, ...HOSTS] } }), /^host 'app\.example\.org' twice: .*; name it once/],
    [
      'tls without hosts',
      () => webService({ traffic: { tls: Tls.defaultCertificate() } }),
      /^tls without hosts: there is no host to answer for; name them/,
    ],
    ['a route without hosts', () => webService({ traffic: { route: Route.ingress() } }), /^a route without hosts: .*; name them/],
    [
      'a TLS secret in upper case',
      () => Tls.secret('App_TLS'),
      /^TLS secret 'App_TLS': .* DNS subdomain.*; use a name such as 'obcms-tls'/,
    ],
    [
      'a namespace with a dot',
      () => IngressAccess.fromNamespace('ingress.nginx'),
      /^namespace 'ingress\.nginx': .* DNS label.*; use a name such as/,
    ],
    [
      'a namespace of Prometheus with a slash',
      () => IngressAccess.fromNamespace('a', { metricsFrom: 'b/c' }),
      /^namespace 'b\/c': .* DNS label.*; use a name such as/,
    ],
    ['a Gateway with an empty name', () => Route.gateway({ gateway: '' }), /^gateway '': .* DNS subdomain.*; use a name such as 'public'/],
    [
      'an ingress class with a slash',
      () => Route.ingress({ className: 'k8s.io/nginx' }),
      /^className 'k8s\.io\/nginx': .* DNS subdomain.*; use a name such as 'nginx'/,
    ],
    ['a route without paths', () => Route.ingress({ paths: [] }), /^a route without paths: .* publish nothing; leave paths out/],
    [
      'a route path with an empty element',
      () => Route.ingress({ paths: ['/a//b'] }),
      /^route path '\/a\/\/b': the API server refuses .*; use '\/a\/b'\.$/,
    ],
    [
      'a route path with dots',
      () => Route.gateway({ gateway: 'public', paths: ['/a/../b/.'] }),
      /^route path '\/a\/\.\.\/b\/\.': the API server refuses .*; use '\/b'\.$/,
    ],
    [
      'a route path with an escaped slash',
      () => Route.ingress({ paths: ['/a%2Fb'] }),
      /^route path '\/a%2Fb': the API server refuses .*; use '\/a\/b'\.$/,
    ],
    [
      'a query in the path of a Gateway route',
      () => Route.gateway({ gateway: 'public', paths: ['/a?b'] }),
      /^route path '\/a\?b': .* HTTPRoute .*; percent-encode/,
    ],
    [
      'a Gateway in a namespace with a dot',
      () => Route.gateway({ gateway: 'public', gatewayNamespace: 'a.b' }),
      /^gatewayNamespace 'a\.b': .* DNS label.*; use a name such as 'gateways'/,
    ],
    ['a TLS secret with two dots', () => Tls.secret('a..b'), /^TLS secret 'a\.\.b': .* DNS subdomain.*; use a name such as 'obcms-tls'/],
    [
      'a route path without a slash',
      () => Route.gateway({ gateway: 'public', paths: ['api'] }),
      /^route path 'api': .* begins with a slash .*; use a path such as '\/api'/,
    ],
    [
      'a route path with a space',
      () => Route.ingress({ paths: ['/a b'] }),
      /^route path '\/a b': .* white space; use a path such as '\/api'/,
    ],
    [
      'a route path twice',
      () => Route.ingress({ paths: ['/api', '/api'] }),
      /^route paths '\/api', '\/api': one of them stands twice; name each once/,
    ],
    [
      'a certificate on a Gateway',
      () => webService({ traffic: { hosts: HOSTS, tls: Tls.secret('app-tls'), route: Route.gateway({ gateway: 'public' }) } }),
      /^a certificate for a Gateway route: .* an HTTPRoute knows none; use Tls\.elsewhere\(\)/,
    ],
    [
      'metrics without a slash',
      () => Metrics.onWebPort({ path: 'metrics' }),
      /^metrics path 'metrics': .* begins with a slash .*; use '\/metrics'/,
    ],
    [
      'metrics under a published path',
      () => webService({ traffic: { hosts: HOSTS }, metrics: Metrics.onWebPort() }),
      /^metrics at \/metrics of the web port: the route publishes \/, and the metrics with it; use Metrics\.onPort\(9100\)/,
    ],
    [
      'Prometheus admitted to no metrics',
      () => webService({ traffic: { access: IngressAccess.fromNamespace('ingress', { metricsFrom: 'monitoring' }) } }),
      /^metricsFrom 'monitoring' without metrics: .*; give metrics, or leave metricsFrom out/,
    ],
  ]);
});

describe('resources, replicas and workers', () => {
  reject([
    [
      'no memory',
      () => webService({ resources: { memory: Size.mebibytes(0) } }),
      /^memory of 0 MiB: no process fits; use Size\.mebibytes\(512\)/,
    ],
    [
      'half a mebibyte more',
      () => webService({ resources: { memory: Size.kibibytes(524800 + 1) } }),
      /^memory of .* KiB: .* whole mebibytes; use Size\.mebibytes\(513\)/,
    ],
    [
      'negative CPU',
      () => webService({ resources: { ...LEAST.resources, cpu: Cpu.millis(-1) } }),
      /^cpu -1m: a process needs some; use Cpu\.millis\(500\)/,
    ],
    [
      'CPU that is no number',
      () => webService({ resources: { ...LEAST.resources, cpu: Cpu.millis(NaN) } }),
      /^cpu NaNm: .*; use Cpu\.millis\(500\)/,
    ],
    [
      'a CPU limit that is no number',
      () => webService({ resources: { ...LEAST.resources, cpuLimit: Cpu.millis(NaN) } }),
      /^cpuLimit NaNm .*; raise the limit, or leave it out/,
    ],
    [
      'a CPU limit below the request',
      () => webService({ resources: { ...LEAST.resources, cpu: Cpu.units(2), cpuLimit: Cpu.units(1) } }),
      /^cpuLimit 1 below the request of 2: the API server refuses it; raise the limit, or leave it out/,
    ],
    [
      'a limit below one worker',
      () => gunicornService({ resources: { memory: Size.mebibytes(64) } }),
      /^a memory limit of 64 MiB: one gthread worker weighs .*; give at least 11\d MiB/,
    ],
    [
      'more workers than memory',
      () => gunicornService({ workers: WorkerPolicy.fixed(67) }),
      /^67 gthread workers under a memory limit of 1 GiB: they weigh .*; give at least .*, or run 10/,
    ],
    [
      'an unknown worker class',
      () => WorkerPolicy.fit({ workerClass: 'eventlet' as WorkerClass }),
      /^worker class 'eventlet': .* sync, gthread.*; use WorkerClass\.GTHREAD/,
    ],
    [
      'threads for sync workers',
      () => WorkerPolicy.fit({ workerClass: WorkerClass.SYNC, threads: 4 }),
      /^threads 4 for sync workers: .* as gthread; use WorkerClass\.GTHREAD/,
    ],
    ['1 thread', () => WorkerPolicy.fit({ threads: 1 }), /^threads 1: .* 2 to 64 .*; use 4/],
    ['0 workers', () => WorkerPolicy.fixed(0), /^workers 0: .* at least 1; use workers 1/],
    ['a cap of -3', () => WorkerPolicy.capped(-3), /^cap -3: .* at least 1; use cap 1/],
    [
      'maxRequests with one worker',
      () => gunicornService({ workers: WorkerPolicy.fixed(1, { maxRequests: 1000 }) }),
      /^maxRequests 1000 with a single worker: .* users wait .*; run two workers or more, or leave maxRequests out/,
    ],
    ['0 replicas', () => Replicas.fixed(0), /^replicas 0: .* at least one; use replicas 2/],
    ['negative replicas', () => Replicas.fixed(-2), /^replicas -2: .* at least one; use replicas 2/],
    ['1.5 replicas', () => Replicas.fixed(1.5), /^replicas 1\.5: .* whole number .*; use replicas 2/],
    [
      'autoscaling to less than the least',
      () => Replicas.autoscaled({ min: 5, max: 3 }),
      /^autoscaling from 5 to 3 replicas: .*; use max 5 or more/,
    ],
    [
      'autoscaling at 0 %',
      () => Replicas.autoscaled({ max: 3, cpuPercent: 0 }),
      /^cpuPercent 0: .* whole percentage .*; use one from 1 to 100/,
    ],
    ['managed elsewhere up to 0', () => Replicas.managedElsewhere(0), /^max 0: .* at least one; use max 2/],
    ['-1 replicas of a process', () => worker({ replicas: -1 }), /^replicas -1 of 'worker': .* at least one pod; use 1/],
    [
      'two of a singleton',
      () => worker({ replicas: 2, singleton: true }),
      /^replicas 2 of the singleton 'worker': there must never be two; leave/,
    ],
    ['a process with an empty command', () => worker({ command: [] }), /^an empty command: there is nothing to run; /],
    ['negative connections of a process', () => worker({ connections: -5 }), /^connections -5 of 'worker': .* whole number .*; use 1/],
    ['negative other connections', () => database({ otherConnections: -1 }), /^otherConnections -1: .* whole number of at least 0; ask/],
    ['no memory for a process', () => worker({ resources: { memory: Size.mebibytes(0) } }), /^memory of 0 MiB: no process fits; use/],
    ['root for a user', () => webService({ pod: { user: 0 } }), /^user 0: a hardened pod does not run as root, .*; use one such as 10001/],
    ['maxConnections 0', () => database({ maxConnections: 0 }), /^maxConnections 0: .* at least 1; ask the server/],
    [
      'all connections reserved',
      () => database({ maxConnections: 10, reserved: 10 }),
      /^reserved 10 of 10 connections: none are left .*; reserve fewer/,
    ],
    ['a pooler for half a client', () => database({ pooler: { maxClients: 0.5 } }), /^maxClients 0\.5: .* whole number .*; ask /],
    ['0 databases', () => database({ databases: 0 }), /^databases 0: .* at least 1; ask /],
    [
      'more connections than the database has',
      () => {
        const chart = Testing.chart();
        gunicornService({ database: postgres(chart, { maxConnections: 40 }), workers: WorkerPolicy.fixed(4) }, chart);
      },
      /^database connections: \(2 replicas \+ 1 surge \+ 2 terminating\) × .* = 80 of 40 − 3 reserved; open at most 7 in each pod/,
    ],
    [
      'migrations without a database',
      () => djangoService({ migrations: Migrations.job() }),
      /^migrations without a database: there is nothing to migrate; give one/,
    ],
    [
      'metrics of several workers in the environment',
      () => gunicornService({ metrics: Metrics.onPort(9100) }),
      /^metrics of 2 workers with settings in the environment: each scrape meets one worker .*; use \{ config: GunicornConfig\.file/,
    ],
  ]);
});

describe('trustProxy', () => {
  const trusting =
    (...trustProxy: string[]) =>
    () =>
      gunicornService({ traffic: { trustProxy } });
  reject([
    ['nobody', trusting(), /^an empty trustProxy: it would trust nobody.*; leave it out/],
    ['a name', trusting('ingress-nginx'), /^trustProxy 'ingress-nginx': .* IP address or a range .*; use the range/],
    ['an empty string', trusting(''), /^trustProxy '': .* IP address or a range .*; use the range/],
    ['an octet over 255', trusting('10.0.0.256'), /^trustProxy '10\.0\.0\.256': .*; use the range/],
    ['33 bits of IPv4', trusting('10.0.0.0/33'), /^trustProxy '10\.0\.0\.0\/33': .*; use the range/],
    ['129 bits of IPv6', trusting('fd00::/129'), /^trustProxy 'fd00::\/129': .*; use the range/],
    ['two slashes', trusting('10.0.0.0/8/8'), /^trustProxy '10\.0\.0\.0\/8\/8': .*; use the range/],
    ['everybody and somebody', trusting('*', '10.0.0.0/8'), /^trustProxy \*, 10\.0\.0\.0\/8: .* trusts everybody.*; use \['\*'\] alone/],
    [
      'host bits',
      trusting('10.1.2.3/8'),
      /^trustProxy '10\.1\.2\.3\/8': .* bits set beyond the first 8.*; give the first address of the range/,
    ],
    ['host bits of IPv6', trusting('fd00::1/64'), /^trustProxy 'fd00::1\/64': .* bits set beyond the first 64.*; give the first address/],
  ]);
});

describe('a wrong type, as only a JavaScript user can pass it', () => {
  const web = (props: object) => () => webService(js(props));
  const gunicorn = (props: object) => () => gunicornService(js(props));
  const djangoWith = (props: object) => () => djangoService(js(props));
  reject([
    [
      'no props at all',
      () => new WebService(Testing.chart(), 'web', js(undefined!)),
      /^props undefined: it has to be an object; give one such as \{ image: /,
    ],
    [
      'no props for gunicorn',
      () => new GunicornService(Testing.chart(), 'web', js(undefined!)),
      /^props undefined: it has to be an object; give one such as \{ image: /,
    ],
    ['a string for a port', web({ port: '8080' }), /^port '8080': it has to be a number; use one such as 8080/],
    [
      'a number for a variable',
      web({ environment: { DEBUG: 0 } }),
      /^variable DEBUG = 0: the environment holds strings only; write DEBUG: '0'/,
    ],
    [
      'an array for the environment',
      web({ environment: ['DEBUG=0'] }),
      /^environment \['DEBUG=0'\]: it has to be an object; use one such as \{ LOG_LEVEL/,
    ],
    ['no image', web({ image: undefined }), /^image undefined: it has to be a string; give one such as 'registry\.example\/app/],
    [
      'null for health',
      web({ health: { endpoints: null } }),
      /^health\.endpoints null: it has to be a HealthEndpoints; use one such as HealthEndpoints\.separate/,
    ],
    [
      'a path for health',
      web({ health: { endpoints: '/health/' } }),
      /^health\.endpoints '\/health\/': it has to be a HealthEndpoints; use one such as HealthEndpoints\.separate/,
    ],
    [
      'paths for health, without the call',
      web({ health: { liveness: '/a', readiness: '/b' } }),
      /^health\.endpoints undefined: it has to be a HealthEndpoints; give one such as HealthEndpoints\.separate/,
    ],
    ['no resources', web({ resources: undefined }), /^resources undefined: it has to be an object; give one such as \{ memory: Size/],
    ['no memory', web({ resources: {} }), /^resources\.memory undefined: it has to be a Size; give one such as Size\.mebibytes\(512\)/],
    [
      'a quantity for memory',
      web({ resources: { memory: '1Gi' } }),
      /^resources\.memory '1Gi': it has to be a Size; use one such as Size\.mebibytes\(512\)/,
    ],
    [
      'a number for CPU',
      web({ resources: { ...LEAST.resources, cpu: 1 } }),
      /^resources\.cpu 1: it has to be a Cpu; use one such as Cpu\.millis\(500\)/,
    ],
    [
      'a number for a duration',
      web({ health: { ...LEAST.health, startsWithin: 60 } }),
      /^health\.startsWithin 60: it has to be a Duration; use one such as Duration\.seconds\(60\)/,
    ],
    [
      'a number for the shutdown delay',
      web({ shutdown: { delay: 10 } }),
      /^shutdown\.delay 10: it has to be a Duration; use one such as Duration\.seconds\(10\)/,
    ],
    [
      'an unknown way to wait',
      web({ shutdown: { delayBy: 'shell' } }),
      /^shutdown\.delayBy 'shell': it has to be one of exec sleep, .*; use one such as PreStopDelay\.EXEC_SLEEP/,
    ],
    [
      'a string for a command',
      web({ command: 'gunicorn app' }),
      /^command 'gunicorn app': it has to be an array of strings; use one such as \[/,
    ],
    [
      'a number among the arguments',
      web({ args: ['--port', 80] }),
      /^args \['--port', 80\]: it has to be an array of strings; use one such as \[/,
    ],
    [
      'a string for hosts',
      web({ traffic: { hosts: 'app.example.org' } }),
      /^traffic\.hosts 'app\.example\.org': it has to be an array of strings; use one such as \['app/,
    ],
    [
      'a string for tls',
      web({ traffic: { hosts: HOSTS, tls: 'app-tls' } }),
      /^traffic\.tls 'app-tls': it has to be a Tls; use one such as Tls\.secret/,
    ],
    ['a number for replicas', web({ replicas: 3 }), /^replicas 3: it has to be a Replicas; use one such as Replicas\.fixed\(2\)/],
    [
      'a string for the user',
      web({ pod: { user: '10001' } }),
      /^pod\.user '10001': it has to be a number, or 'image'; use one such as 10001/,
    ],
    [
      'an unknown address family',
      web({ traffic: { ipFamily: 'IPv5' } }),
      /^traffic\.ipFamily 'IPv5': it has to be one of IPv4, IPv6, dual-stack; use one such as IpFamily\.IPV4/,
    ],
    ['true for metrics', web({ metrics: true }), /^metrics true: it has to be a Metrics; use one such as Metrics\.onPort\(9100\)/],
    [
      'a function that was not called',
      web({ traffic: { route: Route.ingress } }),
      /^traffic\.route ingress\(\): it has to be a Route; use one such as Route\.ingress\(\)/,
    ],
    [
      'a namespace for access',
      web({ traffic: { access: 'ingress-nginx' } }),
      /^traffic\.access 'ingress-nginx': it has to be a IngressAccess; use one such as IngressAccess\.fromNamespace/,
    ],
    ['a number of workers', gunicorn({ workers: 4 }), /^workers 4: it has to be a WorkerPolicy; use one such as WorkerPolicy\.fit\(\)/],
    [
      'a string for trustProxy',
      gunicorn({ traffic: { trustProxy: '*' } }),
      /^traffic\.trustProxy '\*': it has to be an array of strings; use one such as/,
    ],
    [
      'a URL for the database',
      gunicorn({ database: 'postgres://db' }),
      /^database 'postgres:\/\/db': it has to be a Dependency; use one such as Dependency\.postgres/,
    ],
    [
      'a path for a config',
      gunicorn({ config: '/app/gunicorn.conf.py' }),
      /^config '\/app\/gunicorn\.conf\.py': it has to be a GunicornConfig; use one/,
    ],
    [
      'a string for other connections',
      () => database(js({ otherConnections: '3' })),
      /^otherConnections '3': it has to be a number; use one such as 0/,
    ],
    [
      'false for migrations',
      djangoWith({ migrations: false }),
      /^migrations false: it has to be a Migrations; use one such as Migrations\.job\(\)/,
    ],
    ['a number for settings', djangoWith({ settings: 1 }), /^settings 1: it has to be a string; use one such as 'project\.settings'/],
    [
      'a path for static files',
      djangoWith({ staticFiles: '/static' }),
      /^staticFiles '\/static': it has to be a StaticFiles; use one such as StaticFiles\.inImage/,
    ],
    [
      'a process without a command',
      () => worker({ command: undefined }),
      /^command undefined: it has to be an array of strings; give one such as \['celery'/,
    ],
    [
      'a path for the liveness of a process',
      () => worker({ liveness: '/health/' }),
      /^liveness '\/health\/': it has to be a HealthCheck; use one such as HealthCheck\.heartbeat/,
    ],
    ['a string for a singleton', () => worker({ singleton: 'yes' }), /^singleton 'yes': it has to be true or false; use one such as true/],
    [
      'no paths',
      () => HealthEndpoints.separate(js(undefined!)),
      /^separate endpoints undefined: it has to be an object; give one such as \{ liveness/,
    ],
    [
      'no readiness path',
      () => HealthEndpoints.separate(js({ liveness: '/health/' })),
      /^readiness undefined: it has to be a string; give one such as '\/ready\/'/,
    ],
    [
      'paths for checks',
      () => HealthEndpoints.checks(js({ liveness: '/a', readiness: '/b' })),
      /^liveness '\/a': it has to be a HealthCheck; use one such as HealthCheck\.http/,
    ],
    ['no reason to share', () => HealthEndpoints.shared('/health/', js({})), /^because undefined: it has to be a string; give one such as/],
    [
      'a path for liveness alone',
      () => HealthEndpoints.livenessOnly(js('/health/' as unknown as object)),
      /^the liveness check '\/health\/': it has to be a HealthCheck/,
    ],
    [
      'a string for an exec check',
      () => HealthCheck.exec(js('true' as unknown as object)),
      /^the command of an exec check 'true': it has to be an array of strings; use one/,
    ],
    [
      'a number for a header',
      () => HealthCheck.http('/', js({ headers: { 'X-Probe': 1 } })),
      /^probe header 'X-Probe' with the value 1: it has to be a string; use one/,
    ],
    [
      'seconds for a heartbeat',
      () => HealthCheck.heartbeat('/tmp/beat', js(60 as unknown as object)),
      /^the age of a heartbeat 60: it has to be a Duration; use one/,
    ],
    [
      'a string for a number of replicas',
      () => Replicas.fixed(js('2' as unknown as object)),
      /^replicas '2': it has to be a number; use one such as 2/,
    ],
    ['autoscaling without a most', () => Replicas.autoscaled(js({ min: 2 })), /^max undefined: it has to be a number; give one such as 6/],
    ['no TLS secret', () => Tls.secret(js(undefined!)), /^TLS secret undefined: it has to be a string; give one such as 'obcms-tls'/],
    [
      'no namespace',
      () => IngressAccess.fromNamespace(js(undefined!)),
      /^namespace undefined: it has to be a string; give one such as 'ingress-nginx'/,
    ],
    [
      'no secret',
      () => Dependency.postgres(js(undefined!)),
      /^the secret of a dependency undefined: it has to be an object; give one such as Secret\.from/,
    ],
    [
      'a URL for a secret',
      () => Dependency.redis(js('redis://' as unknown as object)),
      /^the secret of a dependency 'redis:\/\/': it has to be an object; use one/,
    ],
    [
      'a string for maxConnections',
      () => database(js({ maxConnections: '100' })),
      /^maxConnections '100': it has to be a number; use one such as 100/,
    ],
    [
      'one path for paths',
      () => Route.ingress(js({ paths: '/' })),
      /^paths '\/': it has to be an array of strings; use one such as \['\/'\]/,
    ],
    ['no Gateway', () => Route.gateway(js({})), /^gateway undefined: it has to be a string; give one such as 'public'/],
    [
      'a static directory without the time',
      () => StaticFiles.collectAtStart('/static', js(undefined!)),
      /^props of collectAtStart undefined: .*; give one such as \{ takes/,
    ],
    [
      'an unknown hook',
      () => Migrations.job(js({ hooks: 'flux' })),
      /^hooks 'flux': it has to be one of helm, argocd; use one such as MigrationHooks\.HELM/,
    ],
    [
      'a metrics path that is no string',
      () => Metrics.onWebPort(js({ path: 5 })),
      /^path 5: it has to be a string; use one such as '\/metrics'/,
    ],
  ]);
});

describe('props that nobody reads, as only a JavaScript user can pass them', () => {
  reject([
    [
      'a prop of a group beside it',
      () => webService(js({ hosts: HOSTS })),
      /^prop 'hosts': there is no such prop, and it would change nothing; write \{ traffic: \{ hosts: … \} \}\.$/,
    ],
    ['a misspelt prop', () => webService(js({ replica: 2 })), /^prop 'replica': there is no such prop, .*; use one of image, health, /],
    [
      'a misspelt prop of a group',
      () => webService({ traffic: js({ host: 'app.example.org' }) }),
      /^prop 'host' of traffic: there is no such prop, .*; use one of hosts, tls, /,
    ],
    ['workers of a plain web service', () => webService(js({ workers: WorkerPolicy.fit() })), /^prop 'workers': there is no such prop/],
    ['an option of a check', () => HealthCheck.http('/', js({ timeout: 5 })), /^prop 'timeout' of options of the check: there is no such/],
    ['a name that every object answers to', () => webService(js({ constructor: 1 })), /^prop 'constructor': there is no such prop/],
  ]);

  test('a subclass may add props of its own and pass everything on', () => {
    class TeamService extends WebService {
      public constructor(props: WebServiceProps & { readonly team: string }) {
        super(Testing.chart(), 'web', props);
      }
    }
    expect(() => new TeamService({ ...LEAST, team: 'shop' })).not.toThrow();
  });
});

function reject(rows: readonly Row[]): void {
  test.each(rows)('given %s, the error says what was given, why it cannot work and what would', (_given, code, message) => {
    const error = caught(code);
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/: .+; .+\.\s*$/);
    expect(error).not.toBeInstanceOf(TypeError);
  });
}

function caught(code: () => unknown): Error {
  try {
    code();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was refused');
}
