import type { InitContainerTemplate, Wait } from '../kubelet/pod/init-container';
import type { Container } from '../manifest/container';
import { WAIT_FOR_MIGRATIONS } from '../conventions/init-container-name';

/** What an init container takes where it waits for nothing. Milliseconds. */
const INIT_TIME = 2_000;
/** Between the attempts of a loop in a shell, where most sleep for one or two seconds. */
const LOOP_INTERVAL = 2_000;

/** Commands that fail at once when their database is down. */
const NEEDS_DATABASE =
  /\b(manage\.py\s+migrate|django-admin\s+migrate|flask\s+db\s+upgrade|alembic\s+upgrade|prisma\s+migrate|knex\s+migrate|rails\s+db:migrate|pg_isready|psql|mysqladmin|redis-cli)\b/;
/** A shell that asks until it is answered. */
const ASKS_FOREVER = /\b(until|while)\b[^;]*\b(nc|pg_isready|psql|mysqladmin|redis-cli|curl|wget|nslookup|dig|manage\.py)\b/;

/** The model of an init container that runs to its end: its command tells whether it needs the dependency, and how long it waits for it. */
export function initContainerOf(container: Container): InitContainerTemplate {
  const wait = waitOf(container);
  return { name: container.name, duration: INIT_TIME, ...(wait && { wait }) };
}

function waitOf({ name, command = [], args = [] }: Container): Wait | undefined {
  const words = [...command, ...args];
  if (name === WAIT_FOR_MIGRATIONS) {
    const [interval, bound] = words.slice(-2).map(Number);
    if (interval > 0 && bound > 0) {
      return { interval: interval * 1000, patience: bound * 1000 };
    }
  }
  const line = words.join(' ');
  return ASKS_FOREVER.test(line)
    ? { interval: LOOP_INTERVAL, patience: Infinity }
    : NEEDS_DATABASE.test(line)
      ? { interval: LOOP_INTERVAL, patience: 0 }
      : undefined;
}
