import { commandsIn } from '../../application/exec-command';
import { lacksProgram } from '../../application/image/program';
import type { Rule } from '../rule';
import { running } from '../pool';

export const probeProgramMissing: Rule = {
  id: 'probe-program-missing',
  model: 'chain',
  severity: 'error',
  anywhere: true,
  summary: 'A health check starts a program that the image does not have',
  doc: {
    why:
      'Slim and Alpine images come without curl, and often without wget. A check that calls it fails each time, whatever the ' +
      'application does: the container is never ready, or under Docker never healthy, and no user reaches it.',
    fix: 'Let the kubelet ask (`httpGet`), or use what the image has (`python -c`), or install the program.',
    judges:
      'With `--app`, or where a Compose file builds the image: exec probes, and under Docker the HEALTHCHECK of the image, that start ' +
      'curl, wget or nc, on a public base image that is known to come without it, where no RUN instruction names the program and no ' +
      'COPY can bring it.',
    source: 'github.com/docker-library/python, Dockerfile-linux.template (slim); pkgs.alpinelinux.org, alpine-base',
  },
  *check(reading) {
    for (const { workload, container, reading: own } of running(reading)) {
      for (const { who, command, path } of own.image ? own.commandChecks : []) {
        const programs = commandsIn(command).map(([program = '']) => program);
        const missing = programs.find((program) => lacksProgram(own.image!, program));
        if (missing !== undefined) {
          yield {
            object: workload.object,
            container: container.name,
            path,
            message: `${who} starts ${missing}, which ${own.image!.base} does not have and ${own.image!.origin} does not install`,
            consequence: 'the check fails each time, however well the application is',
            fix: `install ${missing} in the image, or ask with what is there: an httpGet probe, or python -c "import urllib.request…"`,
          };
        }
      }
    }
  },
};
