import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { differenceOf, regresses } from '../difference/difference';
import { DIFFERENCE_REPORTERS } from '../difference/reporters';
import { readFiles } from '../manifest/input/files';
import type { Inputs } from '../manifest/input/inputs';
import { readRevision } from '../manifest/input/revision';
import { UsageError, type Command } from './command';
import { readDecisions } from './decisions';
import { showProgress } from './progress';
import { deliver, leastFailing, REPORT_OPTIONS, reporterOf, reportHelp, showsColours } from './report-options';
import { sourcesOf } from './sources';
import { version } from './version';

export const diff: Command = {
  help: `probewise diff [options] BASE HEAD

What a change of the manifests changes: findings that are new and that are fixed, paths of requests, what the probes
promise, and how the scenarios of probewise simulate end for the workloads that changed. BASE and HEAD are files, folders or globs, - for the standard input, or git revisions: origin/main:manifests
is that folder as it stands on that branch, HEAD~1 everything from here downward.

${reportHelp(DIFFERENCE_REPORTERS.keys())}
  --config FILE           suppressions with reasons, applied to HEAD
  --complete              each side is all there is: what is absent from it is nowhere

Exit codes: 0 no new finding at or above --fail-on, and every scenario that held still holds; 1 otherwise; 2 unusable
input or usage. --fail-on never is never 1.
`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...REPORT_OPTIONS,
        config: { type: 'string', multiple: true },
        complete: { type: 'boolean', default: false },
      },
    });
    const reporter = reporterOf(DIFFERENCE_REPORTERS, values);
    const least = leastFailing(values);
    if (positionals.length !== 2) {
      throw new UsageError('name two sides: probewise diff origin/main:manifests manifests');
    }
    const [base, head] = positionals.map(readSide);
    const decisions = readDecisions(values);
    const compared = differenceOf(
      version(),
      base,
      head,
      { ...decisions, extent: { complete: values.complete || decisions.complete } },
      showProgress,
    );
    showProgress('');
    const difference = { ...compared, problems: [...decisions.problems, ...compared.problems] };
    const out = await deliver(values, reporter(difference, showsColours(values)), async () =>
      (await import('../page/difference-page')).differencePage(difference, sourcesOf(difference.findings.added)),
    );
    return { exitCode: difference.problems.length ? 2 : least && regresses(difference, least) ? 1 : 0, out };
  },
};

/** What lies there as a file comes before a revision of that name. */
function readSide(named: string): Inputs {
  return named === '-' || /[*?]/.test(named) || existsSync(named) ? readFiles([named]) : readRevision(named);
}
