import { isKnown } from '../../application/process/setting';
import { durationInWords } from '../../wording/duration';
import { pathOf, running } from '../pool';
import type { Rule } from '../rule';

/** Processes on one CPU from which on each of them is now and then silent for seconds while others compute. */
const CROWD = 2;
/** A parent that waits as long as this for an answer does not kill for a moment of computing. Seconds. */
const PATIENT = 30;

export const workerSilenceKills: Rule = {
  id: 'worker-silence-kills',
  model: 'capacity',
  severity: 'warning',
  summary: 'uvicorn kills its workers when they have no CPU to answer',
  doc: {
    why:
      'With --workers the parent asks each child for a sign of life and kills one that is silent for 5 s. Under a CPU limit the children ' +
      'share what is there: while they import the application, or compute, nobody answers in time. Each is a whole copy of the ' +
      'application, so that a restart of one takes the CPU of the others.',
    fix: 'One process a container and more replicas; or as many CPUs as workers, or --timeout-worker-healthcheck 60.',
    judges:
      `uvicorn and fastapi run with more than one worker and ${CROWD} or more of them for each CPU of the limit, where ` +
      `--timeout-worker-healthcheck is below ${PATIENT} s (the default is 5 s). Silent without a CPU limit.`,
    source: 'uvicorn/supervisors/multiprocess.py, Process.is_alive; uvicorn/config.py, timeout_worker_healthcheck',
  },
  *check(reading) {
    for (const each of running(reading)) {
      const { workload, container, process, reading: read } = each;
      const { processes, silence } = process.settings ?? {};
      const { cpuLimit } = read.resources;
      if (
        !/^(uvicorn|fastapi run)$/.test(process.server ?? '') ||
        !processes ||
        !silence ||
        !isKnown(processes) ||
        !isKnown(silence) ||
        silence.value === null ||
        cpuLimit === undefined ||
        processes.value <= 1 ||
        processes.value / cpuLimit < CROWD ||
        silence.value >= PATIENT
      ) {
        continue;
      }
      yield {
        object: workload.object,
        container: container.name,
        path: pathOf(each, processes),
        message:
          `${processes.value} processes of uvicorn (${processes.origin}) share a CPU limit of ${cpuLimit}, and one that is silent for ` +
          `${durationInWords(silence.value)} is killed (timeout_worker_healthcheck, ${silence.origin})`,
        consequence: 'workers are killed while they import the application or compute, with the requests that they have',
        fix: 'run 1 process a container and more replicas, or set --timeout-worker-healthcheck 60',
      };
    }
  },
};
