import { blindnessOf, type Blindness } from '../../application/blind-command';
import { probesOf, type Container } from '../../manifest/container';
import { isObject, listOf, objectOf, textOf } from '../../manifest/json';
import type { Probe } from '../../manifest/probe';
import { running } from '../pool';
import type { Observation, Rule } from '../rule';

export const execProbeBlind: Rule = {
  id: 'exec-probe-blind',
  model: 'clock',
  severity: 'warning',
  summary: 'A probe runs a command that says yes although the process does not work',
  doc: {
    why:
      'A command that looks for a process finds one that hangs as well as one that works. curl takes a 500 for an answer. With || true ' +
      'there is no no. The pod counts as healthy while nobody is served.',
    fix:
      'Ask the process what it is there for: httpGet, a client of its own protocol, or for a worker a file that it touches with ' +
      'each task. curl needs --fail.',
    judges:
      'exec probes whose last command is pgrep, pidof, kill -0 or ps | grep, curl over HTTP without -f or --fail, something that ' +
      'always succeeds (|| true, || exit 0, true, echo) with nothing before it that ends the script, or a curl or wget into cat, head ' +
      'and the like. And $(NAME) of a variable that comes from a Secret, a ConfigMap or a field: the kubelet puts the empty text there. ' +
      'What a script file of the image does is not followed.',
    source: 'pkg/kubelet/container/helpers.go, ExpandContainerCommandOnlyStatic; curl(1), --fail',
  },
  *check(reading) {
    for (const { workload, container } of running(reading)) {
      for (const probe of probesOf(container)) {
        const seen = observation(container, probe);
        if (seen) {
          yield { object: workload.object, container: container.name, path: [...probe.path, 'exec', 'command'], ...seen };
        }
      }
    }
  },
};

type Seen = Pick<Observation, 'message' | 'consequence' | 'fix'>;

function observation(container: Container, probe: Probe): Seen | undefined {
  const command = probe.handler?.kind === 'exec' ? probe.handler.command : [];
  const variable = command.length ? emptyVariable(container, command) : undefined;
  if (variable !== undefined) {
    return {
      message: `the ${probe.role} probe says $(${variable}), whose value comes from elsewhere: the kubelet puts the empty text there`,
      consequence: 'the command asks something else than what is written',
      fix: `run it in a shell that reads the variable: sh -c '… "$${variable}"'`,
    };
  }
  const blindness = command.length ? blindnessOf(command) : undefined;
  return (
    blindness && {
      message: `the ${probe.role} probe ends in ${blindness.sign}, ${MEANING[blindness.notices]}`,
      consequence: consequenceOf(probe, blindness),
      fix:
        blindness.notices === 'silence' ? 'add --fail, or use httpGet' : 'ask the process for what it does, with httpGet or a client of it',
    }
  );
}

const MEANING: Readonly<Record<Blindness['notices'], string>> = {
  nothing: 'which succeeds whatever was before it',
  'the end of the process': 'which finds a process that hangs as well as one that works',
  silence: 'which takes an error of the server for an answer',
};

function consequenceOf({ role }: Probe, { notices }: Blindness): string {
  const what = notices === 'silence' ? 'a process that answers with errors alone' : 'a process that hangs';
  switch (role) {
    case 'liveness':
      return `${what} is never restarted`;
    case 'readiness':
      return `${what} counts as ready`;
    case 'startup':
      return `the start is over for the kubelet before the process works`;
  }
}

/** A variable whose `valueFrom` the kubelet does not look at when it expands the command of a probe. */
function emptyVariable({ json }: Container, command: readonly string[]): string | undefined {
  const elsewhere = new Set(
    listOf(json.env)
      .map(objectOf)
      .filter(({ valueFrom }) => isObject(valueFrom))
      .map(({ name }) => textOf(name)),
  );
  const asked = command.flatMap((word) => [...word.matchAll(/(?<!\$)(?:\$\$)*\$\((\w+)\)/g)].map(([, name]) => name));
  return asked.find((name) => elsewhere.has(name));
}
