import { describe, expect, test } from '@jest/globals';
import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { IMixin } from 'constructs';
import { manifest, podSpec } from './workload';
import { HealthEndpoints } from '../../lib/health/health-endpoints';
import { GracefulShutdown } from '../../lib/mixins/graceful-shutdown';
import { GunicornWorkers } from '../../lib/mixins/gunicorn-workers';
import { HealthChecks } from '../../lib/mixins/health-checks';
import type { HealthChecksProps } from '../../lib/mixins/health-checks';
import { PodHardening } from '../../lib/mixins/pod-hardening';
import { SpreadAcrossNodes } from '../../lib/mixins/spread-across-nodes';
import { WaitForMigrations } from '../../lib/mixins/wait-for-migrations';
import type { WorkloadSelection } from '../../lib/mixins/workload-selection';
import type { Json } from '../../lib/synthesis/json';

const endpoints = HealthEndpoints.separate({ liveness: '/health/', readiness: '/ready/' });
const healthChecks = (props: Partial<HealthChecksProps> = {}) => new HealthChecks({ endpoints, ...props });

/** A workload that `app: <name>` selects, and what its container answers. */
function workload(name: string, kind = 'Deployment', web: Json = {}): Json {
  const json = manifest(kind, {}, { name, ...web });
  const labels = { app: name };
  return {
    ...json,
    metadata: { name },
    spec: { ...json.spec, selector: { matchLabels: labels }, template: { ...json.spec.template, metadata: { labels } } },
  };
}

function service(app: string): Json {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name: `to-${app}` }, spec: { selector: { app }, ports: [{ port: 80 }] } };
}

const WEB = workload('web');
const WORKER = workload('worker', 'Deployment', { ports: [], livenessProbe: { exec: { command: ['celery', 'inspect', 'ping'] } } });
const REDIS = workload('redis', 'StatefulSet', {
  ports: [{ containerPort: 6379 }],
  livenessProbe: { exec: { command: ['redis-cli', 'ping'] } },
});

/** The objects of one file, as an `Include` has them: beneath one construct. */
function included(...objects: Json[]) {
  const app = new App();
  const chart = new Chart(app, 'shop');
  const file = new Construct(chart, 'file');
  objects.forEach((json, index) => new ApiObject(file, `${index}`, json as never));
  const probed = () =>
    chart
      .toJson()
      .filter((json) => json.spec.template && podSpec(json).containers[0].readinessProbe)
      .map(({ metadata }) => metadata.name);
  return { app, chart, file, probed };
}

describe('given several workloads and a mixin that is about one application', () => {
  test('the one that a Service sends users to is meant; a worker keeps the probe that somebody wrote', () => {
    const { chart, file, probed } = included(WEB, WORKER, service('web'));
    file.with(healthChecks());
    expect(probed()).toEqual(['web']);
    expect(podSpec(chart.toJson()[1]).containers[0].livenessProbe).toEqual({ exec: { command: ['celery', 'inspect', 'ping'] } });
  });

  test('two that Services send users to are an error that names both and asks which', () => {
    const { file } = included(WEB, WORKER, REDIS, service('web'), service('redis'));
    expect(() => file.with(healthChecks())).toThrow(
      "HealthChecks on 'shop/file': it is about one application, and could mean Deployment web, StatefulSet redis; " +
        "say which: { workload: 'web' }.",
    );
  });

  test('none that a Service sends users to is an error that names all of them', () => {
    const { file } = included(WEB, WORKER);
    expect(() => file.with(healthChecks())).toThrow(/could mean Deployment web, Deployment worker; say which/);
  });

  test.each(['web', 'Deployment/web'])('%s says which', (name) => {
    const { file, probed } = included(WEB, REDIS, service('web'), service('redis'));
    file.with(healthChecks({ workload: name }));
    expect(probed()).toEqual(['web']);
  });

  test('a Service of another namespace sends nobody here', () => {
    const elsewhere = { ...service('worker'), metadata: { name: 'elsewhere', namespace: 'other' } };
    const { file, probed } = included(WEB, WORKER, service('web'), elsewhere);
    file.with(healthChecks());
    expect(probed()).toEqual(['web']);
  });

  test.each<[string, IMixin]>([
    ['GunicornWorkers', new GunicornWorkers()],
    ['WaitForMigrations', new WaitForMigrations()],
  ])('%s refuses to choose as well', (name, mixin) => {
    const { file } = included(WEB, REDIS, service('web'), service('redis'));
    expect(() => file.with(mixin)).toThrow(new RegExp(`^${name} on 'shop/file': it is about one application`));
  });

  test('two mixins, each for a workload of its own, do not meet', () => {
    const { file, probed } = included(WEB, workload('api'), service('web'), service('api'));
    file.with(healthChecks({ workload: 'web' }), healthChecks({ workload: 'api' }));
    expect(probed()).toEqual(['web', 'api']);
  });
});

describe('given several workloads and a mixin that is good for all of them', () => {
  test('it reaches every one', () => {
    const { chart, file } = included(WEB, WORKER, service('web'));
    file.with(new GracefulShutdown());
    expect(chart.toJson().flatMap(({ spec }) => spec.template?.spec.terminationGracePeriodSeconds ?? [])).toEqual([45, 45]);
  });

  test('a name says which', () => {
    const { chart, file } = included(WEB, WORKER);
    file.with(new SpreadAcrossNodes({ workload: 'web' }));
    expect(chart.toJson().map(({ spec }) => 'topologySpreadConstraints' in spec.template.spec)).toEqual([true, false]);
  });
});

describe('given probes that somebody wrote', () => {
  test('they are an error that says what they ask', () => {
    const { app, file } = included(REDIS);
    file.with(healthChecks());
    expect(() => app.synthYaml()).toThrow(
      "[shop/file/0] health checks for container 'redis': it has probes: liveness (redis-cli ping); choose the workload that is meant, " +
        "{ workload: '…' }, or replace them: { replace: true }.",
    );
  });

  test('`replace` replaces them', () => {
    const { file, probed } = included(REDIS);
    file.with(healthChecks({ replace: true }));
    expect(probed()).toEqual(['redis']);
  });
});

/** Each mixin with what it may be told about workloads. */
const MIXINS: [string, (selection: WorkloadSelection) => IMixin, RegExp][] = [
  ['HealthChecks', (selection) => healthChecks(selection), /no workload that keeps running \(Deployment, StatefulSet/],
  ['GunicornWorkers', (selection) => new GunicornWorkers(selection), /no workload that keeps running/],
  ['GracefulShutdown', (selection) => new GracefulShutdown(selection), /no workload that keeps running/],
  ['WaitForMigrations', (selection) => new WaitForMigrations(selection), /no workload that keeps running/],
  ['SpreadAcrossNodes', (selection) => new SpreadAcrossNodes(selection), /no workload with replicas/],
  ['PodHardening', (selection) => new PodHardening(selection), /no workload of any kind/],
];

describe.each(MIXINS)('given nothing that %s could work on', (name, make, lookedFor) => {
  test('the synthesis fails with what it looked for and what there is', () => {
    const { app, file } = included(service('web'));
    file.with(make({}));
    expect(() => app.synthYaml()).toThrow(lookedFor);
    expect(() => app.synthYaml()).toThrow(
      new RegExp(`\\[shop/file\\] ${name} on 'shop/file': .*, only Service to-web; .*\\{ allowNone: true \\}`),
    );
  });

  test('the synthesis fails for a single object as well', () => {
    const { app, file } = included(service('web'));
    file.node.children[0].with(make({}));
    expect(() => app.synthYaml()).toThrow(lookedFor);
  });

  test('that is in order where it was said to be', () => {
    const { app, file } = included(service('web'));
    file.with(make({ allowNone: true }));
    expect(() => app.synthYaml()).not.toThrow();
  });

  test('another workload than the named one does not count', () => {
    const { app, file } = included(WEB);
    file.with(make({ workload: 'wbe' }));
    expect(() => app.synthYaml()).toThrow(/there is no workload 'wbe', only Deployment web; say one of them: \{ workload: 'web' \}/);
  });
});

describe('given a mixin that is asked and not told', () => {
  test('a question about one construct of many promises nothing', () => {
    const { app, file } = included(WEB, service('web'));
    const mixin = healthChecks();
    file.node
      .findAll()
      .filter((construct) => mixin.supports(construct))
      .forEach((construct) => mixin.applyTo(construct));
    expect(() => app.synthYaml()).not.toThrow();
  });

  test('found in one place and not in another, the other is named', () => {
    const { app, chart, file } = included(WEB);
    const empty = new Construct(chart, 'empty');
    new ApiObject(empty, 'service', service('web') as never);
    const mixin = new GracefulShutdown();
    file.with(mixin);
    empty.with(mixin);
    expect(() => app.synthYaml()).toThrow(/\[shop\/empty\] GracefulShutdown on 'shop\/empty'/);
  });
});
