import { objectInWords } from '../../manifest/api-object';
import { ownerOf } from '../../manifest/chain';
import { listOf } from '../../manifest/json';
import { listenerInWords, type Listener } from '../../application/process/listener';
import { isKnown, UNKNOWN } from '../../application/process/setting';
import type { Service } from '../../manifest/service';
import { addressEdits } from '../address-edit';
import { imageAddsNothing } from '../assumption';
import { dualStackOf } from '../dual-stack';
import type { Rule } from '../rule';

const ANY_IPV4 = /(?<![\w.-])0\.0\.0\.0(?![\w.-])/g;

export const bindFamily: Rule = {
  id: 'bind-family',
  model: 'chain',
  severity: 'warning',
  summary: 'An IPv6 Service leads to a process that listens on IPv4 only',
  doc: {
    why:
      'The endpoints of an IPv6 Service are the IPv6 addresses of its pods. A socket on 0.0.0.0 does not answer there. One on [::] ' +
      'answers both families, unless the server keeps it to IPv6, as one process of uvicorn and waitress do.',
    fix:
      'Bind [::] instead of 0.0.0.0 (gunicorn, hypercorn, granian, several processes of uvicorn), --host="" (one process of uvicorn), ' +
      '--listen=*:PORT (waitress).',
    judges:
      'A Service that is certain to have an IPv6 address (`ipFamilies` names it, or `ipFamilyPolicy` is RequireDualStack) in ' +
      'front of a container that owns the ' +
      'targeted port and whose listeners are all known to be IPv4. PreferDualStack alone may end up with IPv4, so nothing is said.',
    edits:
      'Writes [::] where the command line names 0.0.0.0, once, and the server answers IPv4 there as well. Certain: both families are ' +
      'answered. Not for a gunicorn that believes the addresses of its proxies: an IPv4 one comes as ::ffff:a.b.c.d then.',
    source:
      'https://kubernetes.io/docs/concepts/services-networking/dual-stack/; ipv6(7), IPV6_V6ONLY; facts, "One socket for IPv6 and IPv4"',
  },
  *check(reading) {
    for (const workload of reading.bundle.workloads) {
      for (const { service, port, number } of reading.of(workload).hops) {
        const container = number !== undefined && port.protocol === 'TCP' && speaksIPv6(service) ? ownerOf(workload, number) : undefined;
        if (!container) {
          continue;
        }
        const process = reading.container(workload, container).process;
        const { listeners, server } = process;
        if (isKnown(listeners) && listeners.value.length > 0 && listeners.value.every(isIPv4)) {
          const both = dualStackOf({ process }, number!);
          yield {
            object: workload.object,
            container: container.name,
            path: listeners.path ?? process.path ?? container.path,
            message:
              `${server ?? 'the process'} listens on ${listeners.value.map(listenerInWords).join(', ')} ` +
              `(${listeners.origin}${imageAddsNothing(listeners.assumed).words}), but Service ${service.object.name} has an IPv6 address`,
            consequence: `IPv6 connections to the pods of ${objectInWords(workload.object)} are refused`,
            fix: both ? `use ${both.words}, which answers IPv4 as well` : `listen on port ${number} of IPv6 as well`,
            edits: both?.address === undefined ? undefined : addressEdits(container, ANY_IPV4, both.address),
          };
          break;
        }
      }
    }
  },
};

function speaksIPv6({ spec }: Service): boolean {
  return listOf(spec.ipFamilies).includes('IPv6') || spec.ipFamilyPolicy === 'RequireDualStack';
}

/** Listeners on the loopback interface are bind-loopback's to judge. */
function isIPv4(listener: Listener): boolean {
  return (
    listener.kind === 'tcp' && listener.host !== UNKNOWN && /^\d+\.\d+\.\d+\.\d+$/.test(listener.host) && !listener.host.startsWith('127.')
  );
}
