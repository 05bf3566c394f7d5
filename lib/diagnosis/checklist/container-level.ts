import { plural } from '../../wording/plural';
import { hasLogs, containerInWords, lineIn, mainContainers, no, unlessCause, unseen, wrote, yes } from './answers';
import type { Item } from './item';

const UP = /Listening at:|Listening on|Uvicorn running on|Starting development server|Application startup complete|server is ready/i;
const WORKER = /Booting worker with pid|Worker spawned|Started server process/;
const EXCEPTION =
  /^(?:\w+\.)*\w*(?:Error|Exception)(?::|$)|^Traceback \(most recent call last\)|ImproperlyConfigured|Exception in worker process/;

export const CONTAINER_LEVEL: readonly Item[] = [
  {
    level: 'container',
    says: 'The container starts, and does not end again and again',
    answer(sight) {
      const containers = mainContainers(sight);
      const failing = containers.find(({ container }) => container.runningSince === undefined);
      const looping = containers.find(({ container }) => container.waiting?.reason === 'CrashLoopBackOff');
      const stuck = looping ?? failing;
      return stuck
        ? no(`${containerInWords(stuck)}: ${stuck.container.waiting?.reason || stuck.container.ended?.reason || 'not running'}`)
        : containers.length
          ? yes(`${plural(containers.length, 'container')} running`)
          : unseen('there is no pod with a container');
    },
  },
  {
    level: 'container',
    says: 'Its log shows that it came up',
    answer(sight) {
      const line = lineIn(sight, UP);
      return line ? yes(wrote(line)) : unseen(hasLogs(sight) ? 'no line of the log says so' : 'logs were not read (--logs)');
    },
  },
  {
    level: 'container',
    says: 'Workers are started, and stay',
    answer(sight) {
      const line = lineIn(sight, WORKER);
      return (
        unlessCause(sight, 'worker-out-of-memory', 'master-stopped') ??
        (line ? yes(wrote(line)) : unseen(hasLogs(sight) ? 'no line of the log says so' : 'logs were not read (--logs)'))
      );
    },
  },
  {
    level: 'container',
    says: 'Nothing was killed for memory',
    answer(sight) {
      const containers = mainContainers(sight);
      const killed = containers.find(({ container: { last, ended } }) => [last, ended].some((end) => end?.reason === 'OOMKilled'));
      return (
        unlessCause(sight, 'out-of-memory', 'worker-out-of-memory') ??
        (killed
          ? no(`${containerInWords(killed)}: OOMKilled`)
          : containers.length
            ? yes(
                `no container ended with OOMKilled${hasLogs(sight) ? '' : '; a single worker that was killed shows in the log only (--logs)'}`,
              )
            : unseen('there is no pod with a container'))
      );
    },
  },
  {
    level: 'container',
    says: 'There is no exception in its log',
    answer(sight) {
      const line = lineIn(sight, EXCEPTION);
      return line
        ? no(wrote(line))
        : hasLogs(sight)
          ? yes('none in the part of the logs that was read')
          : unseen('logs were not read (--logs)');
    },
  },
  {
    level: 'container',
    says: 'Migrations ran to their end',
    answer(sight) {
      const jobs = sight.state.bundle.ofKind('batch', 'Job').filter(({ name }) => /migrat/i.test(name));
      const done = jobs.find(({ json }) => JSON.stringify(json.status ?? {}).includes('"Complete"'));
      return (
        unlessCause(sight, 'migrations-pending', 'job-failed') ??
        (done ? yes(`Job ${done.name} is complete`) : unseen('no Job of that name was read, and no log says so'))
      );
    },
  },
  {
    level: 'container',
    says: 'Static files were collected',
    answer(sight) {
      const line = lineIn(sight, /\d+ static files? (?:copied|symlinked)|\d+ unmodified/);
      return line ? yes(wrote(line)) : unseen('it is done when the image is built');
    },
  },
];
