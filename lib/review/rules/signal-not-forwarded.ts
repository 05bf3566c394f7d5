import type { Container } from '../../manifest/container';
import type { Shell } from '../../application/process/launch';
import { type Process } from '../../application/process/process';
import type { Workload } from '../../manifest/workload';
import { durationInWords } from '../../wording/duration';
import { execEdits } from '../exec-edit';
import type { Observation, Rule } from '../rule';

export const signalNotForwarded: Rule = {
  id: 'signal-not-forwarded',
  model: 'clock',
  severity: 'error',
  summary: 'A shell is process 1 and keeps SIGTERM to itself',
  doc: {
    why:
      'SIGTERM goes to process 1. A shell that waits for its child does not pass it on, so the server never hears of the ' +
      'shutdown: it accepts requests until the ' +
      'grace period ends and SIGKILL cuts them off. Every rollout takes the whole grace period and loses requests.',
    fix: 'Put `exec` before the program, or run it without a shell.',
    judges:
      'Commands through `sh -c` without exec. bash replaces itself by the last command of its script and is fine unless ' +
      'something follows; so is anything below ' +
      'tini or dumb-init, and a script with a trap. dash (sh of Debian, Ubuntu and the python images) stays. Which shell `sh` is ' +
      'depends on the image: where ' +
      'its name does not tell, or the program is not a server that is known, it is a warning.',
    edits:
      'Writes `exec` before a server that is known, where it is the last command of a script in the manifest that groups and ' +
      'substitutes nothing. Certain: the shell runs what it ran before, and has nothing left to do after it.',
    source: 'measured: facts, "Shutdown"; dash 0.5.12, bash 5.2 execute_cmd.c (ONESHOT)',
  },
  *check(reading) {
    for (const workload of reading.bundle.workloads) {
      for (const container of workload.finite ? [] : workload.containers) {
        const process = reading.container(workload, container).process;
        const stays = process.shell && shellStays(process.shell, container);
        if (process.shell && process.words && stays) {
          yield observation(workload, container, process, process.shell, stays);
        }
      }
    }
  },
};

/** Images whose `sh` is dash, by the last part of their name; a tag with `alpine` has another. */
const DASH_IMAGES: ReadonlySet<string> = new Set(['python', 'debian', 'ubuntu', 'node', 'ruby', 'php']);

function shellStays(shell: Shell, { image = '' }: Container): 'certainly' | 'perhaps' | undefined {
  if (shell.exec || shell.handlesSignals) {
    return undefined;
  }
  // bash replaces itself for `-c` only: a script file is read to its end.
  if (shell.continues || !shell.inline || shell.program === 'dash') {
    return 'certainly';
  }
  if (shell.program === 'bash' || shell.program === 'zsh' || shell.program === 'ksh') {
    return undefined;
  }
  const [name, tag = ''] = image.split('@')[0].split('/').at(-1)!.split(':');
  return shell.program === 'sh' && DASH_IMAGES.has(name) && !tag.includes('alpine') ? 'certainly' : 'perhaps';
}

function observation(
  workload: Workload,
  container: Container,
  process: Process,
  shell: Shell,
  stays: 'certainly' | 'perhaps',
): Observation {
  const program = process.server ?? process.words![0];
  const known = process.server !== undefined && stays === 'certainly';
  return {
    object: workload.object,
    container: container.name,
    path: process.path ?? container.path,
    severity: known ? undefined : 'warning',
    message:
      `${shell.program}${shell.inline ? ' -c' : ''} starts ${program} without exec${shell.continues ? ', and goes on after it' : ''}: ` +
      `${
        stays === 'certainly'
          ? `${shell.program} stays process 1`
          : `unless the ${shell.program} of this image replaces itself, it ` + 'stays process 1'
      } ` +
      'and does not pass SIGTERM on',
    consequence: `${program} is killed ${durationInWords(workload.gracePeriod)} after every stop, in the middle of its requests`,
    fix: `write exec before ${program}`,
    ...(process.server !== undefined && !shell.continues && { edits: execEdits(container, process) }),
  };
}
