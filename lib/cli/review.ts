import { parseArgs } from 'node:util';
import { Bundle } from '../manifest/bundle';
import { readFiles } from '../manifest/reading/files';
import { reviewPage } from '../page/review-page';
import { RULES, baselineOf, reviewDocuments } from '../review';
import { reaches, reportOf } from '../review/report';
import { REPORTERS } from '../review/reporters';
import { text as textReport } from '../review/reporters/text';
import { UsageError, type Command, type ExitCode } from './command';
import { readDecisions } from './decisions';
import { FAIL_ON, failOn } from './severity-option';
import { sourcesOf } from './sources';
import { version } from './version';
import { writeWhole } from './whole-file';

export const review: Command = {
  help: `probewise review [options] FILE|FOLDER|GLOB|- …

Reviews Kubernetes manifests together: YAML or JSON, rendered charts, \`kubectl get -o yaml\`, cdk8s' dist/.
In a folder, the .yaml, .yml and .json files in it and below. - is the standard input.

  --format FORMAT         ${[...REPORTERS.keys()].join(', ')} (default text)
  --output FILE           write the report to FILE, whole or not at all
  --html FILE             write it as a page for people too: one file that loads nothing
  --fail-on SEVERITY      ${FAIL_ON.join(', ')} (default error)
  --config FILE           suppressions with reasons: probewise.config.yaml
  --baseline FILE         findings that were there before
  --write-baseline FILE   accept what is found now, write it to FILE

Exit codes: 0 nothing at or above --fail-on; 1 findings; 2 unusable input or usage.
`,
  run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'format': { type: 'string', default: 'text' },
        'output': { type: 'string' },
        'html': { type: 'string' },
        'fail-on': { type: 'string', default: 'error' },
        'config': { type: 'string' },
        'baseline': { type: 'string' },
        'write-baseline': { type: 'string' },
      },
    });
    const reporter = REPORTERS.get(values.format);
    if (!reporter) {
      throw new UsageError(`--format ${values.format}: there is ${[...REPORTERS.keys()].join(', ')}`);
    }
    const least = failOn(values['fail-on']);
    if (positionals.length === 0) {
      throw new UsageError('name what to review: probewise review manifests/, or - for the standard input');
    }
    const decisions = readDecisions(values);
    const { inputs, documents, problems: unread } = readFiles(positionals);
    const nothing = unread.length || inputs.some(({ objects }) => objects > 0) ? []
      : [{ file: positionals[0], message: 'there is no Kubernetes object in what was named; name rendered manifests' }];
    const problems = [...decisions.problems, ...unread, ...nothing];
    const findings = reviewDocuments(documents, decisions);
    const report = reportOf({ version: version(), inputs, problems, findings });
    const sources = values.format === 'text' || values.html !== undefined ? sourcesOf(findings) : new Map<string, string>();
    const text = reporter({
      report,
      rules: RULES,
      sources,
      colour: values.output === undefined && process.stdout.isTTY === true && !process.env.NO_COLOR,
    });
    if (values['write-baseline'] !== undefined) {
      writeWhole(values['write-baseline'], `${JSON.stringify(baselineOf(findings), null, 2)}\n`);
    }
    if (values.output !== undefined) {
      writeWhole(values.output, text);
    }
    if (values.html !== undefined) {
      writeWhole(values.html, reviewPage(report, new Bundle(documents.map(({ json }) => json), decisions.images), sources));
    }
    const fails = least !== undefined && values['write-baseline'] === undefined && reaches(report, least);
    const exitCode: ExitCode = problems.length ? 2 : fails ? 1 : 0;
    return {
      exitCode,
      out: values.output === undefined ? text : '',
      // A report for a machine, or in a file, does not tell the one who started the command.
      err: values.format === 'text' && values.output === undefined ? '' : textReport({
        report: { ...report, findings: [] }, rules: RULES, sources: new Map(), colour: false,
      }),
    };
  },
};
