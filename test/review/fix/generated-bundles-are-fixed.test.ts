import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { readText } from '../../../lib/manifest/input/text';
import { Reading } from '../../../lib/reading/reading';
import { budget, container, deployment, ingress, service, type Json } from '../shop';
import { fileOf, fixed, rules } from './fixed';
import { harmOf } from './harm';

const numbers = fc.record(
  {
    initialDelaySeconds: fc.constantFrom(0, 5, 30, 60, 120),
    periodSeconds: fc.constantFrom(1, 3, 5, 10, 20, 30),
    timeoutSeconds: fc.constantFrom(1, 2, 5, 30),
    failureThreshold: fc.constantFrom(1, 2, 3, 6, 10),
  },
  { requiredKeys: [] },
);
const requests: readonly Json[] = [
  { httpGet: { path: '/health/', port: 'http' } },
  { httpGet: { path: '/ready/', port: 8000 } },
  { tcpSocket: { port: 'http' } },
];
const commands: readonly Json[] = [{ exec: { command: ['python', '/app/check.py'] } }, { exec: { command: ['cat', '/tmp/alive'] } }];
const probe = (questions: readonly Json[]) =>
  fc.tuple(fc.constantFrom(...questions), numbers).map(([asked, timing]): Json => ({ ...asked, ...timing }));
/** What a command says of users, nobody can tell: by one of readiness or startup, a release that never serves may become ready. */
const probes = fc.record(
  { livenessProbe: probe([...requests, ...commands]), readinessProbe: probe(requests), startupProbe: probe(requests) },
  { requiredKeys: [] },
);
const command = fc.constantFrom<Json>(
  {},
  { command: ['gunicorn', 'app:app', '-b', ':8000', '-w', '2', '--threads', '4', '-k', 'gthread'] },
  { command: ['sh', '-c', 'gunicorn app:app -b :8000 -w 3 --graceful-timeout 60'] },
  { command: ['gunicorn', 'app:app', '-b', '127.0.0.1:8000', '--max-requests', '1000', '-w', '2'] },
  { command: ['uvicorn', 'app:app', '--host=0.0.0.0', '--port=8000'] },
  { command: ['uvicorn', 'app:app', '--port=8000', '--workers', '2'] },
);
const bundle = fc
  .record({
    probes,
    command,
    hook: fc.constantFrom<Json>({}, { lifecycle: { preStop: { sleep: { seconds: 5 } } } }),
    resources: fc.constantFrom<Json>({}, { resources: { requests: { cpu: '500m', memory: '512Mi' }, limits: { memory: '512Mi' } } }),
    readOnly: fc.constantFrom<Json>({}, { securityContext: { readOnlyRootFilesystem: true } }),
    grace: fc.constantFrom<Json>({}, { terminationGracePeriodSeconds: 5 }, { terminationGracePeriodSeconds: 90 }),
    rollout: fc.constantFrom<Json>(
      {},
      { replicas: 1 },
      { replicas: 3, progressDeadlineSeconds: 60 },
      { strategy: { type: 'Recreate' } },
      { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } } },
      { replicas: 4, strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: '50%' } } },
    ),
    budgets: fc.constantFrom<readonly Json[]>([], [], [budget({ maxUnavailable: 0 })]),
    routed: fc.boolean(),
  })
  .map(({ probes: asked, command: started, hook, resources, readOnly, grace, rollout, budgets, routed }) =>
    fileOf(
      deployment(
        {},
        { containers: [container({ readinessProbe: undefined, ...asked, ...started, ...hook, ...resources, ...readOnly })], ...grace },
        rollout,
      ),
      service(),
      ...(routed ? [ingress()] : []),
      ...budgets,
    ),
  );

test('a fix makes no scenario worse, whatever the bundle is like', () => {
  let changed = 0;
  fc.assert(
    fc.property(bundle, (text) => {
      const { documents, fixed: gone } = fixed({ 'a.yaml': text });
      fc.pre(gone.length > 0);
      changed += 1;
      const harm = harmOf(Reading.ofDocuments(readText('a.yaml', text).documents), Reading.ofDocuments(documents));
      expect(harm.map((change) => ({ ...change, rules: rules(gone) }))).toEqual([]);
    }),
    { numRuns: process.env.CI ? 100 : 10 },
  );
  expect(changed).toBeGreaterThan(5);
}, 240_000);
