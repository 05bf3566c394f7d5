import { describe, expect, test } from '@jest/globals';
import { Cpu } from 'cdk8s-plus-28';
import { Duration, Size } from 'cdk8s';
import { WorkerClass } from '../../lib/workers/worker-class';
import { WorkerPolicy } from '../../lib/workers/worker-policy';
import { gunicornSettings } from '../../lib/workers/gunicorn-settings';
import { gunicornService, objectsOf } from '../constructs/fixtures';

const LIMITS = { memory: Size.gibibytes(1), cpu: Cpu.units(1) };
const namesOf = (policy: WorkerPolicy, alone = false) => gunicornSettings(policy.plan(LIMITS), [], alone).map(({ name }) => name);

describe('given a policy that says no class', () => {
  test('gunicorn is told none, so that an image which sets its own keeps it', () => {
    expect(namesOf(WorkerPolicy.fit())).not.toContain('worker_class');
    expect(JSON.stringify(objectsOf(gunicornService()))).not.toContain('worker-class');
  });

  test("a file, which takes the place of the image's own, says it", () => {
    expect(namesOf(WorkerPolicy.fit(), true)).toContain('worker_class');
  });

  test('the plan says what it assumes', () => {
    expect(WorkerPolicy.fit().plan(LIMITS).explain()).toContain("the worker class is the image's own: planned for gthread");
  });
});

test.each([
  ['a class', { workerClass: WorkerClass.SYNC }],
  ['threads, which only gthread has', { threads: 2 }],
])('given a policy that says %s, gunicorn is told the class', (_, options) => {
  expect(namesOf(WorkerPolicy.fit(options))).toContain('worker_class');
});

describe('given connections that last longer than any request', () => {
  const SOCKETS = { slowestRequest: Duration.seconds(20), longestConnection: Duration.minutes(30) };
  const probeOf = (service: ReturnType<typeof gunicornService>) =>
    objectsOf(service).find(({ kind }) => kind === 'Deployment').spec.template.spec.containers[0].livenessProbe;

  test('a deploy waits for them, and liveness is as quick as without', () => {
    const workers = WorkerPolicy.fit({ workerClass: WorkerClass.GEVENT });
    const service = gunicornService({ workers, traffic: SOCKETS });
    const deployment = objectsOf(service).find(({ kind }) => kind === 'Deployment');
    expect(deployment.spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThan(1800);
    const without = gunicornService({ workers, traffic: { slowestRequest: SOCKETS.slowestRequest } });
    expect(probeOf(service)).toEqual(probeOf(without));
  });

  test('workers that hold a thread for each are refused', () => {
    const workers = WorkerPolicy.fit({ workerClass: WorkerClass.GTHREAD });
    expect(() => gunicornService({ workers, traffic: SOCKETS })).toThrow(/a longest connection of 30 min with gthread workers: /);
  });
});
