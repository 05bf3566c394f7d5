import type { Reading } from '../../reading/reading';
import { objectInWords } from '../../manifest/api-object';
import { ownerOf } from '../../manifest/chain';
import type { Container } from '../../manifest/container';
import { isPrivate, listenerInWords } from '../../application/process/listener';
import type { Process } from '../../application/process/process';
import { isKnown } from '../../application/process/setting';
import type { Workload } from '../../manifest/workload';
import { addressEdits, addressesIn } from '../address-edit';
import { imageAddsNothing } from '../assumption';
import type { Edit } from '../fix/edit';
import { optionEdits } from '../option-edit';
import type { Rule } from '../rule';

const LOOPBACK = /(?<![\w.-])(?:127\.0\.0\.1|localhost)(?![\w.-])/g;

export const bindLoopback: Rule = {
  id: 'bind-loopback',
  model: 'chain',
  severity: 'error',
  anywhere: true,
  summary: 'The process listens only where its own pod can reach it',
  doc: {
    why:
      'Requests from Services and probes of the kubelet arrive at the address of the pod. A server on 127.0.0.1 (the default of ' +
      'gunicorn without PORT, of uvicorn, ' +
      'hypercorn and flask) or on a unix socket refuses all of them, while a check inside the container succeeds.',
    fix: 'Bind 0.0.0.0 or [::]: `--bind 0.0.0.0:8000`, or PORT in the environment.',
    judges:
      'A container whose listeners are all known and private, and to which a Service or a network probe leads. Where the port is ' +
      'declared by another container of ' +
      'the pod, or could belong to one, that is a proxy in front of it, and nothing is said.',
    edits:
      'Writes 0.0.0.0 where the command line names the loopback address, once; gives uvicorn --host=0.0.0.0 where nobody says a host. ' +
      'Certain: nobody can connect today.',
    source: 'gunicorn/config.py, Bind.default; measured: facts, "How gunicorn decides"',
  },
  *check(reading) {
    for (const workload of reading.bundle.workloads) {
      for (const container of workload.containers) {
        const process = reading.container(workload, container).process;
        const { listeners, server } = process;
        if (!isKnown(listeners) || listeners.value.length === 0 || !listeners.value.every(isPrivate)) {
          continue;
        }
        const user = userOf(reading, workload, container);
        if (user) {
          const { words, severity } = imageAddsNothing(listeners.assumed);
          yield {
            object: workload.object,
            container: container.name,
            path: listeners.path ?? process.path ?? container.path,
            severity,
            message:
              `${server ?? 'the process'} listens on ${listeners.value.map(listenerInWords).join(', ')} (${listeners.origin}${words}), ` +
              `but ${user} comes from outside the pod`,
            consequence:
              `connections are refused in every pod of ${objectInWords(workload.object)}, though a check inside the ` +
              'container succeeds',
            edits: openEdits(container, process),
            fix: 'bind 0.0.0.0 and the port that the Service targets',
          };
        }
      }
    }
  },
};

/** Where the command line names a loopback address exactly once; uvicorn takes one where it names none. */
function openEdits(container: Container, process: Process): readonly Edit[] | undefined {
  return addressesIn(container, LOOPBACK).length === 0 && process.server === 'uvicorn'
    ? optionEdits({ container, process }, '--host=0.0.0.0')
    : addressEdits(container, LOOPBACK, '0.0.0.0');
}

/** Who reaches for this container from outside of its pod. */
function userOf(reading: Reading, workload: Workload, container: Container): string | undefined {
  const hop = reading
    .of(workload)
    .hops.find(({ number, port }) => port.protocol === 'TCP' && number !== undefined && ownerOf(workload, number) === container);
  if (hop) {
    return `Service ${hop.service.object.name} port ${hop.port.number ?? '?'}`;
  }
  const { entrance } = reading.of(workload);
  if (entrance && workload.containers.length === 1) {
    return entrance.by;
  }
  const probe = reading.container(workload, container).probes.find(({ answeredBy }) => answeredBy === container);
  return probe && `the ${probe.role} probe`;
}
