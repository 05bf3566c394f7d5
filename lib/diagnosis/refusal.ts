import { probePortNumber } from '../manifest/container';
import { probedPort } from '../manifest/probe';
import type { ProbeFailure } from './probe-failure';

/** Whether a connection was refused: by nobody who listens (`ECONNREFUSED`), or because a gRPC or exec client says so. */
export function isRefused(says: string): boolean {
  return /connection refused|ECONNREFUSED/i.test(says);
}

/** The port that a failing probe asks. */
export function probedNumber({ probe, container: { spec } }: ProbeFailure): number | undefined {
  return probe && spec && probePortNumber(spec, probedPort(probe));
}
