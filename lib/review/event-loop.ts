import { isKnown } from '../application/process/setting';
import type { Probe } from '../manifest/probe';
import type { ContainerReading } from '../reading/container-reading';

/** Whether one event loop, of one process, is all that answers: what blocks it blocks everything. */
export function isOneLoop({ process: { settings } }: ContainerReading): boolean {
  return (
    settings?.role === 'web' &&
    settings.concurrency.value === 'loop' &&
    !/^(node|pm2)$/.test(settings.server) &&
    isKnown(settings.processes) &&
    settings.processes.value === 1
  );
}

/** A loop that is busy for a moment answers later than this. Seconds. */
const SHORT = 1;

/** Whether such a loop has no more than a moment to answer a probe over HTTP. */
export function hurriesLoop(reading: ContainerReading, probe: Probe): boolean {
  return isOneLoop(reading) && probe.handler?.kind === 'httpGet' && probe.timing.timeoutSeconds <= SHORT;
}
