import { spawn } from 'node:child_process';
import type { Disturbance } from '../evidence';
import type { Exit } from '../contained/contained-process';
import { pause, type Play } from '../play';

const LOOK_AGAIN = 0.1;
/** Over what the readiness probe needs to notice. Seconds. */
const SPARE = 2;

/**
 * Runs the user's own command beside the container, without a shell, and watches what the kubelet concludes until it is
 * over and readiness has had the time to come back.
 */
export async function disturb(play: Play, command: readonly string[]): Promise<Disturbance> {
  const { kubelet, container, signal } = play;
  const [from, readyBefore] = [kubelet.now, kubelet.ready];
  const exit = await run(command, signal);
  const to = kubelet.now;
  const timing = container.readiness?.timing;
  const until = to + (timing ? timing.successThreshold * timing.periodSeconds + timing.latestVerdict + SPARE : SPARE);
  let readyAgain: number | undefined;
  const left = () => play.kubelet.transitions.some(({ at, role, result }) => role === 'readiness' && result === 'failure' && at >= from);
  while (kubelet.now < until && readyAgain === undefined) {
    await pause(LOOK_AGAIN, signal);
    if (left() && kubelet.ready) {
      readyAgain = kubelet.now;
    }
  }
  return { command, from, to, exit, readyBefore, readyAfter: kubelet.ready, ...(readyAgain !== undefined && { readyAgain }) };
}

/** The command of the user cannot be run. */
export class Unstartable extends Error {}

/** @throws Unstartable */
function run([program, ...args]: readonly string[], signal: AbortSignal): Promise<Exit> {
  return new Promise((settle, fail) => {
    // What it says goes to standard error, because the report may go to the other. A group of its own, so that it ends with
    // all that it waits for; what it made a daemon of stays, as it was meant to.
    const child = spawn(program, args, { stdio: ['ignore', 2, 2], detached: true });
    const stop = () => {
      try {
        process.kill(-child.pid!, 'SIGKILL');
      } catch {
        // It was over.
      }
    };
    process.on('exit', stop);
    signal.addEventListener('abort', stop, { once: true });
    child.once('error', ({ message }) => {
      process.off('exit', stop);
      fail(new Unstartable(`--while ${program}: it cannot be started (${message})`));
    });
    child.once('exit', (code, ended) => {
      process.off('exit', stop);
      signal.removeEventListener('abort', stop);
      settle({ ...(code !== null && { code }), ...(ended && { signal: ended }) });
    });
  });
}
