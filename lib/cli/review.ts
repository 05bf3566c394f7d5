import { parseArgs, type ParseArgsConfig } from 'node:util';
import { Reading } from '../reading/reading';
import { extentOf, type Inputs } from '../manifest/input/inputs';
import { readInputs } from '../platform/inputs';
import { RULES, baselineOf, descriptions, reviewDocuments, type Finding } from '../review';
import { coverageOf } from '../review/coverage';
import { reaches, reportOf, type Report, type ReportProblem } from '../review/report';
import { REPORTERS } from '../review/reporters';
import { text as textReport } from '../review/reporters/text';
import { readApplications } from './applications';
import { bounded } from './bounded';
import { UsageError, type Command, type ExitCode } from './command';
import { readDecisions } from './decisions';
import { RENDER_HELP, RENDER_OPTIONS, renderOf } from './render-options';
import { deliver, leastFailing, REPORT_OPTIONS, reporterOf, reportHelp, showsColours } from './report-options';
import { sourcesOf } from './sources';
import { version } from './version';
import { writeWhole } from './whole-file';

const OPTIONS = {
  ...REPORT_OPTIONS,
  app: { type: 'string', multiple: true, default: [] },
  dockerfile: { type: 'string', multiple: true, default: [] },
  config: { type: 'string', multiple: true },
  ...RENDER_OPTIONS,
  complete: { type: 'boolean', default: false },
  baseline: { type: 'string' },
  'write-baseline': { type: 'string' },
  fix: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
} satisfies ParseArgsConfig['options'];

export const review: Command = {
  help: `probewise review [options] FILE|FOLDER|GLOB|- …

Reviews Kubernetes manifests together: YAML or JSON, rendered charts, \`kubectl get -o yaml\`, cdk8s' dist/.
In a folder, the .yaml, .yml and .json files in it and below. - is the standard input.

${reportHelp(REPORTERS.keys())}
  --app IMAGE=DIR         also read the application of an image: its Dockerfile, start script, gunicorn.conf.py and
                          Django settings below DIR. May be repeated. --app DIR where the manifests use one image.
  --dockerfile FILE       the Dockerfile of --app, where DIR has none of the usual names, or several. IMAGE=FILE beside several.
${RENDER_HELP}
  --config FILE           probewise.config.yaml: suppressions, and rules off or at another severity, with reasons; or rules of your
                          own: rules.ts. Repeatable. One that lies in what is reviewed is read only when it is named here
  --complete              what is named is all there is: a Service, ConfigMap or target that is not in it is nowhere
  --baseline FILE         findings that were there before
  --write-baseline FILE   accept what is found now, write it to FILE
  --fix                   fix what is certain, in place; the report is about what is left
  --dry-run               with --fix: print the changes as a diff, and change nothing

Exit codes: 0 nothing at or above --fail-on; 1 findings; 2 unusable input or usage.
`,
  async run(args) {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
    const reporter = reporterOf(REPORTERS, values);
    const least = leastFailing(values);
    checkUsage(values, positionals);
    const decisions = readDecisions(values);
    const read = bounded('reading', () => readInputs(positionals, renderOf(values)));
    const applications = bounded('reading the applications', () => readApplications(values, read.documents));
    const extent = extentOf(read, values.complete || decisions.complete);
    const options = { ...decisions, images: applications.images, extent };
    const fix = values.fix ? (await import('./fix')).fixFiles(read.documents, options, values['dry-run']) : undefined;
    const documents = fix?.documents ?? read.documents;
    const reading = () => Reading.ofDocuments(documents, options.images, extent);
    const findings = await demonstrated(
      bounded('the review', () => reviewDocuments(documents, options)),
      reading,
    );
    const problems = [...decisions.problems, ...read.problems, ...nothingIn(read, positionals), ...applications.problems];
    const report = reportOf({ version: version(), inputs: read.inputs, problems, findings, coverage: coverageOf(reading().bundle) });
    const sources = values.format === 'text' || values.html !== undefined ? sourcesOf(findings) : new Map<string, string>();
    const text = reporter({ report, rules: descriptions(decisions.rules), sources, colour: showsColours(values) });
    if (values['write-baseline'] !== undefined) {
      writeWhole(values['write-baseline'], `${JSON.stringify(baselineOf(findings), null, 2)}\n`);
    }
    const out = await deliver(values, text, async () => (await import('../page/review-page')).reviewPage(report, reading(), sources));
    const fails = least !== undefined && values['write-baseline'] === undefined && reaches(report, least);
    const exitCode: ExitCode = problems.length ? 2 : fails ? 1 : 0;
    // A report for a machine, or in a file, does not tell the one who started the command.
    const isSeen = values.format === 'text' && values.output === undefined && !values['dry-run'];
    return { exitCode, out: values['dry-run'] ? fix!.diff : out, err: (fix?.said ?? '') + (isSeen ? '' : summaryOf(report)) };
  },
};

function checkUsage(values: { readonly fix: boolean; readonly 'dry-run': boolean }, positionals: readonly string[]): void {
  if (positionals.length === 0) {
    throw new UsageError('name what to review: probewise review manifests/, or - for the standard input');
  }
  if (values.fix && positionals.includes('-')) {
    throw new UsageError('--fix edits files, and the standard input is none; name the files');
  }
  if (values['dry-run'] && !values.fix) {
    throw new UsageError('--dry-run belongs to --fix: probewise review --fix --dry-run manifests/');
  }
}

function nothingIn({ inputs, problems }: Inputs, [first]: readonly string[]): readonly ReportProblem[] {
  return problems.length || inputs.some(({ objects }) => objects > 0)
    ? []
    : [{ file: first, message: 'there is no Kubernetes object in what was named; name rendered manifests' }];
}

function summaryOf(report: Report): string {
  return textReport({ report: { ...report, findings: [] }, rules: descriptions(), sources: new Map(), colour: false });
}

/** The simulation is loaded only where it has something to show. */
async function demonstrated(findings: readonly Finding[], reading: () => Reading): Promise<readonly Finding[]> {
  return findings.some(({ rule, suppressed }) => !suppressed && DEMONSTRABLE.has(rule))
    ? (await import('../review/simulated-consequence')).withSimulatedConsequences(findings, reading(), RULES)
    : findings;
}

const DEMONSTRABLE = new Set(RULES.flatMap(({ id, demonstration }) => (demonstration ? [id] : [])));
