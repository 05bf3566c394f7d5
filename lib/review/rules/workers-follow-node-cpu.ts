import { NODE_CPUS } from '../../application/process/setting';
import { NodeFormula } from '../../workers/node-formula';
import { pathOf, pools } from '../pool';
import type { Rule } from '../rule';

/** CPUs of the node in the incident. */
const LARGE_NODE = 33;

export const workersFollowNodeCpu: Rule = {
  id: 'workers-follow-node-cpu',
  model: 'capacity',
  severity: 'error',
  anywhere: true,
  summary: "The number of workers follows the node's CPUs, not the container's limit",
  doc: {
    why:
      'os.cpu_count(), multiprocessing.cpu_count() and nproc see the CPUs of the node. ' +
      `${NodeFormula.forCpus(LARGE_NODE).explain()}: this took the incident down. The same ` +
      'manifest behaves differently on every kind of node.',
    fix: 'Say the number: from the memory limit and the CPU limit of the container.',
    judges:
      'Worker counts made of these functions, in a shell command or in a mounted gunicorn.conf.py. A formula with a bound, such ' +
      'as min(4, …), is left alone.',
    source: 'SEVALLA-001, phase 1; facts, "Memory of a gunicorn pool"',
  },
  *check(reading) {
    for (const pool of pools(reading)) {
      const {
        workload,
        container,
        gunicorn: { workers },
      } = pool;
      if (workers.value === NODE_CPUS) {
        yield {
          object: workload.object,
          container: container.name,
          path: pathOf(pool, workers),
          message: `the number of workers (${workers.origin}) follows the CPUs of the node`,
          consequence: `on a node of ${LARGE_NODE} CPUs: ${NodeFormula.forCpus(LARGE_NODE).explain()}`,
          fix: 'set a number: --workers 4, or WEB_CONCURRENCY',
        };
      }
    }
  },
};
