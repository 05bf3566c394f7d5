import { GunicornConfig } from '../gunicorn-config';
import { IpFamily } from '../ip-family';
import { duration, flag, instance, number, oneOf, text } from '../../props/shape';
import type { Shapes } from '../../props/shape';
import { WorkerPlan } from '../../workers/worker-plan';
import { WorkerPolicy } from '../../workers/worker-policy';

/** What the props of each mixin have to be: a JavaScript user gets the same answer as one with a compiler. */

export const SELECTION: Shapes = { workload: text('web'), allowNone: flag(true) };
/** Of a mixin that is about one container. */
export const CONTAINER: Shapes = { ...SELECTION, container: text('web') };

export const HEALTH_CHECKS: Shapes = {
  ...CONTAINER,
  port: number(8080),
  host: text('app.example.org'),
  tls: flag(true),
  initWithin: duration(60),
  replace: flag(true),
};

export const GUNICORN_WORKERS: Shapes = {
  ...CONTAINER,
  policy: instance(WorkerPolicy, 'WorkerPolicy.fit()'),
  plan: instance(WorkerPlan, 'WorkerPolicy.fit().plan(…)'),
  slowestRequest: duration(60),
  port: number(8080),
  ipFamily: oneOf(IpFamily, 'IpFamily'),
  config: instance(GunicornConfig, 'GunicornConfig.environment()'),
  metricsDirectory: text('/var/run/prometheus'),
};

export const WAITING: Shapes = { ...CONTAINER, atMost: duration(300), projectDirectory: text('/app/src') };
