import { describe, expect, test } from '@jest/globals';
import { Duration, Size } from 'cdk8s';
import { Cpu, EnvValue } from 'cdk8s-plus-28';
import { Json, environmentOf, gunicornService, migratingService, objectOf, objectsOf, verdicts } from './fixtures';
import { BackgroundProcessProps, GunicornService, HealthCheck } from '../../lib';
import { review } from '../../lib/review';

const COMMAND = ['celery', '-A', 'project', 'worker', '--concurrency', '2'];
const BEAT = ['celery', '-A', 'project', 'beat'];
const add = (props: Partial<BackgroundProcessProps> = {}, web: GunicornService = migratingService()) => {
  const { deployment } = web.addProcess('worker', { command: COMMAND, ...props });
  return objectsOf(web).find(({ metadata }) => metadata.name === deployment.name) as Json;
};
const containerOf = (deployment: Json): Json => deployment.spec.template.spec.containers[0];

describe('given a process beside the web', () => {
  test('the review finds nothing in it, with a heartbeat as its liveness either', () => {
    const web = migratingService();
    web.addProcess('worker', {
      command: COMMAND,
      replicas: 2,
      liveness: HealthCheck.heartbeat('/tmp/heartbeat', Duration.minutes(2)),
      slowestTask: Duration.minutes(5),
    });
    web.addProcess('beat', { command: BEAT, singleton: true });
    expect(review(objectsOf(web)).map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
  });

  test('it runs its command in the image of the web service, once', () => {
    const deployment = add();
    expect(deployment.spec.replicas).toBe(1);
    expect(containerOf(deployment)).toMatchObject({ name: 'worker', image: 'registry.example/app:1.0', command: COMMAND });
  });

  test('it has the environment of the web container, without what steers its gunicorn', () => {
    const web = migratingService({ environment: { LOG_LEVEL: 'info' }, traffic: { trustProxy: ['10.0.0.0/8'] } });
    expect(Object.keys(environmentOf(containerOf(add({}, web)))).sort()).toEqual(['DATABASE_URL', 'HOME', 'LOG_LEVEL']);
  });

  test('a variable added to the web container afterwards reaches it', () => {
    const web = gunicornService();
    const { deployment } = web.addProcess('worker', { command: COMMAND });
    web.container.env.addVariable('LATE', EnvValue.fromValue('yes'));
    const rendered = objectsOf(web).find(({ metadata }) => metadata.name === deployment.name);
    expect(environmentOf(containerOf(rendered)).LATE).toBe('yes');
  });

  test('neither Service nor disruption budget of the web selects it, and it selects no pod of the web', () => {
    const web = migratingService();
    const deployment = add({}, web);
    const labels = deployment.spec.template.metadata.labels;
    const matches = (selector: Record<string, string>, of: Record<string, string>) =>
      Object.entries(selector).every(([name, value]) => of[name] === value);
    expect(matches(objectOf(web, 'Service').spec.selector, labels)).toBe(false);
    expect(matches(objectOf(web, 'PodDisruptionBudget').spec.selector.matchLabels, labels)).toBe(false);
    expect(matches(deployment.spec.selector.matchLabels, labels)).toBe(true);
    const [webDeployment] = objectsOf(web).filter(({ kind }) => kind === 'Deployment');
    expect(matches(deployment.spec.selector.matchLabels, webDeployment.spec.template.metadata.labels)).toBe(false);
  });

  test('nobody sends it requests: no port, no readiness, no delay before it stops', () => {
    const { ports, readinessProbe, lifecycle } = containerOf(add());
    expect([ports, readinessProbe, lifecycle]).toEqual([undefined, undefined, undefined]);
  });

  test('a deploy waits for its slowest task', () => {
    expect(add({ slowestTask: Duration.minutes(10) }).spec.template.spec.terminationGracePeriodSeconds).toBe(605);
  });

  test('it is as hardened as the web', () => {
    expect(add().spec.template.spec).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true },
      containers: [{ securityContext: { readOnlyRootFilesystem: true } }],
    });
  });

  test('its resources are those of the web container unless stated', () => {
    expect(containerOf(add()).resources.limits.memory).toBe('1024Mi');
    expect(containerOf(add({ resources: { memory: Size.mebibytes(256), cpu: Cpu.millis(100) } })).resources).toMatchObject({
      requests: { memory: '256Mi', cpu: '100m' },
      limits: { memory: '256Mi' },
    });
  });
});

describe('given a singleton, such as Celery beat', () => {
  test('the old one is gone before a new one starts', () => {
    expect(add({ singleton: true }).spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
  });
});

describe('given a liveness check of a process', () => {
  const liveness = HealthCheck.heartbeat('/tmp/heartbeat', Duration.minutes(2));

  test('without one, only its own exit restarts it', () => {
    expect([containerOf(add()).livenessProbe, containerOf(add()).startupProbe]).toEqual([undefined, undefined]);
  });

  test('it sits through the slowest task', () => {
    expect(verdicts(containerOf(add({ liveness, slowestTask: Duration.minutes(5) })).livenessProbe).earliest).toBeGreaterThanOrEqual(300);
  });

  test('a boot within startsWithin is never killed, however short the tasks', () => {
    const { startupProbe } = containerOf(add({ liveness, slowestTask: Duration.seconds(5), startsWithin: Duration.minutes(10) }));
    expect(startupProbe.exec.command.slice(-2)).toEqual(['/tmp/heartbeat', '120']);
    expect(verdicts(startupProbe).earliest).toBeGreaterThanOrEqual(600);
  });
});
