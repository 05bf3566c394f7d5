import { objectInWords } from '../../manifest/api-object';
import { ownerOf } from '../../manifest/chain';
import { listOf } from '../../manifest/json';
import { listenerInWords, type Listener } from '../../application/process/listener';
import { isKnown, UNKNOWN } from '../../application/process/setting';
import type { Service } from '../../manifest/service';
import { imageAddsNothing } from '../assumption';
import type { Rule } from '../rule';

export const bindFamily: Rule = {
  id: 'bind-family',
  model: 'chain',
  severity: 'warning',
  summary: 'An IPv6 Service leads to a process that listens on IPv4 only',
  doc: {
    why:
      'The endpoints of an IPv6 Service are the IPv6 addresses of its pods. A socket on 0.0.0.0 does not answer there; one on [::] ' +
      'answers both families.',
    fix: 'Bind [::] instead of 0.0.0.0.',
    judges:
      'A Service that is certain to have an IPv6 address (`ipFamilies` names it, or `ipFamilyPolicy` is RequireDualStack) in ' +
      'front of a container that owns the ' +
      'targeted port and whose listeners are all known to be IPv4. PreferDualStack alone may end up with IPv4, so nothing is said.',
    source: 'https://kubernetes.io/docs/concepts/services-networking/dual-stack/; ipv6(7), IPV6_V6ONLY',
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
          yield {
            object: workload.object,
            container: container.name,
            path: listeners.path ?? process.path ?? container.path,
            message:
              `${server ?? 'the process'} listens on ${listeners.value.map(listenerInWords).join(', ')} ` +
              `(${listeners.origin}${imageAddsNothing(listeners.assumed).words}), but Service ${service.object.name} has an IPv6 address`,
            consequence: `IPv6 connections to the pods of ${objectInWords(workload.object)} are refused`,
            fix: `bind [::]:${number}, which answers IPv4 as well`,
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
