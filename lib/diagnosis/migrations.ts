import { WAIT_FOR_MIGRATIONS } from '../conventions/init-container-name';
import type { ContainerState, PodState } from './state/pod-state';
import type { Scene } from './state/scene';

/** What Django and others say of tables that are not there yet, and of migrations that nobody ran. */
const PENDING =
  /unapplied migration|relation "[^"]+" does not exist|no such table:|Table '[^']+' doesn't exist|UndefinedTable|pending migration|migrations are pending|"migrations":\s*false/i;

/** The line in which a container says that migrations are pending; nothing where it does not. */
export function migrationsPendingIn({ state }: Scene, pod: PodState, { name }: ContainerState): string | undefined {
  const text = state.log(pod, name) ?? '';
  // The last word counts: a line of the boot before the migration ran says nothing of now.
  return text
    .split('\n')
    .slice(-200)
    .reverse()
    .find((line) => PENDING.test(line))
    ?.trim();
}

/** Whether an init container is there to wait for migrations: by its name, or by what it runs. */
export function waitsForMigrations({ name, spec }: ContainerState): boolean {
  const words = [...(spec?.command ?? []), ...(spec?.args ?? [])].join(' ');
  return name === WAIT_FOR_MIGRATIONS || /migrat/i.test(name) || /migrate --check|showmigrations|wait-for-migrations/.test(words);
}
