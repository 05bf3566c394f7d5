import type { Cause } from '../cause';
import { migrationsPendingIn, waitsForMigrations } from '../migrations';
import { isJobFailed } from '../failed-job';
import { elapsedInWords } from '../state/time';
import type { PodContainer, Scene } from '../state/scene';
import { evidence, kubectl, shareOf } from '../wording';

/** A migration may take so long before anybody should look. Milliseconds. */
const PATIENCE = 60_000;

export const migrationsPending: Cause = {
  id: 'migrations-pending',
  link: 'container',
  severity: 'error',
  symptom: 'unready',
  summary: 'The database lacks migrations of this release, and the pods wait for them or answer with errors',
  doc: {
    why:
      'A release needs tables that nobody has made: the Job that migrates failed, or was not run. Pods that wait for it stay in their ' +
      'init container; pods that do not wait are up, and their readiness view says 503.',
    fix: 'Run the migration (manage.py migrate), or see why its Job failed.',
    judges:
      'An init container that waits for migrations for more than a minute or fails, or a container that is not ready and whose log ' +
      'names unapplied migrations or a missing table.',
    source: 'django/core/management/commands/runserver.py, check_migrations; django/db/utils.py, ProgrammingError',
  },
  *see(state) {
    for (const scene of state.scenes) {
      const waiting = scene.containers.filter((each) => isWaiting(scene, each));
      const [first] = waiting;
      if (first) {
        const { pod, container } = first;
        const line = migrationsPendingIn(scene, pod, container);
        const job = state.bundle.ofKind('batch', 'Job').find((each) => each.namespace === pod.object.namespace && isJobFailed(each));
        yield {
          subject: scene.object,
          container: container.name,
          message: `migrations are pending: ${container.init ? 'init container' : 'container'} ${container.name} ${
            container.init ? 'waits for them' : 'says so'
          }, in ${shareOf(new Set(waiting.map((each) => each.pod)).size, scene.current.length)}`,
          evidence: [
            evidence(pod.object, `container ${container.name}`, stateOf(first, state.now)),
            ...(line ? [evidence(pod.object, `log of container ${container.name}`, line)] : []),
            ...(job ? [evidence(job, 'status.conditions', 'Failed is True')] : []),
          ],
          fix: job ? `see why Job ${job.name} failed, and run it again` : 'run the migration of this release: manage.py migrate',
          next: job ? kubectl(job, 'logs', `job/${job.name}`) : kubectl(pod.object, 'logs', pod.object.name, '-c', container.name),
        };
      }
    }
  },
};

function isWaiting(scene: Scene, { pod, container }: PodContainer): boolean {
  const said = migrationsPendingIn(scene, pod, container) !== undefined;
  if (!container.init) {
    return said && !container.ready;
  }
  const since = container.runningSince;
  const failed = (container.ended ?? container.last)?.exitCode;
  return (
    !container.ready &&
    (said || waitsForMigrations(container)) &&
    ((since !== undefined && scene.state.now - since > PATIENCE) || (failed !== undefined && failed !== 0))
  );
}

function stateOf({ container: { runningSince, restarts, ended, last } }: PodContainer, now: number): string {
  const code = (ended ?? last)?.exitCode;
  return runningSince !== undefined
    ? `running for ${elapsedInWords(runningSince, now)}, not ready`
    : `${restarts} restarts${code === undefined ? '' : `, exit code ${code}`}`;
}
