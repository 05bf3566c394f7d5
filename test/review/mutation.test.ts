import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { readText } from '../../lib/manifest/input/text';
import { review, reviewDocuments } from '../../lib/review';
import { autoscaler, configMap, container, deployment, ingress, service, type Json } from './shop';

/** The gate runs them all; `npm test` at a desk some, which takes a second or two. */
const CASES = process.env.CI ? 20_000 : 500;

/** Enough kinds and fields that every rule has something to read. */
const MANIFESTS: readonly Json[] = [
  deployment(
    {
      command: [
        'sh',
        '-c',
        'set -e; python manage.py migrate && exec gunicorn -c /etc/app/gunicorn.conf.py --bind 0.0.0.0:${PORT:-8000} app:app',
      ],
      env: [
        { name: 'PORT', value: '$(BASE)0' },
        { name: 'ALLOWED_HOSTS', value: 'a,b' },
        { name: 'GUNICORN_CMD_ARGS', value: '--threads 4' },
        { name: 'KEY', valueFrom: { configMapKeyRef: { name: 'settings', key: 'x' } } },
        { name: 'REDIS_HOST', value: 'redis' },
      ],
      envFrom: [{ prefix: 'A_', configMapRef: { name: 'settings' } }, { secretRef: { name: 'secret', optional: true } }],
      livenessProbe: { httpGet: { path: '/db/', port: 'http', httpHeaders: [{ name: 'Host', value: 'a' }] }, periodSeconds: 5 },
      startupProbe: { exec: { command: ['python', 'check.py'] } },
      lifecycle: { preStop: { exec: { command: ['sh', '-c', 'sleep 5'] } } },
      resources: { limits: { memory: '128Mi', cpu: '500m' } },
      securityContext: { readOnlyRootFilesystem: true },
      volumeMounts: [{ name: 'settings', mountPath: '/etc/app' }],
    },
    {
      volumes: [{ name: 'settings', configMap: { name: 'settings', items: [{ key: 'gunicorn.conf.py', path: 'gunicorn.conf.py' }] } }],
      initContainers: [{ name: 'proxy', restartPolicy: 'Always', ports: [{ containerPort: 1 }] }, { name: 'migrate' }],
      terminationGracePeriodSeconds: 10,
    },
    { strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: '50%' } }, progressDeadlineSeconds: 30 },
  ),
  service({
    ipFamilies: ['IPv6'],
    publishNotReadyAddresses: true,
    ports: [
      { port: 80, targetPort: 'http' },
      { port: 81, targetPort: 9000, name: 'b' },
    ],
  }),
  ingress(),
  {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'r' },
    spec: { rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] },
  },
  configMap('settings', {
    'gunicorn.conf.py': "import os\nbind = f\"0.0.0.0:{os.getenv('PORT', '8080')}\"\nworkers = os.cpu_count() * 2 + 1\n",
  }),
  autoscaler(),
  { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata: { name: 'k' }, spec: { scaleTargetRef: { name: 'web' } } },
  {
    apiVersion: 'autoscaling.k8s.io/v1',
    kind: 'VerticalPodAutoscaler',
    metadata: { name: 'v' },
    spec: { targetRef: { kind: 'Deployment', name: 'web' } },
  },
  {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'p' },
    spec: { minAvailable: 2, selector: { matchLabels: { app: 'web' } } },
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'n' },
    spec: { podSelector: {}, ingress: [{ ports: [{ port: 80, endPort: 90 }] }] },
  },
  { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'l' }, spec: { limits: [{ type: 'Container', default: { memory: '1Gi' } }] } },
  {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'c' },
    spec: { jobTemplate: { spec: { template: { spec: { containers: [container()] } } } } },
  },
  {
    apiVersion: 'v1',
    kind: 'List',
    items: [{ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: { labels: { 'kubernetes.io/service-name': 'x' } } }],
  },
];

const strange = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    undefined,
    '',
    0,
    -1,
    1.5,
    1e21,
    true,
    [],
    {},
    [[]],
    [null],
    { a: null },
    '$(A)',
    '${A',
    '"',
    "'",
    '$((',
    '{{ .x }}',
    '\u0000',
    '__proto__',
    'constructor',
    '[::]:x',
    '127.0.0.1',
    'unix:',
    'sh',
    '-c',
    '8000',
    '100%',
    '1Gi',
    'gunicorn',
  ),
  fc.string(),
  fc.integer(),
  fc.double(),
  fc.array(fc.string(), { maxLength: 3 }),
  fc.dictionary(fc.string(), fc.string(), { maxKeys: 3 }),
);

/** Puts a strange value, or another part of the same tree, somewhere into it. */
function mutate(tree: unknown, steps: readonly number[], value: unknown): unknown {
  const keys = typeof tree === 'object' && tree !== null ? Object.keys(tree) : [];
  const [step, ...rest] = steps;
  if (step === undefined || keys.length === 0) {
    return value;
  }
  const key = keys[step % keys.length];
  const changed = mutate((tree as Json)[key], rest, value);
  return Array.isArray(tree) ? tree.map((item, index) => (String(index) === key ? changed : item)) : { ...(tree as Json), [key]: changed };
}

const mutation = fc.record({ steps: fc.array(fc.nat(), { minLength: 1, maxLength: 9 }), value: strange });
const mutants = fc
  .array(mutation, { minLength: 1, maxLength: 6 })
  .map((mutations) => mutations.reduce<unknown>((tree, { steps, value }) => mutate(tree, steps, value), MANIFESTS));

test('unmutated, the manifests give a good part of the rules something to find', () => {
  expect(new Set(review(MANIFESTS).map(({ rule }) => rule)).size).toBeGreaterThan(15);
});

test("YAML's .nan is no port", () => {
  const objects = [deployment({ readinessProbe: { httpGet: { port: NaN } } }), service({ ports: [{ port: 80, targetPort: NaN }] })];
  const texts = review(objects).map(({ message }) => message);
  expect(texts.filter((text) => text.includes('NaN'))).toEqual([]);
});

test('no mutation of a manifest makes the review throw, and every finding is complete', () => {
  fc.assert(
    fc.property(mutants, (objects) => {
      for (const finding of review(objects as unknown[])) {
        const texts = [finding.path, finding.message, finding.consequence, finding.fix];
        if (texts.some((text) => typeof text !== 'string' || /undefined|\[object|NaN/.test(text.replace(/"[^"]*"/g, '')))) {
          expect(finding).toBe('complete');
        }
      }
    }),
    { numRuns: CASES },
  );
}, 300_000);

test('no mutation of the text makes the reading throw, and every finding has a line', () => {
  const text = MANIFESTS.map((object) => JSON.stringify(object, undefined, 1)).join('\n---\n');
  const edits = fc.array(
    fc.record({
      at: fc.nat(text.length),
      length: fc.nat(20),
      insert: fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom('\n---\n', '{', '[', '&a ', '*a', '\t', ': ', '{{ ')),
    }),
    { minLength: 1, maxLength: 4 },
  );
  fc.assert(
    fc.property(edits, (list) => {
      const changed = list.reduce((before, { at, length, insert }) => before.slice(0, at) + insert + before.slice(at + length), text);
      const { documents, problems } = readText('a.yaml', changed);
      expect(problems.every(({ message }) => message !== '')).toBe(true);
      expect(reviewDocuments(documents).every(({ line = 0 }) => line > 0)).toBe(true);
    }),
    { numRuns: process.env.CI ? 300 : 100 },
  );
}, 300_000);
