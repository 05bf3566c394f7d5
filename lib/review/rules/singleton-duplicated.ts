import { schedulerOf } from '../../application/scheduler';
import { objectInWords } from '../../manifest/api-object';
import { autoscaledWorkloads } from '../../manifest/autoscaler';
import { pathOf, running } from '../pool';
import type { Rule } from '../rule';

export const singletonDuplicated: Rule = {
  id: 'singleton-duplicated',
  model: 'capacity',
  severity: 'warning',
  summary: 'A scheduler runs more than once',
  doc: {
    why:
      'Each scheduler starts every task at its time and knows nothing of another one: with two replicas mails go out twice. A rolling ' +
      'update starts the new one while the old one still runs.',
    fix: 'A Deployment of its own with replicas: 1 and strategy.type: Recreate; leave -B out of celery worker.',
    judges:
      'celery beat, celery worker -B, cron, crond, supercronic, rqscheduler, periodiq, clockwork and artisan schedule:work, in a ' +
      'workload with more than one replica, or with an autoscaler above that, or in a DaemonSet; and in a Deployment of one replica ' +
      'whose rollout runs a second pod. celery beat with RedBeat has a lock of its own and is left alone.',
    source: 'https://docs.celeryq.dev/en/stable/userguide/periodic-tasks.html#starting-the-scheduler',
  },
  *check(reading) {
    const scaled = autoscaledWorkloads(reading.bundle);
    for (const each of running(reading)) {
      const { workload, container, process } = each;
      const scheduler = schedulerOf(process);
      const autoscaler = scaled.get(workload.object);
      const pods = workload.object.kind === 'DaemonSet' ? Infinity : (autoscaler?.most ?? workload.replicas ?? 1);
      const { rollout } = reading.of(workload);
      const surges = pods === 1 && rollout.strategy === 'rolling' && rollout.surge(1) > 0;
      if (!scheduler || scheduler.locks || (pods <= 1 && !surges)) {
        continue;
      }
      const where = objectInWords(workload.object);
      yield {
        object: workload.object,
        container: container.name,
        path: surges ? ['spec'] : pathOf(each),
        message: surges
          ? `container ${container.name} runs ${scheduler.name}, and a rollout of ${where} runs a second one beside it`
          : `container ${container.name} runs ${scheduler.name} in each pod of ${where}${
              Number.isFinite(pods)
                ? `, of which there may be ${pods}${autoscaler?.most ? ` (${objectInWords(autoscaler.object)})` : ''}`
                : ''
            }`,
        consequence: surges ? 'tasks that are due during a rollout start twice' : 'every task starts as often as there are pods',
        fix: surges ? 'set strategy.type: Recreate' : 'move it to a Deployment of its own with 1 replica and strategy.type: Recreate',
      };
    }
  },
};
