import { readDockerfile } from '../../lib/application/image/dockerfile';
import type { Image } from '../../lib/application/image/image';
import { RULES, review } from '../../lib/review';

/** A JSON object of a test. */
export type Json = { [field: string]: unknown };

/** A sound web server: what is added or replaced is what the test is about. */
export function container(fields: Json = {}): Json {
  return {
    name: 'web',
    image: 'registry.example/shop:1',
    ports: [{ name: 'http', containerPort: 8000 }],
    readinessProbe: { httpGet: { path: '/ready/', port: 'http' } },
    ...fields,
  };
}

/** A Deployment `web` with the labels that {@link service} selects. */
export function deployment(containerFields: Json = {}, podFields: Json = {}, specFields: Json = {}, metadata: Json = {}): Json {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', ...metadata },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [container(containerFields)], ...podFields } },
      ...specFields,
    },
  };
}

/** A Service `web` in front of {@link deployment}. */
export function service(specFields: Json = {}, metadata: Json = {}): Json {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', ...metadata },
    spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 'http' }], ...specFields },
  };
}

/** An Ingress that sends everything to one Service. */
export function ingress(backend: Json = { name: 'web', port: { number: 80 } }, metadata: Json = {}): Json {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web', ...metadata },
    spec: { rules: [{ host: 'shop.example', http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: backend } }] } }] },
  };
}

/** A PodDisruptionBudget of {@link deployment}. */
export function budget(specFields: Json = { maxUnavailable: 1 }): Json {
  const selector = { matchLabels: { app: 'web' } };
  return { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'web' }, spec: { selector, ...specFields } };
}

/** A ConfigMap. */
export function configMap(name: string, data: Json): Json {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data };
}

/** A HorizontalPodAutoscaler of {@link deployment} that looks at the CPU. */
export function autoscaler(specFields: Json = {}): Json {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      minReplicas: 2,
      maxReplicas: 10,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } }],
      ...specFields,
    },
  };
}

/** What one rule finds, each as `severity path: message`. */
export function seen(rule: string, ...objects: unknown[]): string[] {
  return seenWith(rule, new Map(), ...objects);
}

/** The same where the application of every image was read. */
export function seenWithApplication(rule: string, dockerfile: string, files: Record<string, string>, ...objects: unknown[]): string[] {
  return seenWith(rule, new Map([['*', readDockerfile('Dockerfile', dockerfile, (path) => files[path])]]), ...objects);
}

function seenWith(rule: string, images: ReadonlyMap<string, Image>, ...objects: unknown[]): string[] {
  const rules = RULES.filter(({ id }) => id === rule);
  if (rules.length !== 1) {
    throw new Error(`there is no rule ${rule}`);
  }
  return review(objects, { rules, images }).map(({ severity, path, message }) => `${severity} ${path}: ${message}`);
}
