import { posix } from 'node:path';
import { probesOf } from '../../manifest/container';
import { commandsIn } from '../../application/exec-command';
import { durationInWords } from '../../wording/duration';
import { running } from '../pool';
import type { Rule } from '../rule';

/** An interpreter with a framework takes 0.5 to 3 s of CPU to start; every 10 s that is a good part of a small CPU limit. Seconds. */
const FREQUENT = 10;
/** The same start does not fit into this under load. Seconds. */
const HURRIED = 2;
/** With these Python starts in 0.05 s of CPU and does what it is told (docs/facts.md, "A probe that starts an interpreter"). */
const LIGHT_MODULES: ReadonlySet<string> = new Set(['os', 'sys', 'time', 'pathlib', 'socket']);
const INTERPRETERS = /^(python[\d.]*|node|nodejs|ruby|php|java|perl|manage\.py|django-admin|rails|reading.bundle|artisan)$/;

export const execProbeHeavy: Rule = {
  id: 'exec-probe-heavy',
  model: 'clock',
  severity: 'warning',
  summary: 'A probe starts an interpreter, often or with little time',
  doc: {
    why:
      'Every attempt starts a second copy of the runtime inside the limits of the container. It takes CPU and memory from the ' +
      'requests, and when the container is busy the ' +
      'probe is the first that does not finish in time.',
    fix: 'Ask the running process over HTTP; or ask less often and give it longer.',
    judges:
      'exec probes whose program, also behind sh -c, is an interpreter (python, node, ruby, php, java, perl, manage.py): every ' +
      '10 s or more often, or with 2 s or less to ' +
      'answer. What `python -c` does with no more than os, sys, time, pathlib and socket is light, and judged by its time to answer alone.',
    source: 'pkg/kubelet/prober/prober.go, runProbe: an exec probe runs in the cgroup of the container',
  },
  *check(reading) {
    for (const { workload, container } of running(reading)) {
      for (const probe of probesOf(container)) {
        const commands = probe.handler?.kind === 'exec' ? commandsIn(probe.handler.command) : [];
        const command = commands.find(([program = '']) => INTERPRETERS.test(posix.basename(program)));
        const { periodSeconds, timeoutSeconds } = probe.timing;
        if (command && ((periodSeconds <= FREQUENT && !isLight(command)) || timeoutSeconds <= HURRIED)) {
          const [interpreter] = command;
          yield {
            object: workload.object,
            container: container.name,
            path: [...probe.path, 'exec'],
            message:
              `the ${probe.role} probe starts ${posix.basename(interpreter)} every ${durationInWords(periodSeconds)} with ` +
              `${durationInWords(timeoutSeconds)} to answer`,
            consequence: 'it takes CPU and memory from the requests, and fails first when the container is busy',
            fix: 'ask the running process with httpGet',
          };
        }
      }
    }
  },
};

function isLight([program, flag, code = '']: readonly string[]): boolean {
  const modules = [...code.matchAll(/\b(?:import|from)\s+([\w., ]+)/g)].flatMap(([, names]) =>
    names.split(',').map((name) => name.trim().split(/[ .]/)[0]),
  );
  return /^python[\d.]*$/.test(posix.basename(program)) && flag === '-c' && modules.every((name) => LIGHT_MODULES.has(name));
}
