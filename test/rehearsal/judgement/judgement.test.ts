import { describe, expect, test } from '@jest/globals';
import { Reading } from '../../../lib/reading/reading';
import type { Evidence, ProbeEvidence, Shutdown } from '../../../lib/rehearsal/evidence';
import { judgeEvidence } from '../../../lib/rehearsal/judgement/judgement';
import { suggestedPatch } from '../../../lib/rehearsal/patch';

const PROBE = { httpGet: { path: '/ready/', port: 8000 } };

function subject(container: object = {}) {
  const manifests = Reading.ofObjects([
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web' },
      spec: {
        containers: [
          {
            name: 'web',
            command: ['gunicorn', 'shop.wsgi'],
            readinessProbe: PROBE,
            livenessProbe: { ...PROBE, timeoutSeconds: 5, failureThreshold: 6 },
            ...container,
          },
        ],
      },
    },
  ]);
  const [{ workload, containers }] = manifests.workloads;
  return { manifests, workload, container: containers[0].container, reading: containers[0] };
}

const fine = (role: ProbeEvidence['role']): ProbeEvidence => ({
  role,
  asked: 3,
  failed: 0,
  slowest: 0.01,
  output: '',
  status: 200,
  answer: 'success',
});
const shutdown: Shutdown = {
  preStop: 5,
  gracePeriod: 30,
  sigterm: 'caught',
  took: 1,
  watched: 1,
  exit: { code: 0 },
  inFlight: { sent: 4, answered: 4, failures: new Map() },
  late: { sent: 40, answered: 40, failures: new Map() },
};
const SOUND: Evidence = {
  command: ['gunicorn', 'shop.wsgi'],
  boot: {
    listened: 0.3,
    answered: new Map([
      ['readiness', 1],
      ['liveness', 1],
    ]),
    waited: 1,
  },
  sockets: [{ address: '0.0.0.0', port: 8000, pids: [1, 2] }],
  probes: [fine('readiness'), fine('liveness')],
  poolAtBoot: { workers: [{ pid: 2, name: 'gunicorn', threads: 1 }], others: [] },
  shutdown,
  transitions: [],
};

const rules = (evidence: Partial<Evidence>, container?: object) =>
  judgeEvidence(subject(container), { ...SOUND, ...evidence }).map(({ rule, severity }) => (severity ? `${rule} ${severity}` : rule));

test('given what is sound, nothing is said', () => {
  expect(rules({})).toEqual([]);
  expect(suggestedPatch(subject().workload, subject().container, SOUND)).toBeUndefined();
});

describe('binding', () => {
  test.each([
    [[{ address: '::', port: 8000, pids: [] }], []],
    [[{ address: '127.0.0.2', port: 8000, pids: [] }], []],
    [[{ address: '127.0.0.1', port: 8000, pids: [] }], ['bind-loopback']],
    [[{ address: '::1', port: 8000, pids: [] }], ['bind-loopback']],
    [
      [
        { address: '127.0.0.1', port: 8000, pids: [] },
        { address: '0.0.0.0', port: 8000, pids: [] },
      ],
      [],
    ],
    [[{ address: '0.0.0.0', port: 8001, pids: [] }], ['port-disagreement']],
    [[], []],
  ])('given %j, it says %j', (sockets, expected) => expect(rules({ sockets })).toEqual(expected));
});

describe('boot', () => {
  const booted = (took: number): Partial<Evidence> => ({ boot: { ...SOUND.boot, answered: new Map([['liveness', took]]) } });
  // Liveness condemns after 50 s at the earliest.
  test.each([
    [30, []],
    [40, ['startup-uncovered warning']],
    [60, ['startup-uncovered error']],
  ] as const)('given %d s against 50 s, it says %j', (took, expected) => expect(rules(booted(took))).toEqual(expected));

  test('given a process that ended, the rest is not judged by its boot', () => {
    expect(rules({ ended: { at: 1, exit: { code: 3 }, said: 'no module' }, sockets: [], probes: [], shutdown: undefined })).toEqual([
      'process-ended',
    ]);
  });

  test.each([
    ['one\ntwo\nthree\nfour', 'it wrote last: two | three | four'],
    [
      'Traceback\n  File "a.py"\nModuleNotFoundError: No module named shop\nWorker exiting\nShutting down\nReason: Worker failed to boot.',
      'it wrote: ModuleNotFoundError: No module named shop; and last: Worker exiting | Shutting down | Reason: Worker failed to boot.',
    ],
    ['Error: listen EADDRINUSE\n  at x', 'it wrote last: Error: listen EADDRINUSE |   at x'],
  ])('given that it wrote %j, the cause is told', (said, words) => {
    const [{ message }] = judgeEvidence(subject(), { ...SOUND, ended: { at: 1, exit: { code: 3 }, said } });
    expect(message.endsWith(words)).toBe(true);
  });

  test('given a boot of 40 s, the patch adds a startup probe that asks what liveness asks and forgives 80 s', () => {
    const { workload, container } = subject();
    const patch = suggestedPatch(workload, container, { ...SOUND, ...booted(40) })!;
    expect(patch).toMatchInlineSnapshot(`
"apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      startupProbe:
        httpGet:
          path: /ready/
          port: 8000
        periodSeconds: 4
        timeoutSeconds: 4
        failureThreshold: 21
"
`);
  });
});

describe('probes', () => {
  const answered = (seen: Partial<ProbeEvidence>): Partial<Evidence> => ({ probes: [{ ...fine('liveness'), ...seen }] });
  test.each([
    ['400', { failed: 3, status: 400, answer: 'failure' }, ['probe-host-rejected error']],
    ['404', { failed: 3, status: 404, answer: 'failure' }, ['probe-unanswered']],
    ['silence', { failed: 3, status: undefined, answer: 'timeout', slowest: 5 }, ['probe-unanswered']],
    ['a redirect that counts as success', { status: 301, location: 'https://shop.example/', answer: 'warning' }, ['probe-redirected']],
    [
      'a redirect that fails',
      { failed: 3, status: 301, location: 'https://127.0.0.2:8000/', answer: 'failure' },
      ['probe-redirected error'],
    ],
    ['half of the timeout', { slowest: 2.6 }, ['liveness-impatient']],
  ] as const)('given %s, it says so', (_, seen, expected) => expect(rules(answered(seen))).toEqual(expected));
});

describe('shutdown', () => {
  test.each([
    ['a signal that process 1 does not handle', { sigterm: 'ignored', took: undefined }, ['signal-not-forwarded error']],
    ['a grace period that ended first', { took: undefined, watched: 25 }, ['grace-too-short']],
    ['requests that were cut', { inFlight: { sent: 4, answered: 3, failures: new Map([['ECONNRESET', 1]]) } }, ['shutdown-drops-requests']],
    [
      'requests that were refused',
      { late: { sent: 40, answered: 30, failures: new Map([['ECONNREFUSED', 10]]) } },
      ['shutdown-drops-requests'],
    ],
  ] as const)('given %s, it says so', (_, seen, expected) => expect(rules({ shutdown: { ...shutdown, ...seen } })).toEqual(expected));
});

describe('work', () => {
  const mebibytes = (size: number) => ({ pss: size * 2 ** 20, uss: size * 2 ** 20 });
  const load = (each: number): Evidence['load'] => ({
    path: '/',
    clients: 4,
    seconds: 4,
    answered: 100,
    median: 0.1,
    slowest: 0.2,
    failures: new Map(),
    probes: [fine('liveness')],
    pool: { workers: [1, 2].map((pid) => ({ pid, name: 'gunicorn', threads: 1, memory: mebibytes(each) })), others: [] },
  });
  test.each([
    [40, []],
    [47, ['workers-exceed-memory warning']],
    [60, ['workers-exceed-memory error']],
  ] as const)('given two workers of %d MiB and a limit of 100 MiB, it says %j', (each, expected) =>
    expect(rules({ load: load(each) }, { resources: { limits: { memory: '100Mi' } } })).toEqual(expected),
  );

  test('given a liveness that went unanswered under load, it is impatient; readiness may go unanswered', () => {
    const late = (role: ProbeEvidence['role']): ProbeEvidence => ({ ...fine(role), failed: 1, answer: 'timeout' });
    expect(rules({ load: { ...load(10)!, probes: [late('liveness'), late('readiness')] } })).toEqual(['liveness-impatient']);
  });

  test('given a liveness that condemned the container while the world was disturbed, it checks a dependency', () => {
    const disturbance = { command: ['stop-database'], from: 10, to: 20, exit: { code: 0 }, readyBefore: true, readyAfter: true };
    expect(rules({ disturbance, transitions: [{ at: 15, role: 'liveness', result: 'failure' }] })).toEqual([
      'liveness-checks-dependency error',
    ]);
    expect(rules({ disturbance, transitions: [{ at: 15, role: 'readiness', result: 'failure' }] })).toEqual([]);
  });
});
