import { isKnown } from '../../application/process/setting';
import { optionEdits } from '../option-edit';
import { pathOf, running, type Running } from '../pool';
import type { Observation, Rule } from '../rule';

export const recycleEmptiesPool: Rule = {
  id: 'recycle-empties-pool',
  model: 'capacity',
  severity: 'warning',
  anywhere: true,
  summary: 'max_requests restarts all workers together, or the only one',
  doc: {
    why:
      'Requests are spread evenly, so all workers reach max_requests at about the same time, unless each has a number of its own. A ' +
      'single one leaves nobody in any case. For as long as they boot nobody is left to answer, the probes included.',
    fix: 'Run two workers or more, and set max_requests_jitter to a tenth of max_requests or more.',
    judges:
      'gunicorn pools with a max_requests above 0 and a jitter of 0; and one process with a maximum of requests, whatever the jitter: ' +
      'of gunicorn, uWSGI, and uvicorn, which ends altogether. Probes are requests and count.',
    edits:
      'Adds --max-requests-jitter, a tenth of the maximum, to a command line that starts gunicorn itself. Certain: no worker ends sooner.',
    source: 'benoitc/gunicorn 3427; uvicorn/server.py, Server.on_tick; facts, "Shutdown"',
  },
  *check(reading) {
    for (const each of running(reading)) {
      const seen = onlyWorker(each) ?? allTogether(each);
      if (seen) {
        yield { object: each.workload.object, container: each.container.name, ...seen };
      }
    }
  },
};

type Seen = Pick<Observation, 'path' | 'message' | 'consequence' | 'fix' | 'edits'>;

function onlyWorker(each: Running): Seen | undefined {
  const { settings, gunicorn } = each.process;
  const { processes, maxRequests } = settings ?? {};
  if (settings?.role !== 'web' || processes?.value !== 1 || !maxRequests || !isKnown(maxRequests) || !maxRequests.value) {
    return undefined;
  }
  // What nobody set, workers-unset says where the image may set it.
  if (gunicorn && processes.assumed) {
    return undefined;
  }
  return {
    path: pathOf(each, maxRequests),
    message:
      `the only ${gunicorn ? 'worker' : 'process'} of ${settings.server} (${processes.origin}) is replaced after ${maxRequests.value} requests ` +
      `(${maxRequests.origin})`,
    consequence: 'nobody answers until the next one has booted, users and probes',
    fix: 'run 2 workers or more, or leave the maximum out',
  };
}

function allTogether(each: Running): Seen | undefined {
  const { maxRequests, maxRequestsJitter } = each.process.gunicorn ?? {};
  if (!maxRequests || !isKnown(maxRequests) || maxRequests.value <= 0 || maxRequestsJitter?.value !== 0) {
    return undefined;
  }
  const jitter = Math.max(Math.ceil(maxRequests.value / 10), 1);
  return {
    path: pathOf(each, maxRequests),
    message:
      `workers are recycled after ${maxRequests.value} requests (${maxRequests.origin}) with a jitter of 0 ` +
      `(${maxRequestsJitter.origin})`,
    consequence: 'all workers boot anew at about the same time, and nobody answers meanwhile',
    fix: `set --max-requests-jitter ${jitter}`,
    edits: optionEdits(each, `--max-requests-jitter=${jitter}`),
  };
}
