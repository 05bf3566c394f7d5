import { Cron } from 'cdk8s';
import { HealthCheck } from '../../health/health-check';
import { USER } from '../../mixins/pod-hardening';
import { HEALTH, SEPARATE } from '../../health/health-props';
import { PreStopDelay } from '../../mixins/graceful-shutdown';
import { GunicornConfig } from '../../mixins/gunicorn-config';
import { IpFamily } from '../../mixins/ip-family';
import { WorkerPolicy } from '../../workers/worker-policy';
import { checkShapes, cpu, duration, flag, instance, number, object, oneOf, required, size, text, texts } from '../../props/shape';
import type { Shapes } from '../../props/shape';
import { Dependency } from '../dependency';
import { IngressAccess } from '../ingress-access';
import { Metrics } from '../metrics';
import { Migrations } from '../migrations';
import { Replicas } from '../replicas';
import { Route } from '../route';
import { StaticFiles } from '../static-files';
import { Tls } from '../tls';

/** What the props of each construct have to be, said where no compiler has said it: a JavaScript user gets the same answer. */

const RESOURCES: Shapes = { memory: required(size(512)), cpu: cpu(500), cpuLimit: cpu(1000) };
const SHUTDOWN: Shapes = { delay: duration(10), delayBy: oneOf(PreStopDelay, 'PreStopDelay'), drainsWithin: duration(60) };
const TRAFFIC: Shapes = {
  hosts: texts('app.example.org'),
  tls: instance(Tls, "Tls.secret('app-tls')"),
  route: instance(Route, 'Route.ingress()'),
  access: instance(IngressAccess, "IngressAccess.fromNamespace('ingress-nginx')"),
  trustProxy: texts('10.0.0.0/8'),
  slowestRequest: duration(60),
  longestConnection: duration(3600),
  ipFamily: oneOf(IpFamily, 'IpFamily'),
};
const POD: Shapes = {
  user: USER,
  tmpSize: size(256),
  initWithin: duration(60),
  serviceAccountName: text('shop'),
  mountServiceAccountToken: flag(true),
  imagePullSecrets: texts('registry'),
  priorityClassName: text('high'),
  nodeSelector: object("{ 'kubernetes.io/arch': 'arm64' }"),
  tolerations: { name: 'an array of objects', example: "[{ key: 'dedicated', value: 'web' }]", fits: isListOfObjects },
  labels: object("{ team: 'shop' }"),
  annotations: object("{ 'example.org/owner': 'shop' }"),
};

const WEB: Shapes = {
  image: required(text('registry.example/app:2025.10.16')),
  health: required(object(`{ endpoints: ${SEPARATE} }`, HEALTH)),
  resources: required(object('{ memory: Size.mebibytes(512) }', RESOURCES)),
  port: number(8080),
  environment: object("{ LOG_LEVEL: 'info' }"),
  command: texts('/app/server', '--verbose'),
  args: texts('--verbose'),
  replicas: instance(Replicas, 'Replicas.fixed(2)'),
  traffic: object("{ hosts: ['app.example.org'] }", TRAFFIC),
  shutdown: object('{ delay: Duration.seconds(10) }', SHUTDOWN),
  metrics: instance(Metrics, 'Metrics.onPort(9100)'),
  pod: object('{ user: 10001 }', POD),
};

const GUNICORN: Shapes = {
  workers: instance(WorkerPolicy, 'WorkerPolicy.fit()'),
  config: instance(GunicornConfig, 'GunicornConfig.environment()'),
  database: instance(Dependency, 'Dependency.postgres(secret)'),
  cache: instance(Dependency, 'Dependency.redis(secret)'),
};

const DJANGO: Shapes = {
  settings: text('project.settings'),
  projectDirectory: text('/app/src'),
  migrations: instance(Migrations, 'Migrations.job()'),
  staticFiles: instance(StaticFiles, 'StaticFiles.inImage()'),
};

const PROCESS: Shapes = {
  command: required(texts('celery', '-A', 'project', 'worker')),
  replicas: number(1),
  singleton: flag(true),
  liveness: instance(HealthCheck, "HealthCheck.heartbeat('/tmp/heartbeat', Duration.minutes(2))"),
  slowestTask: duration(60),
  startsWithin: duration(60),
  resources: object('{ memory: Size.mebibytes(512) }', RESOURCES),
  connections: number(1),
};

const TASK: Shapes = {
  schedule: required(instance(Cron, 'Cron.daily()')),
  command: required(texts('python', 'manage.py', 'clearsessions')),
  endsWithin: required(duration(600)),
  timeZone: text('Europe/Berlin'),
  retries: number(2),
  resources: object('{ memory: Size.mebibytes(512) }', RESOURCES),
  connections: number(1),
};

function isListOfObjects(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'object' && one !== null);
}

/** @param exactly whether these are all the props there may be: not of a subclass, which passes on what it was given */
export function checkWebShapes(props: unknown, exactly: boolean): void {
  checkShapes('props', props, WEB, { othersAllowed: !exactly });
}

export function checkGunicornShapes(props: unknown, exactly: boolean): void {
  checkShapes('props', props, { ...WEB, ...GUNICORN }, { othersAllowed: !exactly });
}

export function checkDjangoShapes(props: unknown, exactly: boolean): void {
  checkShapes('props', props, { ...WEB, ...GUNICORN, ...DJANGO }, { othersAllowed: !exactly });
}

export function checkTaskShapes(props: unknown): void {
  checkShapes('props', props, TASK);
}

export function checkProcessShapes(props: unknown): void {
  checkShapes('props', props, PROCESS);
}
