import { allowedBySettings, rejectedHost } from '../application/django/host-check';
import { isPrivate, listenerInWords, type Listener } from '../application/process/listener';
import { isKnown, type Setting } from '../application/process/setting';
import { declaredTcpPorts } from '../manifest/container';
import { probedPort } from '../manifest/probe';
import type { ProbeReading } from '../reading/probe-reading';

/**
 * Why a probe over the network gets no good answer, whatever the state of the pod, as a clause; nothing where it may. It is silent where
 * the address of the process is not known for certain, or another container may be meant.
 */
export function refusedBecause(reading: ProbeReading, listeners: Setting<readonly Listener[]>): string | undefined {
  return unheard(reading, listeners) ?? hostRejected(reading);
}

/** `get_host` of Django answers 400 to a host that is not in ALLOWED_HOSTS. */
function hostRejected({ probe: { handler }, answeredBy, of: { container, django } }: ProbeReading): string | undefined {
  const allowed = django && answeredBy === container ? allowedBySettings(django.settings) : undefined;
  const host = allowed?.certain && handler?.kind === 'httpGet' ? rejectedHost(handler, allowed, django?.settings) : undefined;
  return host === undefined ? undefined : `sends Host: ${host || 'the address of the pod'}, which ALLOWED_HOSTS does not allow`;
}

function unheard(
  { probe, target, port, answeredBy, of: { container } }: ProbeReading,
  listeners: Setting<readonly Listener[]>,
): string | undefined {
  const name = probedPort(probe);
  if (target.kind === 'unknown' && typeof name === 'string' && name !== '' && probe.handler?.kind !== 'grpc') {
    return `asks port ${name}, which its container does not declare`;
  }
  if (port === undefined || answeredBy !== container || !isKnown(listeners) || listeners.assumed || listeners.value.length === 0) {
    return undefined;
  }
  const where = listeners.value.map(listenerInWords).join(', ');
  if (listeners.value.every(isPrivate)) {
    return `asks the address of the pod, and the process listens on ${where}`;
  }
  const bound = listeners.value.flatMap((each) => (each.kind === 'tcp' ? [each.port] : []));
  const declared = declaredTcpPorts(container).map(({ number }) => number);
  // Of two declared ports one may be served by another process of the container.
  const besides = declared.includes(port) && declared.some((each) => bound.includes(each!));
  return bound.every((each) => typeof each === 'number') && !bound.includes(port) && !besides
    ? `asks port ${port}, and the process listens on ${where}`
    : undefined;
}
