import { parseArgs } from 'node:util';
import { Reading } from '../reading/reading';
import { readInputs } from '../platform/inputs';
import { RULES, baselineOf, descriptions, reviewDocuments, type Finding } from '../review';
import { reaches, reportOf } from '../review/report';
import { REPORTERS } from '../review/reporters';
import { text as textReport } from '../review/reporters/text';
import { readApplications } from './applications';
import { UsageError, type Command, type ExitCode } from './command';
import { readDecisions } from './decisions';
import { deliver, leastFailing, REPORT_OPTIONS, reporterOf, reportHelp, showsColours } from './report-options';
import { sourcesOf } from './sources';
import { version } from './version';
import { writeWhole } from './whole-file';

export const review: Command = {
  help: `probewise review [options] FILE|FOLDER|GLOB|- …

Reviews Kubernetes manifests together: YAML or JSON, rendered charts, \`kubectl get -o yaml\`, cdk8s' dist/.
In a folder, the .yaml, .yml and .json files in it and below. - is the standard input.

${reportHelp(REPORTERS.keys())}
  --app IMAGE=DIR         also read the application of an image: its Dockerfile, start script, gunicorn.conf.py and
                          Django settings below DIR. May be repeated. --app DIR where the manifests use one image.
  --dockerfile FILE       the Dockerfile of --app, where DIR has none of the usual names, or several. IMAGE=FILE beside several.
  --config FILE           suppressions with reasons: probewise.config.yaml; or rules of your own: rules.ts. Repeatable
  --baseline FILE         findings that were there before
  --write-baseline FILE   accept what is found now, write it to FILE
  --fix                   fix what is certain, in place; the report is about what is left
  --dry-run               with --fix: print the changes as a diff, and change nothing

Exit codes: 0 nothing at or above --fail-on; 1 findings; 2 unusable input or usage.
`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...REPORT_OPTIONS,
        app: { type: 'string', multiple: true, default: [] },
        dockerfile: { type: 'string', multiple: true, default: [] },
        config: { type: 'string', multiple: true },
        baseline: { type: 'string' },
        'write-baseline': { type: 'string' },
        fix: { type: 'boolean', default: false },
        'dry-run': { type: 'boolean', default: false },
      },
    });
    const reporter = reporterOf(REPORTERS, values);
    const least = leastFailing(values);
    if (positionals.length === 0) {
      throw new UsageError('name what to review: probewise review manifests/, or - for the standard input');
    }
    if (values.fix && positionals.includes('-')) {
      throw new UsageError('--fix edits files, and the standard input is none; name the files');
    }
    if (values['dry-run'] && !values.fix) {
      throw new UsageError('--dry-run belongs to --fix: probewise review --fix --dry-run manifests/');
    }
    const decisions = readDecisions(values);
    const { inputs, documents: read, problems: unread } = readInputs(positionals);
    const applications = readApplications(values, read);
    const options = { ...decisions, images: applications.images };
    const fix = values.fix ? (await import('./fix')).fixFiles(read, options, values['dry-run']) : undefined;
    const documents = fix?.documents ?? read;
    const nothing =
      unread.length || inputs.some(({ objects }) => objects > 0)
        ? []
        : [{ file: positionals[0], message: 'there is no Kubernetes object in what was named; name rendered manifests' }];
    const found = reviewDocuments(documents, options);
    const reading = () => Reading.ofDocuments(documents, options.images);
    const findings = found.some(isDemonstrable)
      ? (await import('../review/simulated-consequence')).withSimulatedConsequences(found, reading(), RULES)
      : found;
    const problems = [...decisions.problems, ...unread, ...nothing, ...applications.problems];
    const report = reportOf({ version: version(), inputs, problems, findings });
    const sources = values.format === 'text' || values.html !== undefined ? sourcesOf(findings) : new Map<string, string>();
    const text = reporter({
      report,
      rules: descriptions(decisions.rules),
      sources,
      colour: showsColours(values),
    });
    if (values['write-baseline'] !== undefined) {
      writeWhole(values['write-baseline'], `${JSON.stringify(baselineOf(findings), null, 2)}\n`);
    }
    const out = await deliver(values, text, async () => (await import('../page/review-page')).reviewPage(report, reading(), sources));
    const fails = least !== undefined && values['write-baseline'] === undefined && reaches(report, least);
    const exitCode: ExitCode = problems.length ? 2 : fails ? 1 : 0;
    return {
      exitCode,
      out: values['dry-run'] ? fix!.diff : out,
      // A report for a machine, or in a file, does not tell the one who started the command.
      err:
        (fix?.said ?? '') +
        (values.format === 'text' && values.output === undefined && !values['dry-run']
          ? ''
          : textReport({
              report: { ...report, findings: [] },
              rules: descriptions(),
              sources: new Map(),
              colour: false,
            })),
    };
  },
};

const DEMONSTRABLE = new Set(RULES.flatMap(({ id, demonstration }) => (demonstration ? [id] : [])));

/** The simulation is loaded only where it has something to show. */
function isDemonstrable({ rule, suppressed }: Finding): boolean {
  return !suppressed && DEMONSTRABLE.has(rule);
}
