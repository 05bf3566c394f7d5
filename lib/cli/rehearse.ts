import { parseArgs, type ParseArgsConfig } from 'node:util';
import { Reading } from '../reading/reading';
import { readFiles } from '../manifest/input/files';
import type { Evidence } from '../rehearsal/evidence';
import { evidenceJson } from '../rehearsal/evidence-json';
import { judgeEvidence, rulesOf, type Subject } from '../rehearsal/judgement/judgement';
import { MEASURED_RULES } from '../rehearsal/judgement/rules';
import { measurementsOf } from '../rehearsal/measurements';
import { suggestedPatch } from '../rehearsal/patch';
import { rehearse as play, type Rehearsal } from '../rehearsal/rehearse';
import { descriptions, reviewDocuments, type Finding } from '../review';
import { reaches, reportOf } from '../review/report';
import { REPORTERS } from '../review/reporters';
import { readApplications } from './applications';
import { UsageError, type Command } from './command';
import { untilInterrupted } from './interruption';
import { measuredText } from './measured-text';
import { givenVariables, subjectOf } from './rehearse-subject';
import { deliver, leastFailing, REPORT_OPTIONS, reporterOf, reportHelp, showsColours } from './report-options';
import { sourcesOf } from './sources';
import { version } from './version';
import { writeWhole } from './whole-file';

/** What a program of this machine needs to be found and to write its files; nothing else of the user's shell gets in. */
const OF_THE_MACHINE = ['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'TMPDIR', 'VIRTUAL_ENV', 'LD_LIBRARY_PATH'];

const OPTIONS = {
  ...REPORT_OPTIONS,
  workload: { type: 'string' },
  container: { type: 'string' },
  app: { type: 'string', multiple: true, default: [] },
  dockerfile: { type: 'string', multiple: true, default: [] },
  cwd: { type: 'string' },
  env: { type: 'string', multiple: true, default: [] },
  'env-file': { type: 'string', multiple: true, default: [] },
  path: { type: 'string', default: '/' },
  'slow-path': { type: 'string' },
  while: { type: 'string' },
  patch: { type: 'string' },
  evidence: { type: 'string' },
} satisfies ParseArgsConfig['options'];

export const rehearse: Command = {
  help: `probewise rehearse [options] FILE|FOLDER|GLOB … [-- COMMAND…]

Runs a container's process on this machine, without Docker or a cluster, and plays kubelet to it: boot, probes, a short
load, shutdown. Reports what was measured. Linux only. The process never outlives the command.

  --workload NAME         where the manifests hold several; --container NAME where its pod does
  --app IMAGE=DIR         the application of the image: its ENTRYPOINT, CMD, ENV and WORKDIR are those of its Dockerfile,
                          with its files in DIR. --app DIR where the manifests use one image. May be repeated
  --dockerfile FILE       the Dockerfile of --app, as for review
  --cwd DIR               where the process runs (default: WORKDIR of --app; else here)
  --env NAME=VALUE        what only the cluster knows: Secrets, addresses. Repeatable; --env-file FILE for many
  --path PATH             what users ask for under load (default /)
  --slow-path PATH        what keeps a worker busy for a few seconds; then the probes are asked behind it, and SIGTERM
                          comes in the middle of it
  --while COMMAND         run beside it, to disturb the world: words between spaces, no shell
  --patch FILE            write the suggested budgets as a patch, for kubectl patch --patch-file
  --evidence FILE         write all that was measured as JSON
  -- COMMAND…             in the place of the manifest's command

${reportHelp(REPORTERS.keys())}

Exit codes: 0 nothing at or above --fail-on; 1 findings; 2 unusable input or usage, or interrupted.
`,
  async run(args) {
    const asked = askedOf(args);
    const { values } = asked;
    const reporter = reporterOf(REPORTERS, values);
    const least = leastFailing(values);
    const manifests = manifestsOf(asked);
    const { workload, container } = subjectOf(manifests.reading.bundle, values);
    const rehearsed = await untilInterrupted((signal) => play({ ...playOf(asked, manifests.reading), workload, container, signal }));
    if (!rehearsed) {
      return { exitCode: 2, out: '', err: 'probewise rehearse: interrupted; the process was ended, and nothing is concluded\n' };
    }
    if ('problems' in rehearsed) {
      throw new UsageError(rehearsed.problems.join('\n'));
    }
    const { evidence, notes, container: played } = rehearsed;
    const reading = manifests.reading.container(workload, container).with(played);
    const findings = findingsOf({ manifests: manifests.reading, workload, container: played, reading }, evidence, manifests);
    const report = reportOf({ version: version(), inputs: manifests.inputs, problems: [], findings });
    const sources = values.format === 'text' || values.html !== undefined ? sourcesOf(findings) : new Map<string, string>();
    const measurements = measurementsOf(played, reading.resources.memoryLimit, evidence);
    const patch = suggestedPatch(workload, played, evidence);
    const text = reporter({ report, rules: [...descriptions(), ...MEASURED_RULES], sources, colour: showsColours(values) });
    if (values.patch !== undefined && patch !== undefined) {
      writeWhole(values.patch, patch);
    }
    if (values.evidence !== undefined) {
      writeWhole(values.evidence, evidenceJson(evidence));
    }
    const measured = measuredText({ workload, container, measurements, notes, patch });
    const out = await deliver(values, values.format === 'text' ? `${measured}\n${text}` : text, async () =>
      (await import('../page/rehearsal-page')).rehearsalPage({
        report,
        reading: manifests.reading,
        sources,
        measurements,
        notes,
        patch,
      }),
    );
    const fails = least !== undefined && reaches(report, least);
    return { exitCode: fails ? 1 : 0, out, err: values.format === 'text' && values.output === undefined ? '' : measured };
  },
};

/** The command line, where it can be used. */
function askedOf(args: readonly string[]) {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const { values, positionals } = parseArgs({ args: args.slice(0, end), allowPositionals: true, options: OPTIONS });
  if (process.platform !== 'linux') {
    throw new UsageError(`it reads what the kernel of Linux says of processes and sockets, and this is ${process.platform}`);
  }
  if (positionals.length === 0) {
    throw new UsageError('name the manifests: probewise rehearse manifests/ -- gunicorn shop.wsgi');
  }
  const command = args.slice(end + 1);
  if (end < args.length && command.length === 0) {
    throw new UsageError('name the command after --');
  }
  const disturbance = values.while?.split(/\s+/).filter(Boolean);
  if (disturbance?.length === 0) {
    throw new UsageError('--while: name a command');
  }
  for (const option of ['path', 'slow-path'] as const) {
    if (values[option] !== undefined && !/^\/[\x21-\x7e]*$/.test(values[option])) {
      throw new UsageError(`--${option} ${values[option]}: a path begins with / and holds no spaces`);
    }
  }
  return { values, positionals, command, disturbance, given: givenVariables(values['env-file'], values.env) };
}

type Asked = ReturnType<typeof askedOf>;

/** The manifests with their applications. What cannot be read ends the command: a container half known is not played. */
function manifestsOf({ values, positionals }: Asked) {
  const { inputs, documents, problems: unread } = readFiles(positionals);
  const applications = readApplications(values, documents);
  const reading = Reading.ofDocuments(documents, applications.images);
  const problems = [...unread, ...applications.problems];
  if (problems.length) {
    throw new UsageError(problems.map(({ file, message }) => `${file}: ${message}`).join('\n'));
  }
  return { inputs, documents, images: applications.images, reading };
}

function playOf({ values, command, disturbance, given }: Asked, manifests: Reading): Omit<Rehearsal, 'workload' | 'container' | 'signal'> {
  return {
    manifests,
    given,
    disturbance,
    cwd: values.cwd,
    path: values.path,
    slowPath: values['slow-path'],
    machine: Object.fromEntries(OF_THE_MACHINE.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]))),
    ...(command.length && { command }),
    onStage: (stage) => process.stderr.isTTY && process.stderr.write(`probewise rehearse: ${stage} …\n`),
  };
}

/** What the evidence says, with the suppressions of the manifests. */
function findingsOf(
  subject: Subject,
  evidence: Evidence,
  { documents, images }: Pick<ReturnType<typeof manifestsOf>, 'documents' | 'images'>,
): readonly Finding[] {
  const rules = rulesOf(subject, judgeEvidence(subject, evidence));
  const today = new Date().toISOString().slice(0, 10);
  return reviewDocuments(documents, { rules, images, today }).filter(({ rule }) => rule !== 'suppression');
}
