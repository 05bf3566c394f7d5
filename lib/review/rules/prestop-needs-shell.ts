import { posix } from 'node:path';
import { running } from '../pool';
import type { Rule } from '../rule';

/** Bases that have neither a shell nor coreutils; their debug variants do. */
const WITHOUT_SHELL = /^scratch$|distroless(?!.*debug)|^cgr\.dev\/chainguard\/(?!.*-dev)/;
/** What a hook usually calls, and what such an image does not have. */
const SHELL_PROGRAMS: ReadonlySet<string> = new Set(['sh', 'bash', 'ash', 'sleep']);

export const prestopNeedsShell: Rule = {
  id: 'prestop-needs-shell',
  model: 'clock',
  severity: 'warning',
  summary: 'A preStop hook calls a program that the image does not have',
  doc: {
    why:
      'The hook fails with an event that nobody reads, and SIGTERM follows at once: the delay that was to save requests does not ' +
      'happen.',
    fix: 'Use the sleep action (lifecycle.preStop.sleep), which needs nothing in the image.',
    judges:
      'With `--app`: an exec hook that calls a shell or sleep, in an image built from scratch, distroless or chainguard without ' +
      'their debug tools.',
    source: 'pkg/kubelet/lifecycle/handlers.go, Run (FailedPreStopHook); KEP-3960',
  },
  *check(reading) {
    for (const { workload, container } of running(reading)) {
      const image = reading.container(workload, container).image;
      const program = reading.container(workload, container).preStop?.program;
      if (image && program !== undefined && SHELL_PROGRAMS.has(posix.basename(program)) && WITHOUT_SHELL.test(image.base)) {
        yield {
          object: workload.object,
          container: container.name,
          path: [...container.path, 'lifecycle', 'preStop', 'exec'],
          message:
            `the preStop hook calls ${program}, and ${image.origin} is built from ${image.base}, which has no ` +
            `${posix.basename(program)}`,
          consequence: 'the hook fails and SIGTERM comes without any delay',
          fix: 'use lifecycle.preStop.sleep.seconds',
        };
      }
    }
  },
};
