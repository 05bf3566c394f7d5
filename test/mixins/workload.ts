import { ApiObject, App, Chart } from 'cdk8s';
import type { IMixin } from 'constructs';
import type { Json } from '../../lib/synthesis/json';

/** The container that the mixins are about, as plain data. */
export const WEB: Json = {
  name: 'web',
  image: 'registry.example/web:1',
  ports: [{ name: 'http', containerPort: 8080 }],
  resources: { limits: { cpu: '1', memory: '1Gi' } },
};

/** A small workload, as plain data. */
export function manifest(kind = 'Deployment', spec: Json = {}, web: Json = {}): Json {
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ ...WEB, ...web }], ...spec } };
  switch (kind) {
    case 'Pod':
      return { apiVersion: 'v1', kind, metadata: { name: 'web' }, spec: template.spec };
    case 'CronJob':
      return { apiVersion: 'batch/v1', kind, metadata: { name: 'web' }, spec: { schedule: '@daily', jobTemplate: { spec: { template } } } };
    case 'Job':
      return { apiVersion: 'batch/v1', kind, metadata: { name: 'web' }, spec: { template } };
    default:
      return {
        apiVersion: kind === 'Rollout' ? 'argoproj.io/v1alpha1' : 'apps/v1',
        kind,
        metadata: { name: 'web' },
        spec: { selector: { matchLabels: { app: 'web' } }, template },
      };
  }
}

export function chart(): Chart {
  return new Chart(new App(), 'chart');
}

/** The workload as an object of a chart of its own. */
export function workload(json: Json = manifest(), scope: Chart = chart()): ApiObject {
  return new ApiObject(scope, 'workload', json as never);
}

/** What the workload renders to once the mixins are applied. */
export function rendered(json: Json, ...mixins: IMixin[]): Json {
  const object = workload(json);
  object.with(...mixins);
  return object.toJson();
}

export function podSpec(object: Json): Json {
  return object.kind === 'Pod' ? object.spec : (object.spec.jobTemplate ?? object).spec.template.spec;
}

/** The container that the mixins are about, once they are applied to a Deployment. */
export function web(mixin: IMixin, container: Json = {}, spec: Json = {}): Json {
  return podSpec(rendered(manifest('Deployment', spec, container), mixin)).containers[0];
}

/** Variables of a container by name. */
export function variables({ env = [] }: Json): Record<string, string> {
  return Object.fromEntries(env.map(({ name, value }: Json) => [name, value]));
}
