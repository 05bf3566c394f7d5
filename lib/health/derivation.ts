import type { ProbeFields } from './probe-fields';
import { LONGEST_PERIOD } from '../conventions/probe-role';
import { Rejection } from '../props/rejection';
import { durationInWords } from '../wording/duration';

/** Attempts of a startup probe over its budget: enough that a quick boot is seen quickly, few enough to cost nothing. */
const STARTUP_ATTEMPTS = 24;
/** An answer that takes longer than this is no answer for a health endpoint that touches nothing but its own process. */
const ANSWER_TIMEOUT = 5;
/** Failures in a row before readiness gives up, where the limit leaves room: one lost packet is not an outage. */
const READINESS_FAILURES = 3;

/** Startup fields whose earliest verdict falls no sooner than `startsWithin` seconds. */
export function startupFields(startsWithin: number): ProbeFields {
  if (!(startsWithin >= 1)) {
    throw new Rejection(
      `startsWithin of ${durationInWords(startsWithin)}`,
      'no process boots in less than a second',
      'measure a cold boot under the real CPU limit and give twice that, for example Duration.minutes(1)',
    );
  }
  const periodSeconds = Math.min(Math.max(Math.ceil(startsWithin / STARTUP_ATTEMPTS), 1), LONGEST_PERIOD);
  return {
    periodSeconds,
    timeoutSeconds: Math.min(periodSeconds, ANSWER_TIMEOUT),
    failureThreshold: Math.ceil(startsWithin / periodSeconds) + 1,
  };
}

/** Readiness fields whose latest verdict falls within `removeAfter` seconds. */
export function readinessFields(removeAfter: number): ProbeFields {
  if (!(removeAfter >= 2)) {
    throw new Rejection(
      `removeAfter of ${durationInWords(removeAfter)}`,
      'the shortest verdict takes one period and one timeout of 1 s each',
      'give at least 2 s, for example Duration.seconds(20)',
    );
  }
  // As many failures as the limit allows, up to three; then the longest period and timeout that still keep it.
  const fewest = Math.min(READINESS_FAILURES, Math.floor(removeAfter) - 1);
  const periodSeconds = Math.min(Math.floor(removeAfter / (fewest + 1)), LONGEST_PERIOD);
  return {
    periodSeconds,
    timeoutSeconds: periodSeconds,
    failureThreshold: Math.max(fewest, Math.floor((removeAfter - periodSeconds) / periodSeconds)),
  };
}

/** Liveness fields whose earliest verdict falls no sooner than `patience`, the latest within `restartAfter` seconds. */
export function livenessFields(patience: number, restartAfter?: number): ProbeFields {
  if (!(patience > 0)) {
    throw new Rejection(
      `liveness patience of ${durationInWords(patience)}`,
      'a process that may not be slow at all is killed for one slow request',
      'state the slowest request that is still healthy, for example Duration.seconds(60)',
    );
  }
  for (let periodSeconds = LONGEST_PERIOD; periodSeconds >= 1; periodSeconds--) {
    const failureThreshold = Math.ceil(patience / periodSeconds) + 1;
    const left = (restartAfter ?? Infinity) - failureThreshold * periodSeconds;
    const timeoutSeconds = Math.min(periodSeconds, ANSWER_TIMEOUT, Math.floor(left));
    if (timeoutSeconds >= Math.min(periodSeconds, 2)) {
      return { periodSeconds, timeoutSeconds, failureThreshold };
    }
  }
  throw new Rejection(
    `restartAfter of ${durationInWords(restartAfter!)}`,
    `liveness has to sit through ${durationInWords(patience)} of slow work first, and the verdict comes a period and a timeout after ` +
      'that at the earliest',
    `give at least ${durationInWords(Math.ceil(patience) + 2)}, or make the work shorter`,
  );
}
