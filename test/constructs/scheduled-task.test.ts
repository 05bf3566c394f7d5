import { describe, expect, test } from '@jest/globals';
import { Cron, Duration, Size, Testing } from 'cdk8s';
import { Json, environmentOf, gunicornService, migratingService, objectOf, objectsOf, postgres } from './fixtures';
import { GunicornService, ScheduledTaskProps } from '../../lib';
import { review } from '../../lib/review';

const NIGHTLY: ScheduledTaskProps = {
  schedule: Cron.schedule({ minute: '30', hour: '2' }),
  command: ['python', 'manage.py', 'clearsessions'],
  endsWithin: Duration.minutes(20),
};
const added = (props: Partial<ScheduledTaskProps> = {}, web: GunicornService = migratingService()): Json => {
  web.addCronJob('sessions', { ...NIGHTLY, ...props });
  return objectOf(web, 'CronJob');
};
const podOf = ({ spec }: Json): Json => spec.jobTemplate.spec.template;

describe('given a task at set times', () => {
  test('the review finds nothing in it', () => {
    const web = migratingService();
    web.addCronJob('sessions', NIGHTLY);
    expect(review(objectsOf(web)).map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
  });

  test('it runs at its times, never twice at once, and a run that hangs is ended', () => {
    expect(added({ timeZone: 'Europe/Berlin' }).spec).toMatchObject({
      schedule: '30 2 * * *',
      timeZone: 'Europe/Berlin',
      concurrencyPolicy: 'Forbid',
      jobTemplate: { spec: { backoffLimit: 0, activeDeadlineSeconds: 1200 } },
    });
    expect(added().spec).not.toHaveProperty('timeZone');
  });

  test('its pod is that of the web, but for what serves users', () => {
    const pod = podOf(added({}, migratingService({ environment: { LOG_LEVEL: 'info' }, pod: { serviceAccountName: 'shop' } })));
    expect(pod.spec).toMatchObject({ restartPolicy: 'Never', serviceAccountName: 'shop', securityContext: { runAsNonRoot: true } });
    const [container] = pod.spec.containers;
    expect(container).toMatchObject({
      name: 'sessions',
      image: 'registry.example/app:1.0',
      command: NIGHTLY.command,
      securityContext: { readOnlyRootFilesystem: true },
    });
    expect(environmentOf(container)).toMatchObject({ LOG_LEVEL: 'info' });
    expect([container.ports, container.readinessProbe, container.livenessProbe, container.lifecycle]).toEqual(Array(4).fill(undefined));
  });

  test('its resources are those of the web container unless stated', () => {
    expect(podOf(added()).spec.containers[0].resources.limits.memory).toBe('1024Mi');
    expect(podOf(added({ resources: { memory: Size.mebibytes(256) } })).spec.containers[0].resources.limits.memory).toBe('256Mi');
  });

  test('no Service selects its pods', () => {
    const web = migratingService();
    const { labels } = podOf(added({}, web)).metadata;
    const selector: [string, string][] = Object.entries(objectOf(web, 'Service').spec.selector);
    expect(selector.every(([name, value]) => labels[name] === value)).toBe(false);
  });

  test('its name leaves room for what its Jobs add', () => {
    const web = gunicornService();
    const { cronJob } = web.addCronJob('a-report-of-everything-that-was-sold-in-the-last-month', NIGHTLY);
    expect(cronJob.name.length).toBeLessThanOrEqual(52);
  });

  test('its connections are counted', () => {
    const chart = Testing.chart();
    const web = gunicornService({ database: postgres(chart, { maxConnections: 100 }) }, chart);
    expect(() => web.addCronJob('report', { ...NIGHTLY, connections: 2 })).not.toThrow();
    expect(() => web.addCronJob('report', { ...NIGHTLY, connections: 90 })).toThrow(/connections/);
  });
});

test.each<[string, Partial<ScheduledTaskProps>, string]>([
  ['no time to run', { endsWithin: Duration.millis(1) }, "endsWithin of 'sessions': a run would be ended before it began"],
  ['half a retry', { retries: 0.5 }, "retries 0.5 of 'sessions': it is a whole number of at least 0"],
  ['fewer connections than none', { connections: -1 }, "connections -1 of 'sessions': it is a whole number of at least 0"],
  ['a command as one text', { command: ['python manage.py x'] }, 'exec form takes one word an element'],
  ['a schedule as text', { schedule: '0 3 * * *' as never }, 'Cron.daily()'],
])('given %s, the error says why it cannot work', (_, props, message) => {
  expect(() => added(props)).toThrow(message);
});
