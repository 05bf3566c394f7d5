import { posix } from 'node:path';
import { probesOf } from '../../manifest/container';
import { commandsIn } from '../../application/exec-command';
import { durationInWords } from '../../wording/duration';
import type { Probe } from '../../manifest/probe';
import type { Edit } from '../fix/edit';
import { wakes } from '../later-edit';
import { running } from '../pool';
import type { Rule } from '../rule';

/** What a program that a probe starts costs each time. */
interface Start {
  /** With this period or a shorter one it takes a good part of a small CPU limit. Seconds. */
  readonly frequent: number;
  /** It does not fit into this under load. Seconds. */
  readonly hurried: number;
}

/** An interpreter with a framework takes 0.5 to 3 s of CPU to start. */
const INTERPRETER: Start = { frequent: 10, hurried: 2 };
/** With these Python starts in 0.05 s of CPU and does what it is told (docs/facts.md, "A probe that starts an interpreter"). */
const LIGHT_MODULES: ReadonlySet<string> = new Set(['os', 'sys', 'time', 'pathlib', 'socket']);
/** A program that imports the whole application first: seconds of CPU, many times what an answer costs. */
const APPLICATION: Start = { frequent: 60, hurried: 5 };
const STARTS: readonly (readonly [RegExp, Start])[] = [
  [/^(celery|manage\.py|django-admin|rails|rake|artisan|airflow|superset|[\w.]+-manage)$/, APPLICATION],
  [/^(python[\d.]*|node|nodejs|ruby|php|perl|bundle|npm|npx|yarn|pnpm)$/, INTERPRETER],
  // Each of them starts a JVM, or the virtual machine of Erlang.
  [/^(java|nodetool|cqlsh|zookeeper-shell(\.sh)?|kafka-[\w-]+(\.sh)?|rabbitmq-diagnostics|rabbitmqctl)$/, INTERPRETER],
];

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
      'exec probes whose program, also behind sh -c, is an interpreter or boots one (python, node, ruby, php, perl, java, the tools ' +
      'of Kafka, Cassandra and RabbitMQ): every 10 s or more often, or with 2 s or less to answer. What imports the whole application ' +
      '(celery, manage.py, django-admin, `NAME-server health_check`, rails, artisan, airflow, superset): every 60 s or more often, or ' +
      'with 5 s or less. What `python -c` does with no more than os, sys, time, pathlib and socket is light, and judged by its time to ' +
      'answer alone.',
    edits:
      'Gives the probe longer to answer, and asks for liveness less often. Certain: nothing is restarted sooner, and the program ' +
      'starts no more often. A readiness or startup probe that asks often is left: pods would be ready later.',
    source: 'pkg/kubelet/prober/prober.go, runProbe: an exec probe runs in the cgroup of the container',
  },
  *check(reading) {
    for (const { workload, container } of running(reading)) {
      for (const probe of probesOf(container)) {
        const commands = probe.handler?.kind === 'exec' ? commandsIn(probe.handler.command) : [];
        const heavy = commands.map((words) => ({ words, start: startOf(words) })).find(({ start }) => start);
        const { periodSeconds, timeoutSeconds } = probe.timing;
        if (heavy?.start && ((periodSeconds <= heavy.start.frequent && !isLight(heavy.words)) || timeoutSeconds <= heavy.start.hurried)) {
          yield {
            object: workload.object,
            container: container.name,
            path: [...probe.path, 'exec'],
            message:
              `the ${probe.role} probe starts ${programIn(heavy.words)} every ${durationInWords(periodSeconds)} with ` +
              `${durationInWords(timeoutSeconds)} to answer`,
            consequence: 'it takes CPU and memory from the requests, and fails first when the container is busy',
            fix: 'ask the running process: httpGet where it serves HTTP, tcpSocket where it serves anything, else a file that it touches',
            edits: calmerEdits(probe, container.readiness, heavy.start, !isLight(heavy.words)),
          };
        }
      }
    }
  },
};

function calmerEdits(probe: Probe, readiness: Probe | undefined, start: Start, counts: boolean): readonly Edit[] | undefined {
  const { role, path, timing } = probe;
  const often = counts && timing.periodSeconds <= start.frequent;
  if (often && (role !== 'liveness' || wakes(probe, readiness))) {
    return undefined;
  }
  return [
    ...(often ? [{ path: [...path, 'periodSeconds'], value: start.frequent * 1.5 }] : []),
    ...(timing.timeoutSeconds <= start.hurried ? [{ path: [...path, 'timeoutSeconds'], value: start.hurried * 5 }] : []),
  ];
}

/** What stands behind an interpreter tells more than the interpreter. */
function startOf(words: readonly string[]): Start | undefined {
  const program = programIn(words);
  const imports = words[1] === 'health_check' && /-server$|-manage$/.test(program);
  return imports ? APPLICATION : STARTS.find(([pattern]) => pattern.test(program))?.[1];
}

function programIn([first = '', second = '', third = '']: readonly string[]): string {
  const program = posix.basename(first);
  const inner = second === '-m' ? third : posix.basename(second);
  return /^(python[\d.]*|ruby|php)$/.test(program) && /^(celery|manage\.py|rails|artisan|django)$/.test(inner) ? inner : program;
}

function isLight([program, flag, code = '']: readonly string[]): boolean {
  const modules = [...code.matchAll(/\b(?:import|from)\s+([\w., ]+)/g)].flatMap(([, names]) =>
    names.split(',').map((name) => name.trim().split(/[ .]/)[0]),
  );
  return /^python[\d.]*$/.test(posix.basename(program)) && flag === '-c' && modules.every((name) => LIGHT_MODULES.has(name));
}
