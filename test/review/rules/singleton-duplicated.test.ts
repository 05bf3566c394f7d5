import { describe, expect, test } from '@jest/globals';
import { autoscaler, deployment, seen, type Json } from '../shop';

const beat = ['celery', '-A', 'shop', 'beat'];
const runs = (command: string[], spec: Json = {}, container: Json = {}, ...others: unknown[]) =>
  seen('singleton-duplicated', deployment({ command, ...container }, {}, spec), ...others);

describe('reported', () => {
  test.each([
    ['celery beat', beat, 'celery beat'],
    ['a worker with beat inside', ['celery', '-A', 'shop', 'worker', '-B', '--concurrency', '2'], 'celery worker -B'],
    ['the same with RedBeat', ['celery', '-A', 'shop', 'worker', '-B', '-S', 'redbeat.RedBeatScheduler'], 'celery worker -B'],
    ['cron for containers', ['/usr/local/bin/supercronic', '/etc/crontab'], 'supercronic'],
    ["Laravel's", ['php', 'artisan', 'schedule:work'], 'artisan schedule:work'],
  ])('%s in two replicas', (_, command, name) => {
    expect(runs(command)).toEqual([
      `warning spec.template.spec.containers[0].command: container web runs ${name} in each pod of Deployment web, of which there may be 2`,
    ]);
  });
  test('one replica that an autoscaler makes more of', () => {
    expect(runs(beat, { replicas: 1 }, {}, autoscaler())).toEqual([expect.stringContaining('may be 10 (HorizontalPodAutoscaler web)')]);
  });
  test('the second one during a rollout', () => {
    expect(runs(beat, { replicas: 1 })).toEqual([
      'warning spec: container web runs celery beat, and a rollout of Deployment web runs a second one beside it',
    ]);
  });
});

describe('left alone', () => {
  test.each([
    ['one that is replaced', beat, { replicas: 1, strategy: { type: 'Recreate' } }, {}],
    ['one that waits for a lock', [...beat, '-S', 'redbeat.RedBeatScheduler'], {}, {}],
    ['the same by a variable', beat, {}, { env: [{ name: 'CELERY_BEAT_SCHEDULER', value: 'redbeat.RedBeatScheduler' }] }],
    ['a worker', ['celery', '-A', 'shop', 'worker', '-c', '2'], {}, {}],
    ['a server', ['gunicorn', 'shop.wsgi'], {}, {}],
  ])('%s', (_, command, spec, container) => {
    expect(runs(command, spec, container)).toEqual([]);
  });
});
