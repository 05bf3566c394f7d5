import { answered, answerInWords, askedOf } from '../routing';
import { hasLogs, lineIn, no, unlessCause, unseen, wrote, yes } from './answers';
import type { Item, ItemAnswer, Sight } from './item';

const DATABASE =
  /OperationalError|could not connect to server|connection to server at .* failed|too many connections|remaining connection slots/i;
const CACHE = /redis\.exceptions|ConnectionError.*(?:redis|6379)|Error \d+ connecting to .*6379|memcache.*(?:refused|timed out)/i;
const SETTINGS = /ImproperlyConfigured|No module named ['"][\w.]*settings|DJANGO_SETTINGS_MODULE/;

export const APPLICATION_LEVEL: readonly Item[] = [
  { level: 'application', says: 'The settings were loaded', answer: (sight) => unlessLine(sight, SETTINGS) ?? byReady(sight) },
  {
    level: 'application',
    says: 'The database can be reached',
    answer: (sight) => unlessCause(sight, 'init-waiting', 'dns-failing') ?? unlessLine(sight, DATABASE) ?? unseen(notSeen(sight)),
  },
  { level: 'application', says: 'The cache can be reached', answer: (sight) => unlessLine(sight, CACHE) ?? unseen(notSeen(sight)) },
  {
    level: 'application',
    says: 'All migrations are applied',
    answer: (sight) => unlessCause(sight, 'migrations-pending') ?? unseen('only the application knows; its readiness view should say so'),
  },
  {
    level: 'application',
    says: 'Static files are served',
    answer: (sight) => fromOutside(sight, /\/static\/|\.(?:css|js|png|ico)$/, '--url …/static/…'),
  },
  { level: 'application', says: 'The admin pages answer', answer: (sight) => fromOutside(sight, /\/admin(?:\/|$)/, '--url …/admin/') },
  { level: 'application', says: 'The API answers', answer: (sight) => fromOutside(sight, /\/api(?:\/|$)/, '--url …/api/…') },
];

function unlessLine(sight: Sight, pattern: RegExp): ItemAnswer | undefined {
  const line = lineIn(sight, pattern);
  return line && no(wrote(line));
}

function notSeen(sight: Sight): string {
  return hasLogs(sight) ? 'the logs complain of nothing, which proves nothing' : 'logs were not read (--logs)';
}

/** A process that answers its readiness probe has loaded its settings. */
function byReady({ scenes }: Sight): ItemAnswer {
  const pod = scenes.flatMap(({ ready }) => ready).find(({ containers }) => containers.some(({ spec }) => spec?.readiness));
  return pod ? yes(`Pod ${pod.object.name} is ready by its own probe`) : unseen('no pod is ready by a probe of its own');
}

function fromOutside({ state }: Sight, paths: RegExp, how: string): ItemAnswer {
  const asked = askedOf(state.visits).filter(({ path }) => paths.test(path));
  const bad = asked.find(({ visit }) => !answered(visit));
  const [first] = asked;
  return bad
    ? no(`${bad.visit.url}: ${answerInWords(bad.visit)}`)
    : first
      ? yes(`${first.visit.url}: ${answerInWords(first.visit)}`)
      : unseen(`nobody asked from outside (${how})`);
}
