import { spawn } from 'node:child_process';
import { failure, SUCCESS, unknown, type Answer } from '../../kubelet/answer/answer';
import type { Asked } from './reply';

/** Runs the command of a probe where the container runs (`pkg/probe/exec/exec.go`): its exit status is the answer. */
export function askExec(command: readonly string[], { env, cwd }: Asked, signal: AbortSignal): Promise<Answer> {
  const [program, ...args] = command;
  if (program === undefined) {
    return Promise.resolve(unknown('the probe names no command'));
  }
  return new Promise((settle) => {
    const child = spawn(program, args, { env, cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const keep = (bytes: Buffer) => {
      said = (said + bytes.toString()).slice(0, MOST_OUTPUT);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    signal.addEventListener(
      'abort',
      () => {
        endGroup(child.pid);
        settle(failure('command timed out'));
      },
      { once: true },
    );
    // A runtime that cannot start the command says so with an error, and not with a status.
    child.once('error', ({ message }) => settle(unknown(message)));
    child.once('exit', (code) => {
      endGroup(child.pid);
      settle(code === 0 ? SUCCESS : failure(said.trim()));
    });
  });
}

/** `maxReadLength` of `pkg/probe/exec/exec.go`. */
const MOST_OUTPUT = 10 * 1024;

function endGroup(leader: number | undefined): void {
  try {
    if (leader !== undefined) {
      process.kill(-leader, 'SIGKILL');
    }
  } catch {
    // All of it has gone.
  }
}
